(* dgamma in training, with the statistics of the batch: BN-12, Gradients in training. All conditions of gradient_sums.v follow from
   two facts: |e| <= K u A, and `low` and `high` enclose v_hat (variance_two_pass.v, variance_one_pass.v). *)
Require Import Reals Lra Lia Psatz List Permutation.
From Proofs Require Import rounding sum inverse_std gradient_sums.
Open Scope R_scope.

Section Training.
Variable a : arithmetic.
Variable indices : list nat.
Variables x dy : nat -> R.
Variables mean mean_hat A v epsilon low high v_hat c b : R.
Hypothesis exact_positive : 0 < v + epsilon.
Hypothesis low_positive : 0 < low + epsilon.
Hypothesis v_hat_between : low <= v_hat <= high.
Hypothesis b_is : b = (INR (length indices) - 1) * u a.
Hypothesis b_pos : 0 <= b.
Hypothesis c_range : b + 5 * u a <= c <= 1 / 2.                         (* c is K u *)
Hypothesis mean_error : Rabs (mean_hat - mean) <= c * A.
Hypothesis mean_size : Rabs mean <= A.
Let r := inverse_root v epsilon.
Let h := eta v epsilon low high c.
Let root := inverse_root v_hat epsilon.
Let x_hat i := (x i - mean) * r.
Let allowed := c * (r * (1 + h)) * (sum_of (fun i => Rabs (dy i) * (A + Rabs (x i))) indices
    + A * Rabs (sum_of dy indices)) + h * sum_of (fun i => Rabs (dy i * x_hat i)) indices.

Lemma c_half : 0 <= c <= 1 / 2. Proof. pose proof (u_small a). lra. Qed.

Lemma eight n R : (n <= 8)%nat -> roundings a n root R ->
  0 < R /\ R * (1 + b) <= r * (1 + h) /\ Rabs (R - r) + b * R <= h * r.
Proof.
  intros N H. apply (fewer_roundings a n 8) in H; [|exact N].
  apply (beside_a_sum a v epsilon low high v_hat c c_half exact_positive low_positive v_hat_between b R H b_pos). lra.
Qed.
Lemma range n R : (n <= 8)%nat -> roundings a n root R -> 0 < R <= r * (1 + h) /\ Rabs (R - r) <= h * r.
Proof.
  intros N H. destruct (eight n R N H) as [R0 [R1 R2]]. assert (0 <= b * R) by (apply Rmult_le_pos; lra). lra.
Qed.

(* Three roundings make r_hat, three a term, and two may follow the sum: the division by m. *)
Theorem dgamma_direct_in_training R_of term t after :
  (forall i, roundings a 8 root (R_of i)) ->
  numbers a t -> Permutation (values t) (map term indices) -> 0 < after ->
  (forall i, term i * after = dy i * ((x i - mean_hat) * R_of i)) ->
  Rabs (summed a t * after - sum_of (fun i => dy i * x_hat i) indices) <= allowed.
Proof.
  intros HR L P F T. pose proof (u_small a) as U. pose proof (Rabs_pos mean).
  destruct (range 0 root ltac:(lia) (no_rounding a 0 root)) as [Z _].
  pose proof (power_low_linear a 8) as P8. pose proof (power_high_linear a 8 ltac:(lia)) as Q8.
  replace (INR 8) with 8 in P8, Q8 by (simpl; lra).
  apply (dgamma_direct a indices x dy mean mean_hat A A r h c b b_is b_pos) with (z := root) (k := 8.24 * u a) (R_of := R_of)
    (term := term); auto; try lra.
  - apply (r_pos v epsilon exact_positive).
  - intros i. destruct (HR i) as [q [Hq ->]]. replace (root * q - root) with (root * (q - 1)) by ring.
    rewrite Rabs_mult, (Rabs_right root) by lra. apply Rmult_le_compat_l; [lra|]. apply Rabs_le. lra.
  - intros i. apply (range 8 (R_of i) ltac:(lia) (HR i)).
  - intros i. apply (eight 8 (R_of i) ltac:(lia) (HR i)).
Qed.

(* The sums first: R has the roundings of r_hat, of the difference and of the product with r_hat, and two for a division by m;
   R' in addition that of mean_hat * sum. *)
Theorem dgamma_of_sums_in_training R R' term t s result :
  roundings a 7 root R -> roundings a 1 R R' ->
  numbers a t -> Permutation (values t) (map term indices) -> (forall i, roundings a 1 (dy i * x i) (term i)) ->
  numbers a s -> Permutation (values s) (map dy indices) ->
  result = summed a t * R - mean_hat * summed a s * R' ->
  Rabs (result - sum_of (fun i => dy i * x_hat i) indices) <= allowed.
Proof.
  intros HR HR' L P T Ls Ps E. pose proof (u_small a) as U.
  pose proof (roundings_then a 7 1 _ _ _ HR HR') as HR8. simpl (7 + 1)%nat in HR8.
  destruct (range 7 R ltac:(lia) HR) as [R0 _]. destruct (eight 8 R' ltac:(lia) HR8) as [R0' [R1' _]].
  destruct (range 8 R' ltac:(lia) HR8) as [_ R2'].
  assert (A0 : 0 <= A) by (pose proof (Rabs_pos mean); lra).
  assert (M : Rabs mean_hat <= A * (1 + c)).
  { replace mean_hat with (mean + (mean_hat - mean)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra. }
  apply (dgamma_of_sums a indices x dy mean mean_hat A A r h c b b b_is b_pos) with (R := R) (R' := R') (term := term) (t := t) (s := s);
    auto; try lra.
  - apply (r_pos v epsilon exact_positive).
  - assert (Rabs mean_hat * b <= A * (1 + c) * b) by (apply Rmult_le_compat_r; lra).
    assert (A * b <= A * c) by (apply Rmult_le_compat_l; lra). lra.
  - destruct HR' as [q [Hq ->]]. simpl in Hq. replace (R - R * q) with (R * (1 - q)) by ring.
    rewrite Rabs_mult, (Rabs_right R) by lra. apply Rmult_le_compat_l; [lra|]. apply Rabs_le. lra.
Qed.
End Training.
