(* The inverse standard deviation: BN-12, Variance and inverse standard deviation, second part.

   v_hat lies between two numbers, `low` and `high`: for grade stable max(0, sigma - t)^2 and (sigma + t)^2, for grade cancelling
   v less and plus the error of a one-pass variance, where the variance is given, v itself. Then r_hat lies between
   1/sqrt(high + epsilon) and 1/sqrt(low + epsilon), and up to 2 K u beyond. eta is the largest relative deviation from r that
   this allows.

   An addition, a root and a division need no more than three of these 2 K roundings. So r_hat, multiplied by other factors
   and rounded a few times more, still lies within eta of r: this is why the rows for y and for gradients count no roundings of
   products with r. Theorem within_eta says how many there may be, beside a relative error w. *)
Require Import Reals Lra Lia Psatz.
From Proofs Require Import rounding.
Open Scope R_scope.

Definition inverse_root v epsilon := / sqrt (v + epsilon).

(* c is K u. *)
Definition eta v epsilon low high c :=
  Rmax (inverse_root low epsilon / inverse_root v epsilon * (1 + 2 * c) - 1)
       (1 - inverse_root high epsilon / inverse_root v epsilon * (1 - 2 * c)).

(* r_hat as it is computed: an addition, a square root and a division. *)
Lemma inverse_std_computed (a : arithmetic) z : 0 < z ->
  roundings a 3 (/ sqrt z) (fl a (1 / fl a (sqrt (fl a z)))).
Proof.
  intros Z. pose proof (u_small a) as U.
  destruct (rounded_once a z) as [p [Hp ->]]. simpl in Hp.
  destruct (rounded_once a (sqrt (z * p))) as [q [Hq ->]]. simpl in Hq.
  destruct (rounded_once a (1 / (sqrt (z * p) * q))) as [k [Hk ->]]. simpl in Hk.
  rewrite sqrt_mult by lra.
  assert (P0 : 0 < sqrt p) by (apply sqrt_lt_R0; lra). assert (Z0 : 0 < sqrt z) by (apply sqrt_lt_R0; lra).
  assert (P2 : sqrt p * sqrt p = p) by (apply sqrt_sqrt; lra).
  assert (Pl : 1 - u a <= sqrt p).
  { apply Rsqr_incr_0; [|lra|lra]. unfold Rsqr. rewrite P2. nra. }
  assert (Pu : sqrt p <= 1 + u a / 2).
  { apply Rsqr_incr_0; [|lra|lra]. unfold Rsqr. rewrite P2. nra. }
  assert (Pl2 : 1 - 0.51 * u a <= sqrt p).
  { apply Rsqr_incr_0; [|lra|lra]. unfold Rsqr. rewrite P2. nra. }
  exists (k / (sqrt p * q)). split; [|field; lra].
  set (d := sqrt p * q).
  assert (Dl : (1 - 0.51 * u a) * (1 - u a) <= d) by (apply Rmult_le_compat; lra).
  assert (Du : d <= (1 + u a / 2) * (1 + u a)) by (apply Rmult_le_compat; lra).
  assert (D0 : 0 < d) by (apply Rmult_lt_0_compat; lra).
  assert (E : k / d * d = k) by (field; lra).
  assert (u2 : 0 <= u a * u a <= u a / 256) by nra.
  pose proof (power_low a 2). pose proof (power_high a 2).
  split; apply Rmult_le_reg_r with d; try exact D0; rewrite E.
  - apply Rle_trans with ((1 - u a) ^ 3 * ((1 + u a / 2) * (1 + u a))).
    { apply Rmult_le_compat_l; [pose proof (power_low a 3); lra|exact Du]. }
    apply Rle_trans with (1 - u a); [|lra].
    replace ((1 - u a) ^ 3 * ((1 + u a / 2) * (1 + u a)))
      with ((1 - u a) * ((1 - u a) * (1 + u a) * ((1 - u a) * (1 + u a / 2)))) by ring.
    rewrite <- (Rmult_1_r (1 - u a)) at 4. apply Rmult_le_compat_l; [lra|]. nra.
  - apply Rle_trans with ((1 + u a) ^ 3 * ((1 - 0.51 * u a) * (1 - u a))).
    2: { apply Rmult_le_compat_l; [pose proof (power_high a 3); lra|exact Dl]. }
    apply Rle_trans with (1 + u a); [lra|].
    assert (G : 1 <= (1 + u a) * (1 + u a) * ((1 - 0.51 * u a) * (1 - u a))) by nra.
    replace ((1 + u a) ^ 3 * ((1 - 0.51 * u a) * (1 - u a)))
      with ((1 + u a) * ((1 + u a) * (1 + u a) * ((1 - 0.51 * u a) * (1 - u a)))) by ring.
    rewrite <- (Rmult_1_r (1 + u a)) at 1. apply Rmult_le_compat_l; lra.
Qed.

Section Eta.
Variable a : arithmetic.
Variables v epsilon low high v_hat c : R.
Hypothesis c_range : 0 <= c <= 1 / 2.
Hypothesis exact_positive : 0 < v + epsilon.
Hypothesis low_positive : 0 < low + epsilon.
Hypothesis v_hat_between : low <= v_hat <= high.
Let r := inverse_root v epsilon.
Let h := eta v epsilon low high c.

Lemma r_pos : 0 < r.
Proof. apply Rinv_0_lt_compat, sqrt_lt_R0. exact exact_positive. Qed.

(* R is r_hat after products with other factors, which are left out of it: n roundings in all, and w beside them. *)
Theorem within_eta n w R :
  roundings a n (inverse_root v_hat epsilon) R -> 0 <= w <= 1 ->
  (1 + u a) ^ n * (1 + w) <= 1 + 2 * c -> 1 - 2 * c <= (1 - u a) ^ n * (1 - w) ->
  0 < R /\ R * (1 + w) <= r * (1 + h) /\ r * (1 - h) <= R * (1 - w).
Proof.
  intros [k [Hk ->]] Hw Up Down.
  pose proof (power_low a n) as Pl. pose proof r_pos as Hr.
  assert (I : inverse_root high epsilon <= inverse_root v_hat epsilon <= inverse_root low epsilon).
  { split; apply Rinv_le_contravar; try (apply sqrt_lt_R0; lra); apply sqrt_le_1; lra. }
  assert (I0 : 0 < inverse_root high epsilon) by (apply Rinv_0_lt_compat, sqrt_lt_R0; lra).
  set (z := inverse_root v_hat epsilon) in *.
  assert (Hup : inverse_root low epsilon * (1 + 2 * c) <= r * (1 + h)).
  { apply Rle_trans with (r * (1 + (inverse_root low epsilon / r * (1 + 2 * c) - 1))).
    - right. field. lra.
    - apply Rmult_le_compat_l; [lra|]. apply Rplus_le_compat_l. apply Rmax_l. }
  assert (Hdown : r * (1 - h) <= inverse_root high epsilon * (1 - 2 * c)).
  { apply Rle_trans with (r * (1 - (1 - inverse_root high epsilon / r * (1 - 2 * c)))).
    - apply Rmult_le_compat_l; [lra|]. apply Rplus_le_compat_l, Ropp_le_contravar. apply Rmax_r.
    - right. field. lra. }
  split; [apply Rmult_lt_0_compat; lra|]. split.
  - eapply Rle_trans; [|exact Hup]. rewrite Rmult_assoc.
    apply Rmult_le_compat; [lra| |lra|].
    + apply Rmult_le_pos; lra.
    + eapply Rle_trans; [|exact Up]. apply Rmult_le_compat_r; lra.
  - eapply Rle_trans; [exact Hdown|]. rewrite Rmult_assoc.
    apply Rmult_le_compat; [lra|lra|lra|].
    eapply Rle_trans; [exact Down|]. apply Rmult_le_compat_r; lra.
Qed.

(* What the rows for y and gradients need: R deviates by eta even where a relative error w comes on top. *)
Theorem deviation n w R :
  roundings a n (inverse_root v_hat epsilon) R -> 0 <= w <= 1 ->
  (1 + u a) ^ n * (1 + w) <= 1 + 2 * c -> 1 - 2 * c <= (1 - u a) ^ n * (1 - w) ->
  Rabs (R - r) + w * R <= h * r.
Proof.
  intros HR Hw Up Down. destruct (within_eta n w R HR Hw Up Down) as [R0 [R1 R2]].
  assert (0 <= w * R) by (apply Rmult_le_pos; lra).
  unfold Rabs. destruct (Rcase_abs (R - r)); lra.
Qed.

(* Beside a sum of m values, b = (m - 1) u: eight roundings. *)
Theorem beside_a_sum b R :
  roundings a 8 (inverse_root v_hat epsilon) R -> 0 <= b -> b + 5 * u a <= c ->
  0 < R /\ R * (1 + b) <= r * (1 + h) /\ Rabs (R - r) + b * R <= h * r.
Proof.
  intros HR B C. pose proof (u_small a) as U.
  pose proof (power_low_linear a 8) as P. pose proof (power_high_linear a 8 ltac:(lia)) as Q.
  replace (INR 8) with 8 in P, Q by (simpl; lra).
  assert (bu : 0 <= b * u a <= b / 256) by (split; [apply Rmult_le_pos; lra|nra]).
  assert (Up : (1 + u a) ^ 8 * (1 + b) <= 1 + 2 * c).
  { apply Rle_trans with ((1 + 1.03 * 8 * u a) * (1 + b)); [apply Rmult_le_compat_r; lra|lra]. }
  assert (Down : 1 - 2 * c <= (1 - u a) ^ 8 * (1 - b)).
  { apply Rle_trans with ((1 - 8 * u a) * (1 - b)); [lra|apply Rmult_le_compat_r; lra]. }
  destruct (within_eta 8 b R HR ltac:(lra) Up Down) as [R0 [R1 _]].
  pose proof (deviation 8 b R HR ltac:(lra) Up Down). auto.
Qed.

(* BN-12, Variance: eta bounds the deviation of r_hat, also with K = 4. *)
Theorem inverse_std_bound r_hat :
  roundings a 3 (inverse_root v_hat epsilon) r_hat -> 4 * u a <= c ->
  Rabs (r_hat - r) <= r * h.
Proof.
  intros HR H4. pose proof (u_small a) as U.
  pose proof (power_low_linear a 3) as P. pose proof (power_high_linear a 3 ltac:(lia)) as Q.
  replace (INR 3) with 3 in P, Q by (simpl; lra).
  pose proof (deviation 3 0 r_hat HR ltac:(lra) ltac:(lra) ltac:(lra)) as D. lra.
Qed.
End Eta.

(* Grade stable: from the error of the root to `low` and `high`. *)
Theorem between_squares s t v_hat : 0 <= s -> 0 <= v_hat -> Rabs (sqrt v_hat - s) <= t ->
  Rmax 0 (s - t) ^ 2 <= v_hat <= (s + t) ^ 2.
Proof.
  intros Hs Hv Ht. pose proof (sqrt_pos v_hat) as P. apply within in Ht.
  rewrite <- (pow2_sqrt v_hat Hv). split; apply pow_incr; [|lra].
  split; [apply Rmax_l|]. apply Rmax_lub; lra.
Qed.
