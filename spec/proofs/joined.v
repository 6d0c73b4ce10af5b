(* Each row of BN-12 as it stands there, for statistics of the batch: the parts of the other files, joined.

   All that is asked of the statistics is `stable`: the error of the mean is at most K u A, that of the root of the variance at
   most t. Two passes have it, and so has Welford's recurrence: two_passes_are_stable, recurrence_is_stable. What follows then
   for r_hat, y, dgamma and dx is their whole bound, with eta of the data. Statistics of one pass are enclosed otherwise, by
   v less and plus their error; so the rows are stated for any `low` and `high`, and `stable_between` gives those of grade stable. *)
Require Import Reals Lra Lia Psatz List Permutation.
From Proofs Require Import rounding sum constants moments mean inverse_std output gradient_sums training dx.
From Proofs Require Import variance_two_pass recurrence recurrence_mean recurrence_variance.
Import ListNotations.
Open Scope R_scope.

Definition stable (c : R) (l : list R) (mean_hat v_hat : R) :=
  Rabs (mean_hat - mean l) <= c * mean_abs l /\ 0 <= v_hat /\ Rabs (sqrt v_hat - sigma l) <= c * (sigma l + mean_abs l).

(* max(0, sigma - t)^2 and (sigma + t)^2. *)
Definition low_of c l := Rmax 0 (sigma l - c * (sigma l + mean_abs l)) ^ 2.
Definition high_of c l := (sigma l + c * (sigma l + mean_abs l)) ^ 2.

Theorem stable_between c l mean_hat v_hat : stable c l mean_hat v_hat -> low_of c l <= v_hat <= high_of c l.
Proof. intros [_ [V E]]. apply between_squares; [apply sigma_pos|exact V|exact E]. Qed.

Theorem two_passes_are_stable (a : arithmetic) t squares k mean_hat square v_hat :
  Permutation (values t) (values squares) -> numbers a t -> enough (count (values t)) k (u a) ->
  roundings a 2 (summed a t / count (values t)) mean_hat ->
  (forall z, number a (square z)) -> (forall z, roundings a 3 ((z - mean_hat) ^ 2) (square z)) ->
  roundings a 4 (summed a (tree_map square squares) / count (values t)) v_hat ->
  stable (k * u a) (values t) mean_hat v_hat.
Proof.
  intros P L E Hm Sn Sc Hv. split; [|split].
  - apply mean_bound; try assumption. now apply mean_of_two_roundings.
  - eapply v_hat_pos; eassumption.
  - eapply root_of_variance; eassumption.
Qed.

(* The numbers on the left depend on m and u alone; test/spec/proofs/recurrence.test.ts computes them. `grown` is `growth`, or the
   largest c of recurrence_steps.v. *)
Theorem recurrence_is_stable (a : arithmetic) n grown l share k mean_hat squares v_hat :
  (n <= 2)%nat -> 0 <= share <= 1 ->
  (forall l, 0 <= grown l) -> (forall x l, 1 <= count l -> grown l <= grown (x :: l)) ->
  (forall l mean_hat squares,
     recurrence a n l mean_hat squares -> Rabs (count l * mean_hat - total l) <= grown l * total_abs l) ->
  recurrence a n l mean_hat squares -> roundings a 4 (squares / count l) v_hat ->
  grown l <= k * u a \/ growth_of_many a n l <= k * u a ->
  of_sum a l <= 1 ->
  (1 + of_sum a l) * sqrt (of_A grown l share l / count l) <= k * u a ->
  of_sum a l + (1 + of_sum a l) * sqrt (of_sigma grown l share l / count l) <= k * u a ->
  stable (k * u a) l mean_hat v_hat.
Proof.
  intros N S G0 G1 G2 W Hv G F1 F2 F3. split; [|split].
  - destruct G as [G|G].
    + pose proof (recurrence_some _ _ _ _ _ W) as K. pose proof (inverse_count l K) as I. pose proof (total_abs_pos l).
      replace (mean_hat - mean l) with ((count l * mean_hat - total l) * / count l) by (unfold mean; field; lra).
      rewrite Rabs_mult, (Rabs_right (/ count l)) by lra. unfold mean_abs, Rdiv. rewrite <- Rmult_assoc.
      apply Rmult_le_compat_r; [lra|]. eapply Rle_trans; [apply (G2 _ _ _ W)|]. apply Rmult_le_compat_r; assumption.
    + eapply recurrence_mean_of_many; try eassumption; lia.
  - destruct (v_hat_around_X a n N grown G0 G1 G2 l share S mean_hat squares v_hat W Hv F1) as [z [V _]]. exact V.
  - exact (root_of_recurrence a n N grown G0 G1 G2 l share S mean_hat squares v_hat k W Hv F1 F2 F3).
Qed.

Section Rows.
Variable a : arithmetic.
Variable indices : list nat.
Variables x dy : nat -> R.
Let X := map x indices.
Let m := INR (length indices).
Variable k : R.
Hypothesis K_enough : enough m k (u a).
Hypothesis some : 1 <= m.
Let c := k * u a.

Variables mean_hat v_hat epsilon low high : R.
Hypothesis mean_error : Rabs (mean_hat - mean X) <= c * mean_abs X.
Hypothesis v_hat_between : low <= v_hat <= high.
Hypothesis exact_positive : 0 < variance X + epsilon.
Hypothesis low_positive : 0 < low + epsilon.
Let A := mean_abs X.
Let v := variance X.
Let r := inverse_root v epsilon.
Let h := eta v epsilon low high c.
Let root := inverse_root v_hat epsilon.
Let x_hat i := (x i - mean X) * r.
Let delta i := c * r * (1 + h) * (A + Rabs (x i)) + Rabs (x_hat i) * h.

Lemma count_X : count X = m.
Proof. unfold X. rewrite count_is_length, map_length. reflexivity. Qed.
Lemma c_bounds : (m - 1) * u a + 5 * u a <= c <= 1 / 2.
Proof. destruct K_enough as [H4 [_ Hs]]. pose proof (u_small a). unfold c. split; [nra|exact Hs]. Qed.
Lemma c_from_4 : 4 * u a <= c <= 1 / 2.
Proof. pose proof c_bounds. pose proof (u_small a). assert (0 <= (m - 1) * u a) by (apply Rmult_le_pos; lra). lra. Qed.

(* BN-12, Variance: the inverse standard deviation. *)
Theorem inv_std_row r_hat : roundings a 3 root r_hat -> Rabs (r_hat - r) <= r * h.
Proof.
  intros H. pose proof c_from_4 as C. pose proof (u_small a).
  apply (inverse_std_bound a v epsilon low high v_hat c); try assumption; lra.
Qed.

(* BN-12, Output. *)
Theorem y_row_direct i gamma beta R b y_hat :
  roundings a 7 root R -> roundings a 1 beta b -> y_hat = gamma * ((x i - mean_hat) * R) + b ->
  Rabs (y_hat - (gamma * x_hat i + beta)) <= Rabs gamma * delta i + c * Rabs beta.
Proof.
  intros HR Hb E. pose proof c_from_4 as C.
  exact (direct_output a v epsilon low high v_hat c C exact_positive low_positive v_hat_between (mean X) mean_hat A mean_error
    (x i) gamma beta R b y_hat HR Hb E).
Qed.
Theorem y_row_folded i gamma beta R R' p b y_hat :
  roundings a 5 root R' -> roundings a 2 R' R -> roundings a 1 R' p -> roundings a 2 beta b ->
  y_hat = gamma * (x i * p - mean_hat * R) + b ->
  Rabs (y_hat - (gamma * x_hat i + beta)) <= Rabs gamma * delta i + c * Rabs beta.
Proof.
  intros H1 H2 H3 H4 E. pose proof c_from_4 as C.
  exact (folded_output a v epsilon low high v_hat c C exact_positive low_positive v_hat_between (mean X) mean_hat A mean_error
    (x i) gamma beta R R' p b y_hat H1 H2 H3 H4 E).
Qed.

(* BN-12, Gradients in training. P of the text, and m P. *)
Definition sum_products := sum_of (fun i => Rabs (dy i) * (A + Rabs (x i))) indices + A * Rabs (sum_of dy indices).
Definition sum_dy_x_hat := sum_of (fun i => dy i * x_hat i) indices.
Definition sum_abs_dy_x_hat := sum_of (fun i => Rabs (dy i * x_hat i)) indices.
Definition m_P := c * (r * (1 + h)) * sum_products + h * sum_abs_dy_x_hat.

Theorem dgamma_row_direct R_of term t after :
  (forall i, roundings a 8 root (R_of i)) ->
  numbers a t -> Permutation (values t) (map term indices) -> 0 < after ->
  (forall i, term i * after = dy i * ((x i - mean_hat) * R_of i)) ->
  Rabs (summed a t * after - sum_dy_x_hat) <= m_P.
Proof.
  intros. pose proof (u_small a). assert (0 <= (m - 1) * u a) by (apply Rmult_le_pos; lra).
  assert (Rabs (mean X) <= A) by (apply mean_le_abs; rewrite count_X; exact some).
  pose proof c_bounds.
  apply (dgamma_direct_in_training a indices x dy (mean X) mean_hat A v epsilon low high v_hat c ((m - 1) * u a))
    with (R_of := R_of) (term := term); auto.
Qed.

Theorem dgamma_row_of_sums R R' term t s result :
  roundings a 7 root R -> roundings a 1 R R' ->
  numbers a t -> Permutation (values t) (map term indices) -> (forall i, roundings a 1 (dy i * x i) (term i)) ->
  numbers a s -> Permutation (values s) (map dy indices) ->
  result = summed a t * R - mean_hat * summed a s * R' ->
  Rabs (result - sum_dy_x_hat) <= m_P.
Proof.
  intros. pose proof (u_small a). assert (0 <= (m - 1) * u a) by (apply Rmult_le_pos; lra).
  assert (Rabs (mean X) <= A) by (apply mean_le_abs; rewrite count_X; exact some).
  pose proof c_bounds.
  apply (dgamma_of_sums_in_training a indices x dy (mean X) mean_hat A v epsilon low high v_hat c ((m - 1) * u a))
    with (R := R) (R' := R') (term := term) (t := t) (s := s); auto.
Qed.

(* dx, whole: dgamma_hat may come from either of the two rows above, with one rounding fewer there for its division by m. x_hat takes
   part with up to seven roundings, those of its product with mean(dy * x_hat) and of one difference among them; R has those of
   the last difference and of the products with gamma and r_hat. *)
Theorem dx_row i gamma R R_x s dgamma_hat dy_hat mean_dy_hat dx_hat :
  roundings a 7 root R -> roundings a 7 root R_x ->
  Rabs (dgamma_hat - sum_dy_x_hat) <= m_P ->
  roundings a 2 (dy i) dy_hat ->
  numbers a s -> Permutation (values s) (map dy indices) -> roundings a 4 (summed a s / m) mean_dy_hat ->
  dx_hat = gamma * R * (dy_hat - mean_dy_hat - (x i - mean_hat) * R_x * (dgamma_hat / m)) ->
  let P := m_P / m in
  let mean_abs_dy := sum_of (fun i => Rabs (dy i)) indices / m in
  let dx := gamma * r * (dy i - sum_of dy indices / m - x_hat i * (sum_dy_x_hat / m)) in
  Rabs (dx_hat - dx)
    <= Rabs gamma * (r * (1 + h)) *
         (c * (Rabs (dy i) + mean_abs_dy) + Rabs (x_hat i) * P + delta i * Rabs (sum_dy_x_hat / m) + delta i * P)
       + h * Rabs dx.
Proof.
  intros HR HRx HP Hdy Ls Ps Hm -> P mean_abs_dy dx. pose proof c_from_4 as C.
  assert (I : 0 < / m) by (apply Rinv_0_lt_compat; lra).
  destruct (seven a v epsilon low high v_hat c C exact_positive low_positive v_hat_between 7 R ltac:(lia) HR) as [R0 [R1 R2]].
  fold r h in R1, R2.
  assert (Cs : count (values s) = m).
  { rewrite count_is_length, (Permutation_length Ps), map_length. reflexivity. }
  assert (M : Rabs (mean_dy_hat - sum_of dy indices / m) <= c * mean_abs_dy).
  { rewrite <- Cs in Hm. pose proof (mean_bound a s mean_dy_hat k Ls Hm) as B. rewrite Cs in B. specialize (B K_enough).
    unfold mean, mean_abs, total, total_abs in B. rewrite Cs in B.
    rewrite !(sum_of_permuted _ _ _ Ps), !sum_of_map in B. exact B. }
  assert (Xh : Rabs ((x i - mean_hat) * R_x - x_hat i) <= delta i).
  { assert (E0 : (x i - mean_hat) * R_x = 1 * ((x i - mean_hat) * R_x) + 0) by ring.
    pose proof (y_row_direct i 1 0 R_x 0 _ HRx (no_rounding a 1 0) E0) as Y.
    rewrite Rabs_R1, Rabs_R0 in Y. replace (1 * x_hat i + 0) with (x_hat i) in Y by ring. lra. }
  assert (Pr : Rabs (dgamma_hat / m - sum_dy_x_hat / m) <= P).
  { replace (dgamma_hat / m - sum_dy_x_hat / m) with ((dgamma_hat - sum_dy_x_hat) * / m) by (field; lra).
    rewrite Rabs_mult, (Rabs_right (/ m)) by lra. unfold P, Rdiv. apply Rmult_le_compat_r; lra. }
  apply (dx_through_statistics a gamma r h c (dy i) (sum_of dy indices / m) mean_abs_dy (x_hat i) (sum_dy_x_hat / m)
    dy_hat mean_dy_hat ((x i - mean_hat) * R_x) (dgamma_hat / m) (delta i) P); try assumption; try lra.
  apply r_pos. exact exact_positive.
Qed.
End Rows.
