(* Underflow on the way to y: BN-12, Domain, last sentence, and Output.

   An operation that underflows is off by at most u omega, half of the smallest number, beside its relative error; where subnormals are
   flushed, omega is larger by 1/u, and the same holds. A sum is exact where it underflows (formats.v). So a product of (x - mean_hat) and
   r_hat may be off by u omega, which gamma multiplies; a product with gamma first is off by u omega, which r_hat multiplies. What is
   added to A and |x| covers that where neither is large, and nothing covers it where they are very large: there y is not judged. *)
Require Import ZArith Reals Lra Lia Psatz.
From Flocq Require Import Core Relative.
From Proofs Require Import rounding inverse_std output.
Open Scope R_scope.

(* The exact result z, rounded: relative to z, and L beside it. *)
Definition underflowing (a : arithmetic) (L z w : R) := exists q l, w = z * q + l /\ 1 - u a <= q <= 1 + u a /\ Rabs l <= L.

(* Binary formats of p bits with subnormals, 2^least being the smallest number: omega is 2^(least + p - 1). *)
Theorem rounding_that_underflows (p least : Z) (ties : Z -> bool) z : (0 < p)%Z ->
  exists q l, round radix2 (FLT_exp least p) (Znearest ties) z = z * q + l
    /\ 1 - bpow radix2 (- p) <= q <= 1 + bpow radix2 (- p)
    /\ Rabs l <= bpow radix2 (- p) * bpow radix2 (least + p - 1).
Proof.
  intros Hp. destruct (error_N_FLT radix2 least p Hp ties z) as [d [l [Hd [Hl [_ E]]]]].
  replace (/ 2 * bpow radix2 (- p + 1)) with (bpow radix2 (- p)) in Hd.
  2: { rewrite bpow_plus. simpl (bpow radix2 1). lra. }
  exists (1 + d), l. apply within in Hd. split; [exact E|]. split; [lra|].
  replace (bpow radix2 (- p) * bpow radix2 (least + p - 1)) with (/ 2 * bpow radix2 least); [exact Hl|].
  rewrite <- bpow_plus. replace (- p + (least + p - 1))%Z with (least + -1)%Z by ring. rewrite bpow_plus. simpl (bpow radix2 (-1)). lra.
Qed.

Section Output.
Variable a : arithmetic.
Variables v epsilon low high v_hat c : R.
Hypothesis c_range : 4 * u a <= c <= 1 / 2.
Hypothesis exact_positive : 0 < v + epsilon.
Hypothesis low_positive : 0 < low + epsilon.
Hypothesis v_hat_between : low <= v_hat <= high.
Let r := inverse_root v epsilon.
Let h := eta v epsilon low high c.
Variables mean mean_hat A : R.
Hypothesis mean_error : Rabs (mean_hat - mean) <= c * A.
Variables x gamma beta L : R.
Hypothesis L_pos : 0 <= L.
Let x_hat := (x - mean) * r.
Let y := gamma * x_hat + beta.
Let delta := c * r * (1 + h) * (A + Rabs x) + Rabs x_hat * h.

(* Two products, each with an underflow, and a last factor e of the addition of beta: their errors add up. *)
Lemma two_products d s t p q e : underflowing a L (d * s) p -> underflowing a L (p * t) q -> 1 - u a <= e <= 1 + u a ->
  exists f l, q * e = d * s * t * f + l /\ (1 - u a) ^ 3 <= f <= (1 + u a) ^ 3 /\ Rabs l <= 1.02 * (Rabs t + 1) * L.
Proof.
  intros [f1 [l1 [-> [F1 B1]]]] [f2 [l2 [-> [F2 B2]]]] He. pose proof (u_small a) as U.
  exists (f1 * f2 * e), ((l1 * t * f2 + l2) * e). split; [ring|]. split.
  - assert (0 <= 1 - u a) by lra. assert ((1 - u a) * (1 - u a) <= f1 * f2) by (apply Rmult_le_compat; lra).
    assert (f1 * f2 <= (1 + u a) * (1 + u a)) by (apply Rmult_le_compat; lra).
    assert (0 <= (1 - u a) * (1 - u a)) by (apply Rmult_le_pos; lra).
    split; simpl; rewrite Rmult_1_r, <- Rmult_assoc; apply Rmult_le_compat; lra.
  - rewrite Rabs_mult, (Rabs_right e) by lra. pose proof (Rabs_pos t) as T.
    assert (G : Rabs (l1 * t * f2 + l2) <= L * Rabs t * (1 + u a) + L).
    { eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult, (Rabs_right f2) by lra. apply Rplus_le_compat; [|exact B2].
      apply Rmult_le_compat; [apply Rmult_le_pos; apply Rabs_pos|lra| |lra]. apply Rmult_le_compat_r; assumption. }
    assert (LT : 0 <= L * Rabs t) by (apply Rmult_le_pos; assumption).
    assert (G2 : L * Rabs t * (1 + u a) + L <= (1 + 1 / 256) * (L * Rabs t + L)).
    { assert (L * Rabs t * u a <= L * Rabs t * (1 / 256)) by (apply Rmult_le_compat_l; lra). lra. }
    apply Rle_trans with ((1 + 1 / 256) * (L * Rabs t + L) * (1 + 1 / 256)); [|lra].
    apply Rmult_le_compat; try lra. apply Rabs_pos.
Qed.

(* y, direct: r_hat first, or gamma first. R0 is r_hat, d the difference, b what becomes of beta. *)
Theorem y_with_underflow R0 d p q e b :
  roundings a 3 (inverse_root v_hat epsilon) R0 -> roundings a 1 (x - mean_hat) d -> 1 - u a <= e <= 1 + u a -> roundings a 1 beta b ->
  (underflowing a L (d * R0) p /\ underflowing a L (p * gamma) q) \/ (underflowing a L (d * gamma) p /\ underflowing a L (p * R0) q) ->
  Rabs (q * e + b - y) <= Rabs gamma * delta + c * Rabs beta + 1.02 * (Rmax (Rabs gamma) (r * (1 + h)) + 1) * L.
Proof.
  intros HR Hd He Hb H. pose proof (u_small a) as U.
  destruct (seven a v epsilon low high v_hat c c_range exact_positive low_positive v_hat_between 3 R0 ltac:(lia) HR) as [R0p [R0h _]].
  fold r h in R0h.
  assert (X : exists f l, q * e = gamma * (d * (R0 * f)) + l /\ (1 - u a) ^ 3 <= f <= (1 + u a) ^ 3 /\
      Rabs l <= 1.02 * (Rmax (Rabs gamma) (r * (1 + h)) + 1) * L).
  { pose proof (Rmax_l (Rabs gamma) (r * (1 + h))) as M1. pose proof (Rmax_r (Rabs gamma) (r * (1 + h))) as M2.
    destruct H as [[H1 H2]|[H1 H2]]; destruct (two_products _ _ _ _ _ e H1 H2 He) as [f [l [E [F B]]]]; exists f, l.
    - split; [rewrite E; ring|]. split; [exact F|]. eapply Rle_trans; [exact B|]. apply Rmult_le_compat_r; lra.
    - split; [rewrite E; ring|]. split; [exact F|]. eapply Rle_trans; [exact B|]. apply Rmult_le_compat_r; [exact L_pos|].
      rewrite (Rabs_right R0) by lra. lra. }
  destruct X as [f [l [E [F B]]]]. destruct Hd as [g [Hg ->]].
  assert (HR7 : roundings a 7 (inverse_root v_hat epsilon) (R0 * f * g)).
  { apply (roundings_then a 3 4) with R0; [exact HR|]. exists (f * g). split; [|ring].
    replace 4%nat with (3 + 1)%nat by reflexivity. rewrite !pow_add. pose proof (power_low a 3). pose proof (power_low a 1).
    split; apply Rmult_le_compat; lra. }
  assert (Ey : gamma * ((x - mean_hat) * g * (R0 * f)) + b = gamma * ((x - mean_hat) * (R0 * f * g)) + b) by ring.
  pose proof (direct_output a v epsilon low high v_hat c c_range exact_positive low_positive v_hat_between mean mean_hat A mean_error
    x gamma beta (R0 * f * g) b _ HR7 Hb Ey) as D.
  fold r h x_hat y delta in D. rewrite E.
  replace (gamma * ((x - mean_hat) * g * (R0 * f)) + l + b - y) with ((gamma * ((x - mean_hat) * g * (R0 * f)) + b - y) + l) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.
End Output.
