(* dbeta, dgamma and mean(dy * x_hat): BN-12, Gradients in training, first part, and Inference.

   dgamma is a sum of products with r_hat, in two forms. R is r_hat with all roundings that multiply it, which eta has room for
   (inverse_std.v), beside a relative error w. Where the statistics are those of the batch, w = b = (m - 1) * u, the relative
   error of a sum of m terms: so what the sum is off by, relative to products with x - mean, needs nothing of its own. Where they
   are given, e = 0 and w = 0. *)
Require Import Reals Lra Lia Psatz List Permutation.
From Proofs Require Import rounding sum inverse_std.
Open Scope R_scope.

(* BN-12, Gradients in training: dbeta. *)
Theorem dbeta_bound (a : adder) t k : numbers a t -> count (values t) <= k ->
  Rabs (summed a t - total (values t)) <= k * u a * total_abs (values t).
Proof.
  intros L K. eapply Rle_trans; [apply sum_in_any_order; exact L|]. pose proof (u_range a).
  apply Rmult_le_compat_r; [apply total_abs_pos|]. apply Rmult_le_compat_r; lra.
Qed.

Section Dgamma.
Variable a : arithmetic.
(* The indices of the values of a channel, and what belongs to each. *)
Variable indices : list nat.
Variables x dy : nat -> R.
Variables mean mean_hat A E r h c b w : R.
Let m := INR (length indices).
Hypothesis b_is : b = (m - 1) * u a.
Hypothesis b_pos : 0 <= b.
Hypothesis c_room : b + 4 * u a <= c <= 1 / 2.
Hypothesis w_range : 0 <= w.
(* E is A where the mean is that of the batch, and 0 where it is given. *)
Hypothesis mean_error : Rabs (mean_hat - mean) <= c * E.
Hypothesis E_range : 0 <= E <= A.
Hypothesis r_positive : 0 < r.
Let x_hat i := (x i - mean) * r.

(* m times P of the text. *)
Let allowed := c * (r * (1 + h)) * (sum_of (fun i => Rabs (dy i) * (A + Rabs (x i))) indices
    + E * Rabs (sum_of dy indices)) + h * sum_of (fun i => Rabs (dy i * x_hat i)) indices.

(* A sum of the numbers p i, in any order. *)
Lemma sum_of_computed p t : numbers a t -> Permutation (values t) (map p indices) ->
  Rabs (summed a t - sum_of p indices) <= b * sum_of (fun i => Rabs (p i)) indices.
Proof.
  intros L P. pose proof (sum_in_any_order a t L) as S. rewrite count_is_length in S.
  rewrite (Permutation_length P), map_length in S. fold m in S. rewrite <- b_is in S.
  unfold total, total_abs in S. rewrite !(sum_of_permuted _ _ _ P), !sum_of_map in S. exact S.
Qed.

(* Sum of dy * ((x - mean_hat) * r_hat): the computed terms, and `after`, the roundings after the sum. *)
Section Direct.
Variables z k : R.                      (* r_hat without roundings, and what all roundings of a term can do *)
Variable R_of : nat -> R.               (* with them, those after the sum included *)
Hypothesis z_range : 0 < z <= r * (1 + h).
Hypothesis R_close : forall i, Rabs (R_of i - z) <= z * k.
Hypothesis k_b : 0 <= k /\ k + b <= 1.
Hypothesis R_range : forall i, 0 < R_of i <= r * (1 + h).
Hypothesis R_deviation : forall i, Rabs (R_of i - r) + b * R_of i <= h * r.

Theorem dgamma_direct term t after :
  numbers a t -> Permutation (values t) (map term indices) -> 0 < after ->
  (forall i, term i * after = dy i * ((x i - mean_hat) * R_of i)) ->
  Rabs (summed a t * after - sum_of (fun i => dy i * x_hat i) indices) <= allowed.
Proof.
  intros L P F T. pose proof (sum_of_computed term t L P) as S.
  set (e := mean_hat - mean) in *.
  set (Sdy := sum_of (fun i => Rabs (dy i)) indices).
  assert (D0 : 0 <= Sdy) by (apply sum_of_pos; intros; apply Rabs_pos).
  (* The sum itself, in units of the result. *)
  assert (S1 : Rabs (summed a t * after - sum_of (fun i => dy i * ((x i - mean_hat) * R_of i)) indices)
      <= b * sum_of (fun i => Rabs (dy i * ((x i - mean_hat) * R_of i))) indices).
  { rewrite <- (sum_of_ext (fun i => after * term i) (fun i => dy i * ((x i - mean_hat) * R_of i)))
      by (intros i; rewrite <- T; ring).
    rewrite <- (sum_of_ext (fun i => after * Rabs (term i)) (fun i => Rabs (dy i * ((x i - mean_hat) * R_of i)))).
    2: { intros i. rewrite <- T, Rabs_mult, (Rabs_right after) by lra. ring. }
    rewrite !sum_of_scaled.
    replace (summed a t * after - after * sum_of term indices) with (after * (summed a t - sum_of term indices)) by ring.
    rewrite Rabs_mult, (Rabs_right after) by lra.
    replace (b * (after * sum_of (fun i => Rabs (term i)) indices))
      with (after * (b * sum_of (fun i => Rabs (term i)) indices)) by ring.
    apply Rmult_le_compat_l; lra. }
  (* Exact terms: what R and e change. *)
  assert (S2 : sum_of (fun i => dy i * ((x i - mean_hat) * R_of i)) indices
      - sum_of (fun i => dy i * x_hat i) indices
      = sum_of (fun i => dy i * ((x i - mean) * (R_of i - r))) indices
        - e * (z * sum_of dy indices + sum_of (fun i => dy i * (R_of i - z)) indices)).
  { unfold e, x_hat. clear. induction indices as [|i q IH]; simpl; [ring|].
    unfold Rminus in *.
    replace (dy i * ((x i + - mean_hat) * R_of i) + sum_of (fun i0 => dy i0 * ((x i0 + - mean_hat) * R_of i0)) q
       + - (dy i * ((x i + - mean) * r) + sum_of (fun i0 => dy i0 * ((x i0 + - mean) * r)) q)) with
      (dy i * ((x i + - mean_hat) * R_of i) - dy i * ((x i + - mean) * r) +
       (sum_of (fun i0 => dy i0 * ((x i0 + - mean_hat) * R_of i0)) q + - sum_of (fun i0 => dy i0 * ((x i0 + - mean) * r)) q))
      by ring.
    rewrite IH. ring. }
  assert (S3 : Rabs (sum_of (fun i => dy i * (R_of i - z)) indices) <= z * k * Sdy).
  { eapply Rle_trans; [apply sum_of_abs|]. unfold Sdy. rewrite <- sum_of_scaled. apply sum_of_le. intros i.
    rewrite Rabs_mult, Rmult_comm. apply Rmult_le_compat_r; [apply Rabs_pos|apply R_close]. }
  assert (S4 : Rabs (sum_of (fun i => dy i * ((x i - mean) * (R_of i - r))) indices)
      + b * sum_of (fun i => Rabs (dy i * ((x i - mean_hat) * R_of i))) indices
      <= h * sum_of (fun i => Rabs (dy i * x_hat i)) indices + b * Rabs e * (r * (1 + h)) * Sdy).
  { apply Rle_trans with (sum_of (fun i => Rabs (dy i * ((x i - mean) * (R_of i - r)))) indices
      + b * sum_of (fun i => Rabs (dy i * ((x i - mean_hat) * R_of i))) indices).
    { apply Rplus_le_compat_r, sum_of_abs. }
    unfold Sdy. rewrite <- !sum_of_scaled.
    assert (G : forall f g p q : nat -> R, (forall i, f i + g i <= p i + q i) ->
      sum_of f indices + sum_of g indices <= sum_of p indices + sum_of q indices).
    { intros f g p q H. clear - H. induction indices as [|i l IH]; simpl; [lra|]. specialize (H i). lra. }
    apply G. intros i. unfold x_hat. rewrite !Rabs_mult, (Rabs_right r), (Rabs_right (R_of i)).
    2: { pose proof (R_range i). lra. } 2: lra.
    pose proof (R_range i) as Ri. pose proof (R_deviation i) as Rd.
    pose proof (Rabs_pos (dy i)) as d0. pose proof (Rabs_pos (x i - mean)) as x0. pose proof (Rabs_pos e) as e0.
    assert (X : Rabs (x i - mean_hat) <= Rabs (x i - mean) + Rabs e).
    { replace (x i - mean_hat) with ((x i - mean) - e) by (unfold e; ring).
      eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. lra. }
    assert (Y : Rabs (x i - mean_hat) * R_of i <= (Rabs (x i - mean) + Rabs e) * R_of i) by (apply Rmult_le_compat_r; lra).
    assert (Y2 : b * (Rabs (x i - mean_hat) * R_of i) <= b * ((Rabs (x i - mean) + Rabs e) * R_of i))
      by (apply Rmult_le_compat_l; lra).
    assert (Y3 : b * Rabs e * R_of i <= b * Rabs e * (r * (1 + h))).
    { apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|lra]. }
    assert (Y4 : Rabs (x i - mean) * (Rabs (R_of i - r) + b * R_of i) <= Rabs (x i - mean) * (h * r))
      by (apply Rmult_le_compat_l; lra).
    assert (Y5 : Rabs (x i - mean) * Rabs (R_of i - r) + b * (Rabs (x i - mean_hat) * R_of i)
       <= Rabs (x i - mean) * (h * r) + b * Rabs e * (r * (1 + h))) by lra.
    assert (Y6 : Rabs (dy i) * (Rabs (x i - mean) * Rabs (R_of i - r) + b * (Rabs (x i - mean_hat) * R_of i))
       <= Rabs (dy i) * (Rabs (x i - mean) * (h * r) + b * Rabs e * (r * (1 + h)))) by (apply Rmult_le_compat_l; lra).
    lra. }
  replace (summed a t * after - sum_of (fun i => dy i * x_hat i) indices) with
    ((summed a t * after - sum_of (fun i => dy i * ((x i - mean_hat) * R_of i)) indices)
     + (sum_of (fun i => dy i * ((x i - mean) * (R_of i - r))) indices
        - e * (z * sum_of dy indices + sum_of (fun i => dy i * (R_of i - z)) indices)))
    by (rewrite <- S2; ring).
  eapply Rle_trans; [apply Rabs_triang|].
  pose proof (Rabs_triang (sum_of (fun i => dy i * ((x i - mean) * (R_of i - r))) indices)
    (- (e * (z * sum_of dy indices + sum_of (fun i => dy i * (R_of i - z)) indices)))) as T1.
  rewrite Rabs_Ropp, Rabs_mult in T1. fold (Rminus (sum_of (fun i => dy i * ((x i - mean) * (R_of i - r))) indices)
    (e * (z * sum_of dy indices + sum_of (fun i => dy i * (R_of i - z)) indices))) in T1.
  pose proof (Rabs_triang (z * sum_of dy indices) (sum_of (fun i => dy i * (R_of i - z)) indices)) as T2.
  rewrite Rabs_mult, (Rabs_right z) in T2 by lra.
  pose proof (Rabs_pos e) as e0. pose proof (Rabs_pos (sum_of dy indices)) as s0.
  assert (T3 : z * Rabs (sum_of dy indices) <= r * (1 + h) * Rabs (sum_of dy indices)) by (apply Rmult_le_compat_r; lra).
  assert (T4 : z * k * Sdy <= r * (1 + h) * k * Sdy).
  { apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat_r; lra. }
  assert (T5 : Rabs e * Rabs (z * sum_of dy indices + sum_of (fun i => dy i * (R_of i - z)) indices)
     <= Rabs e * (r * (1 + h) * Rabs (sum_of dy indices) + r * (1 + h) * k * Sdy)) by (apply Rmult_le_compat_l; lra).
  assert (g0 : 0 <= r * (1 + h)) by lra.
  assert (T6 : Rabs e * ((r * (1 + h)) * Sdy) * (k + b) <= Rabs e * ((r * (1 + h)) * Sdy) * 1).
  { apply Rmult_le_compat_l; [|lra]. apply Rmult_le_pos; [lra|]. apply Rmult_le_pos; lra. }
  assert (c0 : 0 <= c) by (pose proof (u_small a); lra).
  assert (T7 : Rabs e * ((r * (1 + h)) * Rabs (sum_of dy indices)) <= c * E * ((r * (1 + h)) * Rabs (sum_of dy indices))).
  { apply Rmult_le_compat_r; [|exact mean_error]. apply Rmult_le_pos; lra. }
  assert (T7' : Rabs e * ((r * (1 + h)) * Sdy) <= c * A * ((r * (1 + h)) * Sdy)).
  { apply Rmult_le_compat_r; [apply Rmult_le_pos; lra|]. eapply Rle_trans; [exact mean_error|]. apply Rmult_le_compat_l; lra. }
  assert (T8 : A * Sdy <= sum_of (fun i => Rabs (dy i) * (A + Rabs (x i))) indices).
  { unfold Sdy. rewrite <- sum_of_scaled. apply sum_of_le. intros i.
    assert (0 <= Rabs (dy i) * Rabs (x i)) by (apply Rmult_le_pos; apply Rabs_pos). lra. }
  assert (T9 : c * (r * (1 + h)) * (A * Sdy)
     <= c * (r * (1 + h)) * sum_of (fun i => Rabs (dy i) * (A + Rabs (x i))) indices).
  { apply Rmult_le_compat_l; [|exact T8]. apply Rmult_le_pos; [pose proof (u_small a); lra|lra]. }
  unfold allowed. lra.
Qed.
End Direct.

(* The same where mean and variance are given, or mean and r: no error of the mean, and up to seven roundings (output.v). *)
Theorem dgamma_direct_given R_of term t after :
  mean_hat = mean -> Rabs mean <= A -> 0 < after ->
  (forall i, 0 < R_of i <= r * (1 + h)) -> (forall i, Rabs (R_of i - r) <= h * r) ->
  numbers a t -> Permutation (values t) (map term indices) ->
  (forall i, term i * after = dy i * ((x i - mean_hat) * R_of i)) ->
  Rabs (summed a t * after - sum_of (fun i => dy i * x_hat i) indices) <= allowed.
Proof.
  intros same M F Rr Rd L P T. rewrite same in T. pose proof (sum_of_computed term t L P) as S. pose proof (u_small a) as U.
  set (g := r * (1 + h)) in *.
  assert (S1 : Rabs (summed a t * after - after * sum_of term indices) <= after * (b * sum_of (fun i => Rabs (term i)) indices)).
  { replace (summed a t * after - after * sum_of term indices) with (after * (summed a t - sum_of term indices)) by ring.
    rewrite Rabs_mult, (Rabs_right after) by lra. apply Rmult_le_compat_l; lra. }
  assert (S2 : after * sum_of (fun i => Rabs (term i)) indices <= g * sum_of (fun i => Rabs (dy i) * (A + Rabs (x i))) indices).
  { rewrite <- !sum_of_scaled. apply sum_of_le. intros i.
    replace (after * Rabs (term i)) with (Rabs (term i * after)) by (rewrite Rabs_mult, (Rabs_right after) by lra; ring).
    rewrite T, !Rabs_mult, (Rabs_right (R_of i)) by (pose proof (Rr i); lra).
    assert (X : Rabs (x i - mean) <= A + Rabs (x i)).
    { unfold Rminus. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. lra. }
    assert (Y : Rabs (x i - mean) * R_of i <= (A + Rabs (x i)) * g).
    { apply Rmult_le_compat; [apply Rabs_pos| |exact X|]; pose proof (Rr i); lra. }
    assert (Z : Rabs (dy i) * (Rabs (x i - mean) * R_of i) <= Rabs (dy i) * ((A + Rabs (x i)) * g))
      by (apply Rmult_le_compat_l; [apply Rabs_pos|exact Y]).
    lra. }
  assert (S3 : Rabs (after * sum_of term indices - sum_of (fun i => dy i * x_hat i) indices)
      <= h * sum_of (fun i => Rabs (dy i * x_hat i)) indices).
  { rewrite <- !sum_of_scaled.
    replace (sum_of (fun i => after * term i) indices - sum_of (fun i => dy i * x_hat i) indices)
      with (sum_of (fun i => after * term i - dy i * x_hat i) indices).
    2: { clear. induction indices; simpl; [ring|]. rewrite IHl. ring. }
    eapply Rle_trans; [apply sum_of_abs|]. apply sum_of_le. intros i. unfold x_hat.
    replace (after * term i - dy i * ((x i - mean) * r)) with (dy i * (x i - mean) * (R_of i - r)).
    2: { rewrite Rmult_comm with (r1 := after), T. ring. }
    replace (Rabs (dy i * ((x i - mean) * r))) with (Rabs (dy i * (x i - mean)) * r).
    2: { rewrite <- (Rabs_right r) at 1 by lra. rewrite <- Rabs_mult. f_equal. ring. }
    rewrite Rabs_mult.
    assert (Rabs (dy i * (x i - mean)) * Rabs (R_of i - r) <= Rabs (dy i * (x i - mean)) * (h * r))
      by (apply Rmult_le_compat_l; [apply Rabs_pos|apply Rd]).
    lra. }
  set (W := sum_of (fun i => Rabs (dy i) * (A + Rabs (x i))) indices) in *.
  assert (W0 : 0 <= W).
  { apply sum_of_pos. intros. pose proof (Rabs_pos (x x0)). apply Rmult_le_pos; [apply Rabs_pos|lra]. }
  assert (S4 : after * (b * sum_of (fun i => Rabs (term i)) indices) <= b * (g * W)).
  { replace (after * (b * sum_of (fun i => Rabs (term i)) indices)) with (b * (after * sum_of (fun i => Rabs (term i)) indices)) by ring.
    apply Rmult_le_compat_l; lra. }
  destruct indices as [|i rest] eqn:I.
  { unfold allowed, W in *. simpl in *. rewrite Rabs_R0.
    replace (summed a t * after - 0) with ((summed a t * after - after * 0) + (after * 0 - 0)) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. lra. }
  assert (g0 : 0 <= g) by (pose proof (Rr i); lra).
  assert (S5 : b * (g * W) <= c * (g * W)) by (apply Rmult_le_compat_r; [apply Rmult_le_pos; lra|lra]).
  assert (S6 : 0 <= c * g * (E * Rabs (sum_of dy (i :: rest)))).
  { apply Rmult_le_pos; [apply Rmult_le_pos; lra|apply Rmult_le_pos; [apply E_range|apply Rabs_pos]]. }
  replace (summed a t * after - sum_of (fun i0 => dy i0 * x_hat i0) (i :: rest)) with
    ((summed a t * after - after * sum_of term (i :: rest))
     + (after * sum_of term (i :: rest) - sum_of (fun i0 => dy i0 * x_hat i0) (i :: rest))) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. unfold allowed. fold g W. lra.
Qed.

(* r_hat * (Sum of dy * x - mean_hat * Sum of dy). R' is r_hat with the roundings of the second product, R with those of the
   first. *)
Theorem dgamma_of_sums R R' term t s result :
  0 < R' -> R' * (1 + w) <= r * (1 + h) -> Rabs (R' - r) <= h * r -> Rabs mean_hat * b <= A * (c * (1 + w)) ->
  0 < R <= r * (1 + h) -> Rabs (R - R') <= R * (1.03 * u a) ->
  numbers a t -> Permutation (values t) (map term indices) -> (forall i, roundings a 1 (dy i * x i) (term i)) ->
  numbers a s -> Permutation (values s) (map dy indices) ->
  result = summed a t * R - mean_hat * summed a s * R' ->
  Rabs (result - sum_of (fun i => dy i * x_hat i) indices) <= allowed.
Proof.
  intros R0 R1 R2 M Rr RR L P T Ls Ps ->. pose proof (u_small a) as U.
  pose proof (sum_of_computed term t L P) as S. pose proof (sum_of_computed dy s Ls Ps) as Q.
  set (e := mean_hat - mean) in *.
  set (Sdy := sum_of (fun i => Rabs (dy i)) indices) in *.
  set (Sxy := sum_of (fun i => Rabs (dy i) * Rabs (x i)) indices).
  assert (D0 : 0 <= Sdy) by (apply sum_of_pos; intros; apply Rabs_pos).
  assert (X0 : 0 <= Sxy) by (apply sum_of_pos; intros; apply Rmult_le_pos; apply Rabs_pos).
  assert (P1 : sum_of (fun i => Rabs (term i)) indices <= (1 + u a) * Sxy).
  { unfold Sxy. rewrite <- sum_of_scaled. apply sum_of_le. intros i. destruct (T i) as [q [Hq ->]]. simpl in Hq.
    rewrite !Rabs_mult, (Rabs_right q) by lra. rewrite Rmult_comm.
    apply Rmult_le_compat_r; [apply Rmult_le_pos; apply Rabs_pos|lra]. }
  assert (P2 : Rabs (sum_of term indices - sum_of (fun i => dy i * x i) indices) <= u a * Sxy).
  { replace (sum_of term indices - sum_of (fun i => dy i * x i) indices) with (sum_of (fun i => term i - dy i * x i) indices).
    2: { clear. induction indices; simpl; [ring|]. rewrite IHl. ring. }
    eapply Rle_trans; [apply sum_of_abs|]. unfold Sxy. rewrite <- sum_of_scaled. apply sum_of_le. intros i.
    destruct (T i) as [q [Hq ->]]. simpl in Hq. replace (dy i * x i * q - dy i * x i) with ((q - 1) * (dy i * x i)) by ring.
    rewrite !Rabs_mult. apply Rmult_le_compat_r; [apply Rmult_le_pos; apply Rabs_pos|apply Rabs_le; lra]. }
  set (E1 := summed a t - sum_of (fun i => dy i * x i) indices). set (E2 := summed a s - sum_of dy indices) in *.
  assert (B1 : Rabs E1 <= (b * (1 + u a) + u a) * Sxy).
  { unfold E1. replace (summed a t - sum_of (fun i => dy i * x i) indices) with
      ((summed a t - sum_of term indices) + (sum_of term indices - sum_of (fun i => dy i * x i) indices)) by ring.
    eapply Rle_trans; [apply Rabs_triang|].
    assert (b * sum_of (fun i => Rabs (term i)) indices <= b * ((1 + u a) * Sxy)) by (apply Rmult_le_compat_l; lra). lra. }
  set (X := sum_of (fun i => dy i * x i) indices) in *.
  assert (B2 : Rabs X <= Sxy).
  { eapply Rle_trans; [apply sum_of_abs|]. apply sum_of_le. intros; rewrite Rabs_mult; lra. }
  assert (I : sum_of (fun i => dy i * x_hat i) indices = (X - mean * sum_of dy indices) * r).
  { unfold X, x_hat. clear. induction indices; simpl; [ring|]. rewrite IHl. ring. }
  assert (I2 : sum_of (fun i => dy i * (x i - mean)) indices = X - mean * sum_of dy indices).
  { unfold X. clear. induction indices; simpl; [ring|]. rewrite IHl. ring. }
  assert (B3 : Rabs ((X - mean * sum_of dy indices) * (R' - r)) <= h * sum_of (fun i => Rabs (dy i * x_hat i)) indices).
  { rewrite <- I2, Rabs_mult.
    assert (Rabs (sum_of (fun i => dy i * (x i - mean)) indices) * Rabs (R' - r)
      <= sum_of (fun i => Rabs (dy i * (x i - mean))) indices * (h * r)).
    { apply Rmult_le_compat; try apply Rabs_pos; [apply sum_of_abs|exact R2]. }
    rewrite (sum_of_ext (fun i => Rabs (dy i * x_hat i)) (fun i => r * Rabs (dy i * (x i - mean)))).
    - rewrite sum_of_scaled. lra.
    - intros i. unfold x_hat. rewrite !Rabs_mult, (Rabs_right r) by lra. ring. }
  rewrite I.
  replace (summed a t * R - mean_hat * summed a s * R' - (X - mean * sum_of dy indices) * r) with
    ((X - mean * sum_of dy indices) * (R' - r) + ((X * (R - R') + E1 * R) - (e * sum_of dy indices * R' + mean_hat * E2 * R')))
    by (unfold E1, E2, e; ring).
  eapply Rle_trans; [apply Rabs_triang|].
  assert (C1 : Rabs (X * (R - R') + E1 * R) <= c * (r * (1 + h)) * Sxy).
  { eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult, (Rabs_right R) by lra.
    assert (Rabs X * Rabs (R - R') <= Sxy * (R * (1.03 * u a))) by (apply Rmult_le_compat; try apply Rabs_pos; lra).
    assert (Rabs E1 * R <= (b * (1 + u a) + u a) * Sxy * R) by (apply Rmult_le_compat_r; lra).
    assert (bu : b * u a <= u a / 2) by nra.
    assert (Sxy * R * (b * (1 + u a) + u a + 1.03 * u a) <= Sxy * R * c)
      by (apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|lra]).
    assert (c * Sxy * R <= c * Sxy * (r * (1 + h))) by (apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|lra]). lra. }
  assert (R'1 : R' <= r * (1 + h)).
  { assert (0 <= R' * w) by (apply Rmult_le_pos; lra). lra. }
  assert (C2 : Rabs (e * sum_of dy indices * R') <= c * (r * (1 + h)) * (E * Rabs (sum_of dy indices))).
  { rewrite !Rabs_mult, (Rabs_right R') by lra.
    assert (Rabs e * Rabs (sum_of dy indices) <= c * E * Rabs (sum_of dy indices))
      by (apply Rmult_le_compat_r; [apply Rabs_pos|exact mean_error]).
    assert (Rabs e * Rabs (sum_of dy indices) * R' <= c * E * Rabs (sum_of dy indices) * (r * (1 + h))).
    { apply Rmult_le_compat; try lra. apply Rmult_le_pos; apply Rabs_pos. }
    lra. }
  assert (C3 : Rabs (mean_hat * E2 * R') <= c * (r * (1 + h)) * (A * Sdy)).
  { rewrite !Rabs_mult, (Rabs_right R') by lra.
    assert (Rabs mean_hat * Rabs E2 <= Rabs mean_hat * (b * Sdy)) by (apply Rmult_le_compat_l; [apply Rabs_pos|exact Q]).
    assert (Rabs mean_hat * b * Sdy <= A * (c * (1 + w)) * Sdy) by (apply Rmult_le_compat_r; lra).
    assert (Rabs mean_hat * Rabs E2 * R' <= A * (c * (1 + w)) * Sdy * R') by (apply Rmult_le_compat_r; lra).
    assert (A * c * Sdy * (R' * (1 + w)) <= A * c * Sdy * (r * (1 + h))).
    { apply Rmult_le_compat_l; [|exact R1]. apply Rmult_le_pos; [apply Rmult_le_pos; lra|lra]. }
    lra. }
  assert (J : sum_of (fun i => Rabs (dy i) * (A + Rabs (x i))) indices = A * Sdy + Sxy).
  { unfold Sdy, Sxy. clear. induction indices; simpl; [ring|]. rewrite IHl. ring. }
  unfold allowed. rewrite J.
  pose proof (Rabs_triang (X * (R - R') + E1 * R) (- (e * sum_of dy indices * R' + mean_hat * E2 * R'))) as T1.
  rewrite Rabs_Ropp in T1. fold (Rminus (X * (R - R') + E1 * R) (e * sum_of dy indices * R' + mean_hat * E2 * R')) in T1.
  pose proof (Rabs_triang (e * sum_of dy indices * R') (mean_hat * E2 * R')) as T2.
  lra.
Qed.
End Dgamma.
