(* Running statistics, in three forms: BN-12, Running statistics.

   b_hat is the statistic of the batch as computed, with Bessel's factor: variance_two_pass.v counts the roundings of that factor in
   its error. alpha is given, or computed as 1 - momentum. *)
Require Import Reals Lra Lia Psatz.
From Proofs Require Import rounding.
Open Scope R_scope.

Section Update.
Variable a : arithmetic.
Variables old b b_hat alpha : R.
Hypothesis alpha_range : 0 <= alpha <= 1.
Let new := (1 - alpha) * old + alpha * b.
Let allowed := 6 * u a * (Rabs old + Rabs b + Rabs (b_hat - b)) + alpha * Rabs (b_hat - b).

Lemma four n z w : (n <= 4)%nat -> roundings a n z w -> exists q, Rabs q <= 4.12 * u a /\ w = z * (1 + q).
Proof.
  intros N H. apply (fewer_roundings a n 4) in H; [|exact N]. destruct H as [q [Hq ->]].
  pose proof (power_low_linear a 4) as P. pose proof (power_high_linear a 4 ltac:(lia)) as Q.
  replace (INR 4) with 4 in P, Q by (simpl; lra). pose proof (u_small a).
  exists (q - 1). split; [apply Rabs_le; lra|ring].
Qed.

(* p and q count the roundings of the two parts. *)
Lemma parts p q z w : Rabs p <= 4.12 * u a -> Rabs q <= 1.03 * 4 * u a -> Rabs (z * p + w * q) <= 4.12 * u a * (Rabs z + Rabs w).
Proof.
  intros Hp Hq. eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult.
  assert (Rabs z * Rabs p <= Rabs z * (4.12 * u a)) by (apply Rmult_le_compat_l; [apply Rabs_pos|exact Hp]).
  assert (Rabs w * Rabs q <= Rabs w * (4.12 * u a)) by (apply Rmult_le_compat_l; [apply Rabs_pos|lra]).
  lra.
Qed.

Lemma b_hat_size : Rabs b_hat <= Rabs b + Rabs (b_hat - b).
Proof. replace b_hat with (b + (b_hat - b)) at 1 by ring. apply Rabs_triang. Qed.

Lemma weighted w z : 0 <= w <= 1 -> Rabs (w * z) <= Rabs z.
Proof.
  intros H. rewrite Rabs_mult, (Rabs_right w) by lra. rewrite <- (Rmult_1_l (Rabs z)) at 2.
  apply Rmult_le_compat_r; [apply Rabs_pos|lra].
Qed.

(* (1 - alpha) * old + alpha * b: three roundings of either part, that of the weight included. *)
Theorem update_of_two_products z w :
  roundings a 3 ((1 - alpha) * old) z -> roundings a 3 (alpha * b_hat) w -> Rabs (z + w - new) <= allowed.
Proof.
  intros Hz Hw. destruct (four 3 _ _ ltac:(lia) Hz) as [p [Hp ->]]. destruct (four 3 _ _ ltac:(lia) Hw) as [q [Hq ->]].
  replace ((1 - alpha) * old * (1 + p) + alpha * b_hat * (1 + q) - new)
    with ((((1 - alpha) * old) * p + (alpha * b_hat) * q) + alpha * (b_hat - b)) by (unfold new; ring).
  eapply Rle_trans; [apply Rabs_triang|]. rewrite (Rabs_mult alpha), (Rabs_right alpha) by lra.
  apply Rplus_le_compat_r. eapply Rle_trans; [apply parts; lra|]. pose proof (u_small a).
  pose proof (weighted (1 - alpha) old ltac:(lra)). pose proof (weighted alpha b_hat ltac:(lra)). pose proof b_hat_size.
  pose proof (Rabs_pos old).
  apply Rle_trans with (4.12 * u a * (Rabs old + Rabs b + Rabs (b_hat - b))).
  - apply Rmult_le_compat_l; lra.
  - pose proof (Rabs_pos b). pose proof (Rabs_pos (b_hat - b)). apply Rmult_le_compat_r; lra.
Qed.

(* One value plus a weighted difference: first + w * (second - first). Here `first` counts in full. *)
Lemma difference_form w first second z d :
  0 <= w <= 1 -> roundings a 1 first z -> roundings a 4 (w * (second - first)) d ->
  Rabs (z + d - (first + w * (second - first))) <= 6 * u a * (Rabs first + Rabs second).
Proof.
  intros W [p [Hp ->]] Hd. destruct (four 4 _ _ ltac:(lia) Hd) as [q [Hq ->]]. pose proof (u_small a) as U. simpl in Hp.
  replace (first * p + w * (second - first) * (1 + q) - (first + w * (second - first)))
    with (first * (p - 1) + w * (second - first) * q) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite (Rabs_mult first), (Rabs_mult (w * (second - first))).
  assert (Rabs (p - 1) <= u a) by (apply Rabs_le; lra).
  assert (Rabs first * Rabs (p - 1) <= Rabs first * u a) by (apply Rmult_le_compat_l; [apply Rabs_pos|assumption]).
  pose proof (weighted w (second - first) W) as S. pose proof (Rabs_triang second (- first)) as T. rewrite Rabs_Ropp in T.
  assert (Rabs (w * (second - first)) * Rabs q <= (Rabs first + Rabs second) * (4.12 * u a)).
  { apply Rmult_le_compat; try apply Rabs_pos; [unfold Rminus in *; lra|exact Hq]. }
  assert (0 <= u a * Rabs first) by (apply Rmult_le_pos; [lra|apply Rabs_pos]).
  assert (0 <= u a * Rabs second) by (apply Rmult_le_pos; [lra|apply Rabs_pos]). lra.
Qed.

(* old + alpha * (b - old). *)
Theorem update_of_old_value z d :
  roundings a 1 old z -> roundings a 4 (alpha * (b_hat - old)) d -> Rabs (z + d - new) <= allowed.
Proof.
  intros Hz Hd. pose proof (difference_form alpha old b_hat z d alpha_range Hz Hd) as D. pose proof (u_small a).
  replace (z + d - new) with ((z + d - (old + alpha * (b_hat - old))) + alpha * (b_hat - b)) by (unfold new; ring).
  eapply Rle_trans; [apply Rabs_triang|]. rewrite (Rabs_mult alpha), (Rabs_right alpha) by lra. apply Rplus_le_compat_r.
  eapply Rle_trans; [exact D|]. pose proof b_hat_size. apply Rmult_le_compat_l; lra.
Qed.

(* b + (1 - alpha) * (old - b). *)
Theorem update_of_new_value z d :
  roundings a 1 b_hat z -> roundings a 4 ((1 - alpha) * (old - b_hat)) d -> Rabs (z + d - new) <= allowed.
Proof.
  intros Hz Hd. pose proof (difference_form (1 - alpha) b_hat old z d ltac:(lra) Hz Hd) as D. pose proof (u_small a).
  replace (z + d - new) with ((z + d - (b_hat + (1 - alpha) * (old - b_hat))) + alpha * (b_hat - b)) by (unfold new; ring).
  eapply Rle_trans; [apply Rabs_triang|]. rewrite (Rabs_mult alpha), (Rabs_right alpha) by lra. apply Rplus_le_compat_r.
  eapply Rle_trans; [exact D|]. pose proof b_hat_size. apply Rmult_le_compat_l; lra.
Qed.
End Update.
