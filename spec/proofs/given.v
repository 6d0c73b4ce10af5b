(* Whole rows where the statistics are given: BN-12, Inference, and BN-12, Gradients in training, from saved statistics.

   Nothing is summed for the statistics, so eta counts K = 4: with it v_hat is v, or r itself is given. That r_hat with up to
   seven roundings keeps within eta is all that the rows need, and is true of both. A mean that is given has no error: the term
   A |mean(dy)| of P is absent. *)
Require Import Reals Lra Lia Psatz List Permutation.
From Proofs Require Import rounding sum constants moments mean inverse_std output gradient_sums dx joined.
Import ListNotations.
Open Scope R_scope.

(* eta of the text: with t = 4 u sigma where the variance is given, and 2 K u where r is. *)
Definition eta_of_variance (a : arithmetic) v epsilon :=
  let t := 4 * u a * sqrt v in eta v epsilon (Rmax 0 (sqrt v - t) ^ 2) ((sqrt v + t) ^ 2) (4 * u a).
Definition eta_of_inverse (a : arithmetic) := 2 * (4 * u a).

Definition keeps (a : arithmetic) (root r h : R) := forall n R, (n <= 7)%nat -> roundings a n root R ->
  0 < R /\ R <= r * (1 + h) /\ Rabs (R - r) <= h * r.

Section Variance.
Variable a : arithmetic.
Variables v epsilon : R.
Hypothesis v_pos : 0 <= v.
Hypothesis epsilon_pos : 0 <= epsilon.
Hypothesis some_spread : 0 < v + epsilon.
Let t := 4 * u a * sqrt v.
Let low := Rmax 0 (sqrt v - t) ^ 2.
Let high := (sqrt v + t) ^ 2.
Let r := inverse_root v epsilon.
Let h := eta_of_variance a v epsilon.

Lemma c_of_4 : 4 * u a <= 4 * u a <= 1 / 2. Proof. pose proof (u_small a). lra. Qed.
Lemma v_between : low <= v <= high.
Proof.
  apply between_squares; [apply sqrt_pos|exact v_pos|]. replace (sqrt v - sqrt v) with 0 by ring. rewrite Rabs_R0.
  unfold t. pose proof (u_small a). apply Rmult_le_pos; [lra|apply sqrt_pos].
Qed.
Lemma low_is_positive : 0 < low + epsilon.
Proof.
  pose proof (pow2_ge_0 (Rmax 0 (sqrt v - t))) as P. fold low in P.
  destruct (Rle_lt_or_eq_dec 0 epsilon epsilon_pos) as [E|E]; [lra|].
  assert (V : 0 < sqrt v) by (apply sqrt_lt_R0; lra). pose proof (u_small a).
  assert (T : 0 < sqrt v - t). { unfold t. assert (4 * u a * sqrt v <= 4 * (1 / 256) * sqrt v) by (apply Rmult_le_compat_r; lra). lra. }
  assert (0 < low); [|lra]. unfold low. apply pow_lt. rewrite Rmax_right by lra. exact T.
Qed.

(* BN-12, Inference. *)
Theorem given_variance_keeps : keeps a r r h.
Proof.
  intros n R N H. exact (seven a v epsilon low high v (4 * u a) c_of_4 some_spread low_is_positive v_between n R N H).
Qed.

Variables mean x gamma beta : R.
Let x_hat := (x - mean) * r.
Let delta := 4 * u a * r * (1 + h) * (Rabs mean + Rabs x) + Rabs x_hat * h.

Lemma no_error : Rabs (mean - mean) <= 4 * u a * Rabs mean.
Proof.
  replace (mean - mean) with 0 by ring. rewrite Rabs_R0. pose proof (u_small a). apply Rmult_le_pos; [lra|apply Rabs_pos].
Qed.

Theorem inference_y_direct R b y_hat :
  roundings a 7 r R -> roundings a 1 beta b -> y_hat = gamma * ((x - mean) * R) + b ->
  Rabs (y_hat - (gamma * x_hat + beta)) <= Rabs gamma * delta + 4 * u a * Rabs beta.
Proof.
  intros HR Hb E.
  exact (direct_output a v epsilon low high v (4 * u a) c_of_4 some_spread low_is_positive v_between mean mean (Rabs mean) no_error
    x gamma beta R b y_hat HR Hb E).
Qed.
Theorem inference_y_folded R R' p b y_hat :
  roundings a 5 r R' -> roundings a 2 R' R -> roundings a 1 R' p -> roundings a 2 beta b ->
  y_hat = gamma * (x * p - mean * R) + b ->
  Rabs (y_hat - (gamma * x_hat + beta)) <= Rabs gamma * delta + 4 * u a * Rabs beta.
Proof.
  intros H1 H2 H3 H4 E.
  exact (folded_output a v epsilon low high v (4 * u a) c_of_4 some_spread low_is_positive v_between mean mean (Rabs mean) no_error
    x gamma beta R R' p b y_hat H1 H2 H3 H4 E).
Qed.

(* dx = gamma * r * dy. *)
Theorem inference_dx R dy : roundings a 7 r R ->
  Rabs (gamma * R * dy - gamma * r * dy) <= Rabs gamma * (r * (1 + h)) * Rabs dy * (4 * u a + h).
Proof.
  intros H. destruct (given_variance_keeps 7%nat R ltac:(lia) H) as [R0 [R1 R2]]. pose proof (u_small a).
  apply (dx_of_inference a gamma r h (4 * u a)); try lra. apply r_pos. exact some_spread.
Qed.
End Variance.

(* BN-12, Variance: where r is given, eta is 2 K u. *)
Theorem given_inverse_keeps (a : arithmetic) r : 0 < r -> keeps a r r (eta_of_inverse a).
Proof.
  intros r0 n R N H. apply (fewer_roundings a n 7) in H; [|exact N]. destruct H as [q [Hq ->]]. pose proof (u_small a) as U.
  pose proof (power_low_linear a 7) as P. pose proof (power_high_linear a 7 ltac:(lia)) as Q.
  replace (INR 7) with 7 in P, Q by (simpl; lra). unfold eta_of_inverse.
  split; [apply Rmult_lt_0_compat; lra|]. split; [apply Rmult_le_compat_l; lra|].
  replace (r * q - r) with ((q - 1) * r) by ring. rewrite Rabs_mult, (Rabs_right r) by lra.
  apply Rmult_le_compat_r; [lra|]. apply Rabs_le. lra.
Qed.

Section Gradients.
Variable a : arithmetic.
Variable indices : list nat.
Variables x dy : nat -> R.
Variables mean r h : R.
Let m := INR (length indices).
Variable k : R.
Hypothesis K_enough : enough m k (u a).
Hypothesis some : 1 <= m.
Let c := k * u a.
Hypothesis r_positive : 0 < r.
Hypothesis kept : keeps a r r h.
Let A := Rabs mean.
Let x_hat i := (x i - mean) * r.
Let delta i := c * r * (1 + h) * (A + Rabs (x i)) + Rabs (x_hat i) * h.
Let sum_dy_x_hat := sum_of (fun i => dy i * x_hat i) indices.
(* m P of the text. *)
Let m_P := c * (r * (1 + h)) * sum_of (fun i => Rabs (dy i) * (A + Rabs (x i))) indices
  + h * sum_of (fun i => Rabs (dy i * x_hat i)) indices.

Lemma room : 0 <= (m - 1) * u a /\ (m - 1) * u a + 5 * u a <= c <= 1 / 2.
Proof.
  destruct K_enough as [H4 [_ Hs]]. pose proof (u_small a). unfold c.
  split; [apply Rmult_le_pos; lra|]. split; [nra|exact Hs].
Qed.

Lemma no_error_of_mean E : 0 <= E -> Rabs (mean - mean) <= c * E.
Proof.
  intros HE. pose proof room. pose proof (u_small a). replace (mean - mean) with 0 by ring. rewrite Rabs_R0.
  apply Rmult_le_pos; lra.
Qed.

(* BN-12, Inference: dgamma, and that of saved statistics. *)
Theorem given_dgamma_direct R_of term t after :
  (forall i, roundings a 7 r (R_of i)) ->
  numbers a t -> Permutation (values t) (map term indices) -> 0 < after ->
  (forall i, term i * after = dy i * ((x i - mean) * R_of i)) ->
  Rabs (summed a t * after - sum_dy_x_hat) <= m_P.
Proof.
  intros HR L P F T. pose proof room. pose proof (u_small a). assert (A0 : 0 <= A) by apply Rabs_pos.
  pose proof (dgamma_direct_given a indices x dy mean mean A 0 r h c ((m - 1) * u a)) as D.
  rewrite Rmult_0_l, Rplus_0_r in D.
  apply D with (R_of := R_of) (term := term); auto; try lra.
  - apply Rle_refl.
  - intros i. destruct (kept 7%nat (R_of i) ltac:(lia) (HR i)) as [R0 [R1 _]]. lra.
  - intros i. apply (kept 7%nat (R_of i) ltac:(lia) (HR i)).
Qed.

Theorem given_dgamma_of_sums R R' term t s result :
  roundings a 6 r R -> roundings a 1 R R' ->
  numbers a t -> Permutation (values t) (map term indices) -> (forall i, roundings a 1 (dy i * x i) (term i)) ->
  numbers a s -> Permutation (values s) (map dy indices) ->
  result = summed a t * R - mean * summed a s * R' ->
  Rabs (result - sum_dy_x_hat) <= m_P.
Proof.
  intros HR HR' L P T Ls Ps E. pose proof room. pose proof (u_small a). assert (A0 : 0 <= A) by apply Rabs_pos.
  pose proof (roundings_then a 6 1 _ _ _ HR HR') as HR7. simpl (6 + 1)%nat in HR7.
  destruct (kept 6%nat R ltac:(lia) HR) as [R0 [R1 _]]. destruct (kept 7%nat R' ltac:(lia) HR7) as [R0' [R1' R2']].
  pose proof (dgamma_of_sums a indices x dy mean mean A 0 r h c ((m - 1) * u a) 0) as D.
  rewrite Rmult_0_l, !Rplus_0_r in D.
  apply D with (R := R) (R' := R') (term := term) (t := t) (s := s); auto; try lra.
  - apply no_error_of_mean; lra.
  - rewrite Rmult_1_r. fold A. apply Rmult_le_compat_l; lra.
  - destruct HR' as [q [Hq ->]]. simpl in Hq. replace (R - R * q) with (R * (1 - q)) by ring.
    rewrite Rabs_mult, (Rabs_right R) by lra. apply Rmult_le_compat_l; [lra|]. apply Rabs_le. lra.
Qed.

(* BN-12, Gradients in training: dx from saved statistics. *)
Theorem saved_dx i gamma R R_x s dgamma_hat dy_hat mean_dy_hat dx_hat :
  roundings a 7 r R -> roundings a 7 r R_x ->
  Rabs (dgamma_hat - sum_dy_x_hat) <= m_P ->
  roundings a 2 (dy i) dy_hat ->
  numbers a s -> Permutation (values s) (map dy indices) -> roundings a 4 (summed a s / m) mean_dy_hat ->
  dx_hat = gamma * R * (dy_hat - mean_dy_hat - (x i - mean) * R_x * (dgamma_hat / m)) ->
  let P := m_P / m in
  let mean_abs_dy := sum_of (fun i => Rabs (dy i)) indices / m in
  let dx := gamma * r * (dy i - sum_of dy indices / m - x_hat i * (sum_dy_x_hat / m)) in
  Rabs (dx_hat - dx)
    <= Rabs gamma * (r * (1 + h)) *
         (c * (Rabs (dy i) + mean_abs_dy) + Rabs (x_hat i) * P + delta i * Rabs (sum_dy_x_hat / m) + delta i * P)
       + h * Rabs dx.
Proof.
  intros HR HRx HP Hdy Ls Ps Hm -> P mean_abs_dy dx. pose proof room. pose proof (u_small a).
  assert (I : 0 < / m) by (apply Rinv_0_lt_compat; lra).
  destruct (kept 7%nat R ltac:(lia) HR) as [R0 [R1 R2]]. destruct (kept 7%nat R_x ltac:(lia) HRx) as [_ [R1x R2x]].
  pose proof (mean_of_dy a indices dy k K_enough s mean_dy_hat Ls Ps Hm) as M.
  assert (Xh : Rabs ((x i - mean) * R_x - x_hat i) <= delta i).
  { replace ((x i - mean) * R_x - x_hat i) with ((x i - mean) * (R_x - r)) by (unfold x_hat; ring).
    rewrite Rabs_mult. unfold delta.
    assert (Rabs (x i - mean) * Rabs (R_x - r) <= Rabs (x_hat i) * h).
    { unfold x_hat. rewrite Rabs_mult, (Rabs_right r) by lra. rewrite Rmult_assoc.
      apply Rmult_le_compat_l; [apply Rabs_pos|]. lra. }
    assert (0 <= c * r * (1 + h) * (A + Rabs (x i))).
    { rewrite (Rmult_assoc c). apply Rmult_le_pos; [apply Rmult_le_pos; lra|].
      apply Rplus_le_le_0_compat; apply Rabs_pos. }
    lra. }
  assert (Pr : Rabs (dgamma_hat / m - sum_dy_x_hat / m) <= P).
  { replace (dgamma_hat / m - sum_dy_x_hat / m) with ((dgamma_hat - sum_dy_x_hat) * / m) by (field; lra).
    rewrite Rabs_mult, (Rabs_right (/ m)) by lra. unfold P, Rdiv. apply Rmult_le_compat_r; lra. }
  apply (dx_through_statistics a gamma r h c (dy i) (sum_of dy indices / m) mean_abs_dy (x_hat i) (sum_dy_x_hat / m)
    dy_hat mean_dy_hat ((x i - mean) * R_x) (dgamma_hat / m) (delta i) P); try assumption; try lra.
Qed.
End Gradients.
