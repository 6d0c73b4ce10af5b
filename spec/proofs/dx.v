(* dx in training: BN-12, Gradients in training, last part; and BN-12, Inference.

   dx = gamma * r * (dy - mean(dy) - x_hat * mean(dy * x_hat)), where the two subtractions are in any order and the parts have been
   rounded before: mean.v bounds the error of mean(dy), with the roundings of two subtractions included, gradient_sums.v that of
   mean(dy * x_hat), and output.v that of x_hat. *)
Require Import Reals Lra Lia Psatz.
From Proofs Require Import rounding.
Open Scope R_scope.

Section Dx.
Variable a : arithmetic.
Variables gamma r h c : R.
Variables dy mean_dy mean_abs_dy x_hat projection : R.
Variables dy_hat mean_dy_hat x_hat_hat projection_hat delta P : R.
Hypothesis r_positive : 0 < r.
Hypothesis c_room : 4 * u a <= c.

(* R is r_hat with the last roundings, of the products with gamma and r_hat, or with gamma * r_hat / m. *)
Variable R : R.
Hypothesis R_range : 0 < R <= r * (1 + h).
Hypothesis R_deviation : Rabs (R - r) <= h * r.

(* In training, and through saved statistics. projection is mean(dy * x_hat); dy, its mean and x_hat as computed carry the
   roundings of the differences. *)
Hypothesis dy_computed : roundings a 2 dy dy_hat.
Hypothesis mean_dy_error : Rabs (mean_dy_hat - mean_dy) <= c * mean_abs_dy.
Hypothesis x_hat_error : Rabs (x_hat_hat - x_hat) <= delta.
Hypothesis projection_error : Rabs (projection_hat - projection) <= P.

Theorem dx_through_statistics :
  let inner := dy - mean_dy - x_hat * projection in
  let dx := gamma * r * inner in
  Rabs (gamma * R * (dy_hat - mean_dy_hat - x_hat_hat * projection_hat) - dx)
    <= Rabs gamma * (r * (1 + h)) *
         (c * (Rabs dy + mean_abs_dy) + Rabs x_hat * P + delta * Rabs projection + delta * P)
       + h * Rabs dx.
Proof.
  intros inner dx. pose proof (u_small a) as U.
  destruct dy_computed as [q [Hq E]]. simpl in Hq.
  assert (u2 : 0 <= u a * u a <= u a / 256) by nra.
  set (inner_hat := dy_hat - mean_dy_hat - x_hat_hat * projection_hat).
  assert (D1 : Rabs (dy_hat - dy) <= c * Rabs dy).
  { rewrite E. replace (dy * q - dy) with ((q - 1) * dy) by ring. rewrite Rabs_mult.
    apply Rmult_le_compat_r; [apply Rabs_pos|apply Rabs_le; lra]. }
  assert (D2 : Rabs (x_hat_hat * projection_hat - x_hat * projection)
      <= Rabs x_hat * P + delta * Rabs projection + delta * P).
  { replace (x_hat_hat * projection_hat - x_hat * projection) with
      (x_hat * (projection_hat - projection) + (x_hat_hat - x_hat) * projection
       + (x_hat_hat - x_hat) * (projection_hat - projection)) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. eapply Rle_trans; [apply Rplus_le_compat_r, Rabs_triang|].
    rewrite !Rabs_mult. pose proof (Rabs_pos x_hat). pose proof (Rabs_pos projection).
    apply Rplus_le_compat; [apply Rplus_le_compat|].
    - apply Rmult_le_compat_l; assumption.
    - apply Rmult_le_compat_r; assumption.
    - apply Rmult_le_compat; try apply Rabs_pos; assumption. }
  assert (D : Rabs (inner_hat - inner)
      <= c * (Rabs dy + mean_abs_dy) + Rabs x_hat * P + delta * Rabs projection + delta * P).
  { replace (inner_hat - inner) with ((dy_hat - dy) + (- (mean_dy_hat - mean_dy)
        + - (x_hat_hat * projection_hat - x_hat * projection))) by (unfold inner_hat, inner; ring).
    eapply Rle_trans; [apply Rabs_triang|].
    pose proof (Rabs_triang (- (mean_dy_hat - mean_dy)) (- (x_hat_hat * projection_hat - x_hat * projection))) as T.
    rewrite !Rabs_Ropp in T. lra. }
  replace (gamma * R * inner_hat - dx) with (gamma * (inner * (R - r)) + gamma * (R * (inner_hat - inner)))
    by (unfold dx; ring).
  eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult, (Rabs_right R) by lra.
  pose proof (Rabs_pos gamma) as G.
  assert (T1 : Rabs gamma * (Rabs inner * Rabs (R - r)) <= h * Rabs dx).
  { unfold dx. rewrite !Rabs_mult, (Rabs_right r) by lra.
    assert (Rabs inner * Rabs (R - r) <= Rabs inner * (h * r)) by (apply Rmult_le_compat_l; [apply Rabs_pos|exact R_deviation]).
    assert (Rabs gamma * (Rabs inner * Rabs (R - r)) <= Rabs gamma * (Rabs inner * (h * r)))
      by (apply Rmult_le_compat_l; assumption). lra. }
  assert (T2 : R * Rabs (inner_hat - inner) <= r * (1 + h) *
      (c * (Rabs dy + mean_abs_dy) + Rabs x_hat * P + delta * Rabs projection + delta * P)).
  { apply Rmult_le_compat; [lra|apply Rabs_pos|lra|exact D]. }
  assert (T3 : Rabs gamma * (R * Rabs (inner_hat - inner)) <= Rabs gamma * (r * (1 + h) *
      (c * (Rabs dy + mean_abs_dy) + Rabs x_hat * P + delta * Rabs projection + delta * P)))
    by (apply Rmult_le_compat_l; assumption).
  lra.
Qed.

(* BN-12, Inference: dx = gamma * r * dy. All roundings are in R. *)
Theorem dx_of_inference : Rabs (gamma * R * dy - gamma * r * dy)
  <= Rabs gamma * (r * (1 + h)) * Rabs dy * (c + h).
Proof.
  pose proof (u_small a) as U. pose proof (Rabs_pos gamma). pose proof (Rabs_pos dy).
  replace (gamma * R * dy - gamma * r * dy) with (gamma * (R - r) * dy) by ring. rewrite !Rabs_mult.
  assert (N0 : 0 <= h * r) by (pose proof (Rabs_pos (R - r)); lra).
  assert (hp : 0 <= h). { apply Rmult_le_reg_r with r; lra. }
  assert (X : Rabs (R - r) <= r * (1 + h) * (c + h)).
  { assert (0 <= c * (r * (1 + h))) by (apply Rmult_le_pos; lra).
    assert (0 <= h * r * h) by (apply Rmult_le_pos; lra). lra. }
  replace (Rabs gamma * (r * (1 + h)) * Rabs dy * (c + h)) with (Rabs gamma * (r * (1 + h) * (c + h)) * Rabs dy) by ring.
  apply Rmult_le_compat_r; [assumption|]. apply Rmult_le_compat_l; assumption.
Qed.
End Dx.
