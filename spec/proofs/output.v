(* y, direct and folded: BN-12, Output, and BN-12, Inference.

   All that is asked of the mean is |e| <= c A, with c = K u. Where the mean is given, e = 0.
   Direct: every rounding of (x - mean_hat) * r_hat * gamma is one of R, which stays within eta of r (inverse_std.v). Folded:
   x * scale and mean_hat * scale are rounded apart, by three roundings more, for which c (A + |x|) has room. *)
Require Import Reals Lra Lia Psatz.
From Proofs Require Import rounding inverse_std.
Open Scope R_scope.

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

Variables x gamma beta : R.
Let x_hat := (x - mean) * r.
Let y := gamma * x_hat + beta.
Let delta := c * r * (1 + h) * (A + Rabs x) + Rabs x_hat * h.

(* R, of up to seven roundings, keeps within eta. *)
Lemma seven n R : (n <= 7)%nat -> roundings a n (inverse_root v_hat epsilon) R ->
  0 < R /\ R <= r * (1 + h) /\ Rabs (R - r) <= h * r.
Proof.
  intros N HR. apply (fewer_roundings a n 7) in HR; [|exact N]. pose proof (u_small a) as U.
  pose proof (power_low_linear a 7) as P. pose proof (power_high_linear a 7 ltac:(lia)) as Q.
  replace (INR 7) with 7 in P, Q by (simpl; lra).
  assert (C : 0 <= c <= 1 / 2) by lra.
  destruct (within_eta a v epsilon low high v_hat c C exact_positive low_positive v_hat_between 7 0 R HR)
    as [R0 [R1 _]]; try lra.
  pose proof (deviation a v epsilon low high v_hat c C exact_positive low_positive v_hat_between 7 0 R HR) as D.
  fold r h in R1, D. repeat split; lra.
Qed.

(* R: r_hat with the roundings of x - mean_hat, of the products with r_hat and gamma in any order, and of adding beta. *)
Theorem direct_output R b y_hat :
  roundings a 7 (inverse_root v_hat epsilon) R -> roundings a 1 beta b ->
  y_hat = gamma * ((x - mean_hat) * R) + b ->
  Rabs (y_hat - y) <= Rabs gamma * delta + c * Rabs beta.
Proof.
  intros HR [q [Hq ->]] ->. destruct (seven 7 R ltac:(lia) HR) as [R0 [R1 RD]].
  pose proof (u_small a) as U. simpl in Hq. pose proof (Rabs_pos gamma). pose proof (Rabs_pos x).
  replace (gamma * ((x - mean_hat) * R) + beta * q - y) with
    (gamma * ((x - mean) * (R - r) - (mean_hat - mean) * R) + beta * (q - 1)) by (unfold y, x_hat; ring).
  eapply Rle_trans; [apply Rabs_triang|]. rewrite (Rabs_mult gamma), (Rabs_mult beta).
  assert (B : Rabs beta * Rabs (q - 1) <= c * Rabs beta).
  { rewrite (Rmult_comm c). apply Rmult_le_compat_l; [apply Rabs_pos|]. apply Rabs_le. lra. }
  assert (G : Rabs ((x - mean) * (R - r) - (mean_hat - mean) * R) <= delta).
  { unfold Rminus at 1. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, !Rabs_mult, (Rabs_right R) by lra.
    assert (r0 : 0 < r) by (apply r_pos; exact exact_positive).
    assert (Rabs (x - mean) * Rabs (R - r) <= Rabs x_hat * h).
    { unfold x_hat. rewrite Rabs_mult, (Rabs_right r) by lra. rewrite Rmult_assoc.
      apply Rmult_le_compat_l; [apply Rabs_pos|]. lra. }
    assert (Rabs (mean_hat - mean) * R <= c * A * (r * (1 + h))).
    { apply Rmult_le_compat; try apply Rabs_pos; lra. }
    assert (0 <= c * (r * (1 + h)) * Rabs x) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
    unfold delta. lra. }
  assert (Rabs gamma * Rabs ((x - mean) * (R - r) - (mean_hat - mean) * R) <= Rabs gamma * delta)
    by (apply Rmult_le_compat_l; assumption).
  lra.
Qed.

(* scale = gamma * r_hat, shift = beta - mean_hat * scale, y = x * scale + shift. R belongs to mean_hat: with the roundings of the
   scale, of mean_hat * scale, of the shift and of the last addition. The product x * scale takes part in two of these, and
   has one of its own. *)
Theorem folded_output R R' p b y_hat :
  roundings a 5 (inverse_root v_hat epsilon) R' -> roundings a 2 R' R -> roundings a 1 R' p -> roundings a 2 beta b ->
  y_hat = gamma * (x * p - mean_hat * R) + b ->
  Rabs (y_hat - y) <= Rabs gamma * delta + c * Rabs beta.
Proof.
  intros HR' HR Hp [q [Hq ->]] ->. pose proof (u_small a) as U.
  assert (HR7 : roundings a 7 (inverse_root v_hat epsilon) R) by (apply (roundings_then a 5 2) with R'; assumption).
  destruct (seven 7 R ltac:(lia) HR7) as [R0 [R1 RD]].
  destruct (seven 5 R' ltac:(lia) HR') as [R0' [R1' _]].
  pose proof (Rabs_pos gamma). pose proof (Rabs_pos x).
  assert (r0 : 0 < r) by (apply r_pos; exact exact_positive).
  assert (u2 : 0 <= u a * u a <= u a / 256) by nra.
  assert (PD : Rabs (p - R) <= c * (r * (1 + h))).
  { destruct HR as [i [Hi ->]]. destruct Hp as [j [Hj ->]]. simpl in Hi, Hj.
    replace (R' * j - R' * i) with (R' * (j - i)) by ring. rewrite Rabs_mult, (Rabs_right R') by lra.
    rewrite (Rmult_comm c). apply Rmult_le_compat; [lra|apply Rabs_pos|exact R1'|].
    apply Rabs_le. lra. }
  replace (gamma * (x * p - mean_hat * R) + beta * q - y) with
    (gamma * ((x - mean) * (R - r) - (mean_hat - mean) * R + x * (p - R)) + beta * (q - 1)) by (unfold y, x_hat; ring).
  eapply Rle_trans; [apply Rabs_triang|]. rewrite (Rabs_mult gamma), (Rabs_mult beta).
  assert (B : Rabs beta * Rabs (q - 1) <= c * Rabs beta).
  { rewrite (Rmult_comm c). apply Rmult_le_compat_l; [apply Rabs_pos|]. simpl in Hq. apply Rabs_le. lra. }
  assert (G : Rabs ((x - mean) * (R - r) - (mean_hat - mean) * R + x * (p - R)) <= delta).
  { eapply Rle_trans; [apply Rabs_triang|].
    assert (Rabs ((x - mean) * (R - r) - (mean_hat - mean) * R) <= Rabs x_hat * h + c * A * (r * (1 + h))).
    { unfold Rminus at 1. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp, !Rabs_mult, (Rabs_right R) by lra.
      apply Rplus_le_compat; [|apply Rmult_le_compat; try apply Rabs_pos; lra].
      unfold x_hat. rewrite Rabs_mult, (Rabs_right r) by lra. rewrite Rmult_assoc.
      apply Rmult_le_compat_l; [apply Rabs_pos|]. lra. }
    assert (Rabs (x * (p - R)) <= Rabs x * (c * (r * (1 + h)))).
    { rewrite Rabs_mult. apply Rmult_le_compat_l; [apply Rabs_pos|exact PD]. }
    unfold delta. lra. }
  assert (Rabs gamma * Rabs ((x - mean) * (R - r) - (mean_hat - mean) * R + x * (p - R)) <= Rabs gamma * delta)
    by (apply Rmult_le_compat_l; assumption).
  lra.
Qed.
End Output.
