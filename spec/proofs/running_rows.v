(* Running statistics as whole rows: BN-12, Running statistics.

   b is the mean of the batch, whose error is at most K u A, or its variance, with Bessel's factor or without, whose error is that of its
   grade: 2 sigma t + t^2 for grade stable, and more for grade cancelling. So the rows follow from whatever bounds the statistic. *)
Require Import Reals Lra Psatz List.
From Proofs Require Import rounding sum moments running joined.
Open Scope R_scope.

(* What spec/accuracy allows: `error` is the allowed error of the new statistic. *)
Definition update_allowed (a : arithmetic) alpha old b error := 6 * u a * (Rabs old + Rabs b + error) + alpha * error.

(* The three forms, of which the text allows any. *)
Inductive updated (a : arithmetic) (alpha old b_hat : R) : R -> Prop :=
| two_products z w : roundings a 3 ((1 - alpha) * old) z -> roundings a 3 (alpha * b_hat) w -> updated a alpha old b_hat (z + w)
| from_old z d : roundings a 1 old z -> roundings a 4 (alpha * (b_hat - old)) d -> updated a alpha old b_hat (z + d)
| from_new z d : roundings a 1 b_hat z -> roundings a 4 ((1 - alpha) * (old - b_hat)) d -> updated a alpha old b_hat (z + d).

Theorem update_row (a : arithmetic) alpha old b b_hat error new_hat :
  0 <= alpha <= 1 -> Rabs (b_hat - b) <= error -> updated a alpha old b_hat new_hat ->
  Rabs (new_hat - ((1 - alpha) * old + alpha * b)) <= update_allowed a alpha old b error.
Proof.
  intros Al E U. pose proof (u_small a).
  apply Rle_trans with (update_allowed a alpha old b (Rabs (b_hat - b))).
  - unfold update_allowed.
    destruct U; [apply update_of_two_products|apply update_of_old_value|apply update_of_new_value]; assumption.
  - unfold update_allowed. assert (alpha * Rabs (b_hat - b) <= alpha * error) by (apply Rmult_le_compat_l; lra).
    assert (6 * u a * (Rabs old + Rabs b + Rabs (b_hat - b)) <= 6 * u a * (Rabs old + Rabs b + error))
      by (apply Rmult_le_compat_l; lra).
    lra.
Qed.

Section Stable.
Variable a : arithmetic.
Variables c alpha old : R.
Hypothesis alpha_range : 0 <= alpha <= 1.
Variable l : list R.
Hypothesis some : 1 <= count l.
Variables mean_hat v_hat new_hat : R.
Hypothesis statistics : stable c l mean_hat v_hat.

Theorem stable_variance : let t := c * (sigma l + mean_abs l) in Rabs (v_hat - variance l) <= 2 * sigma l * t + t ^ 2.
Proof.
  intros t. destruct statistics as [_ [V H]]. fold t in H. apply within in H. pose proof (sqrt_pos v_hat) as S.
  pose proof (sigma_pos l) as S0. rewrite <- (sigma_squared l some), <- (pow2_sqrt v_hat V). apply Rabs_le. split; simpl; nra.
Qed.

Theorem running_mean_row : updated a alpha old mean_hat new_hat ->
  Rabs (new_hat - ((1 - alpha) * old + alpha * mean l)) <= update_allowed a alpha old (mean l) (c * mean_abs l).
Proof. intros U. eapply update_row; [exact alpha_range| |exact U]. apply statistics. Qed.

(* The exact factor, 1 or m/(m - 1): v_hat counts its roundings. *)
Theorem running_variance_row bessel : 0 <= bessel -> updated a alpha old (bessel * v_hat) new_hat ->
  let t := c * (sigma l + mean_abs l) in
  Rabs (new_hat - ((1 - alpha) * old + alpha * (bessel * variance l)))
    <= update_allowed a alpha old (bessel * variance l) (bessel * (2 * sigma l * t + t ^ 2)).
Proof.
  intros B U t. eapply update_row; [exact alpha_range| |exact U].
  replace (bessel * v_hat - bessel * variance l) with (bessel * (v_hat - variance l)) by ring.
  rewrite Rabs_mult, (Rabs_right bessel) by lra. apply Rmult_le_compat_l; [exact B|apply stable_variance].
Qed.
End Stable.
