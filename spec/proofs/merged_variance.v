(* The variance of merged blocks (Chan, Golub and LeVeque): BN-12, Variance and inverse standard deviation.

   A merge adds the square of w = d sqrt(k j / (k + j)), d being the difference of the two means, to the sums of squares of both
   parts. As computed, d is off by the errors of both means, and so w by f = sqrt(k j / (k + j)) (alpha + beta), where k alpha is `grown` times
   the sum of magnitudes of the first part. Now f^2 is at most j alpha^2 + k beta^2, and alpha^2 at most grown^2 Q / k, Q being
   the sum of x^2. So each merge adds a multiple of the Q of either part, and the root of the sum of all squares is within
   sqrt(w_of Q) of sqrt(m) sigma, w_of being the largest sum of those multiples on the way from a block to the last merge.

   sqrt(Q / m) is at most sqrt(sigma^2 + A^2), and at most sqrt(m) A, hence at most A + kappa sigma for any kappa with
   sqrt(m) (1 - kappa^2) <= 1 + kappa^2. What sums of squares need for their roundings is relative to sigma. *)
Require Import Reals Lra Lia Psatz List Permutation.
From Proofs Require Import rounding sum constants moments mean variance_one_pass recurrence recurrence_variance joined merged_mean.
Import ListNotations.
Open Scope R_scope.

Definition squares_of (l : list R) := sum_of (fun z => z ^ 2) l.
Lemma squares_of_pos l : 0 <= squares_of l.
Proof. apply sum_of_pos. intros. apply pow2_ge_0. Qed.

Lemma deviations_merge s t : 1 <= count s -> 1 <= count t ->
  deviations (s ++ t) = deviations s + deviations t
    + (mean t - mean s) ^ 2 * (count s * count t / (count s + count t)).
Proof.
  intros K J. assert (C : count (s ++ t) = count s + count t) by apply sum_of_app.
  rewrite !deviations_as_sums by lra. rewrite C, sum_of_app. unfold mean, total. rewrite sum_of_app. field. lra.
Qed.

(* p roundings of a number that is not negative, in its root. *)
Definition root_factor (a : arithmetic) p := (1 + u a) ^ Nat.div2 (p + 1) - 1.
Lemma root_factor_range (a : arithmetic) p : root_factor a p <= 1 ->
  0 <= root_factor a p /\ (1 + u a) ^ p <= (1 + root_factor a p) ^ 2 /\ (1 - root_factor a p) ^ 2 <= (1 - u a) ^ p.
Proof.
  intros H. unfold root_factor in *. set (j := Nat.div2 (p + 1)) in *. pose proof (u_small a) as U.
  pose proof (power_high a j) as P. pose proof (powers_around_1 a j) as B. pose proof (power_low a j) as L.
  assert (J : (p <= 2 * j)%nat).
  { unfold j. pose proof (Nat.div2_odd (p + 1)). destruct (Nat.odd (p + 1)); simpl in *; lia. }
  split; [lra|]. split.
  - replace (1 + ((1 + u a) ^ j - 1)) with ((1 + u a) ^ j) by ring. rewrite <- pow_mult, Nat.mul_comm. apply Rle_pow; [lra|exact J].
  - apply Rle_trans with (((1 - u a) ^ j) ^ 2); [apply pow_incr; lra|].
    rewrite <- pow_mult. replace (j * 2)%nat with (p + (2 * j - p))%nat by lia.
    rewrite pow_add. rewrite <- (Rmult_1_r ((1 - u a) ^ p)) at 2.
    apply Rmult_le_compat_l; [pose proof (power_low a p); lra|apply power_low].
Qed.

(* f^2 of one merge. *)
Lemma merge_cross k j alpha beta : 0 < k -> 0 < j ->
  k * j / (k + j) * (alpha + beta) ^ 2 <= j * alpha ^ 2 + k * beta ^ 2.
Proof.
  intros K J. apply Rmult_le_reg_r with (k + j); [lra|].
  replace (k * j / (k + j) * (alpha + beta) ^ 2 * (k + j)) with (k * j * (alpha + beta) ^ 2) by (field; lra).
  pose proof (pow2_ge_0 (j * alpha - k * beta)). lra.
Qed.

Lemma powers_low (a : arithmetic) i j : (i <= j)%nat -> (1 - u (sums a)) ^ j <= (1 - u a) ^ i.
Proof.
  intros H. replace j with (i + (j - i))%nat by lia. rewrite pow_add. pose proof (power_low a (j - i)). pose proof (power_low a i).
  rewrite <- (Rmult_1_r ((1 - u a) ^ i)) at 2. apply Rmult_le_compat_l; lra.
Qed.
Lemma powers_high (a : arithmetic) i j : (i <= j)%nat -> (1 + u (sums a)) ^ i <= (1 + u a) ^ j.
Proof. intros H. pose proof (u_small a). apply Rle_pow; [lra|exact H]. Qed.

(* Squares of the magnitudes that the error of a mean is relative to. *)
Lemma error_squared l e G : 1 <= count l -> 0 <= G -> Rabs (count l * e) <= G * total_abs l ->
  count l * e ^ 2 <= G ^ 2 * squares_of l.
Proof.
  intros K G0 E. pose proof (square_of_sum Rabs l) as S. fold (total_abs l) in S.
  rewrite (sum_of_ext (fun x => Rabs x ^ 2) (fun z => z ^ 2)) in S by (intros; apply pow2_abs). fold (squares_of l) in S.
  apply Rmult_le_reg_l with (count l); [lra|].
  replace (count l * (count l * e ^ 2)) with (Rabs (count l * e) ^ 2) by (rewrite pow2_abs; ring).
  apply Rle_trans with ((G * total_abs l) ^ 2); [apply pow_incr; split; [apply Rabs_pos|exact E]|].
  replace ((G * total_abs l) ^ 2) with (G ^ 2 * total_abs l ^ 2) by ring.
  replace (count l * (G ^ 2 * squares_of l)) with (G ^ 2 * (count l * squares_of l)) by ring.
  apply Rmult_le_compat_l; [apply pow2_ge_0|exact S].
Qed.

(* The mean of squares, against A and sigma. *)
Lemma total_of_squares l : squares_of l <= total_abs l ^ 2.
Proof.
  induction l as [|x l IH]; [unfold squares_of, total_abs; simpl; lra|].
  replace (squares_of (x :: l)) with (x ^ 2 + squares_of l) by reflexivity.
  replace (total_abs (x :: l)) with (Rabs x + total_abs l) by reflexivity.
  rewrite <- (pow2_abs x). pose proof (Rabs_pos x). pose proof (total_abs_pos l).
  assert (0 <= Rabs x * total_abs l) by (apply Rmult_le_pos; assumption). lra.
Qed.
Lemma root_of_mean_square l kappa : 1 <= count l -> 0 <= kappa <= 1 ->
  sqrt (count l) * (1 - kappa ^ 2) <= 1 + kappa ^ 2 ->
  sqrt (squares_of l / count l) <= mean_abs l + kappa * sigma l.
Proof.
  intros K Ka H. pose proof (mean_abs_pos l K) as A0. pose proof (sigma_pos l) as S0. pose proof (mean_le_abs l K) as MA.
  pose proof (inverse_count l K) as I. pose proof (squares_of_pos l) as Q0.
  set (A := mean_abs l) in *. set (s := sigma l) in *. set (m := count l) in *.
  assert (q0 : 0 <= squares_of l / m) by (apply Rmult_le_pos; lra).
  assert (rm : 1 <= sqrt m) by (rewrite <- sqrt_1; apply sqrt_le_1_alt; lra).
  assert (rm2 : sqrt m * sqrt m = m) by (apply sqrt_sqrt; lra).
  assert (ks : 0 <= kappa * s) by (apply Rmult_le_pos; lra).
  assert (B1 : squares_of l / m <= s ^ 2 + A ^ 2).
  { pose proof (squares_around l K 0) as V. rewrite (sum_of_ext (fun x => (x - 0) ^ 2) (fun z => z ^ 2)) in V by (intros; ring).
    fold (squares_of l) m in V. rewrite V. unfold s. rewrite sigma_squared by exact K. apply Rplus_le_compat_l.
    replace ((0 - mean l) ^ 2) with (Rabs (mean l) ^ 2) by (rewrite pow2_abs; ring). apply pow_incr. split; [apply Rabs_pos|exact MA]. }
  assert (B2 : squares_of l / m <= (sqrt m * A) ^ 2).
  { replace ((sqrt m * A) ^ 2) with (sqrt m * sqrt m * A ^ 2) by ring. rewrite rm2.
    replace (m * A ^ 2) with (total_abs l ^ 2 / m) by (unfold A, mean_abs; fold m; field; lra).
    apply Rmult_le_compat_r; [lra|apply total_of_squares]. }
  apply Rsqr_incr_0; [|apply sqrt_pos|lra]. rewrite Rsqr_sqrt by exact q0. unfold Rsqr.
  destruct (Rle_dec ((1 - kappa ^ 2) * s) (2 * kappa * A)) as [C|C].
  - assert (s * ((1 - kappa ^ 2) * s) <= s * (2 * kappa * A)) by (apply Rmult_le_compat_l; lra). lra.
  - (* sigma is so large beside A that sqrt(m) A is less. *)
    enough (G : sqrt m * A <= A + kappa * s).
    { eapply Rle_trans; [exact B2|]. replace ((A + kappa * s) * (A + kappa * s)) with ((A + kappa * s) ^ 2) by ring.
      apply pow_incr. split; [apply Rmult_le_pos; lra|exact G]. }
    assert (k2 : 0 <= kappa ^ 2 <= 1) by (simpl; nra).
    destruct (Req_dec (kappa ^ 2) 1) as [One|Less].
    + rewrite One in C. exfalso. apply C. assert (0 <= kappa * A) by (apply Rmult_le_pos; lra). lra.
    + apply Rmult_le_reg_l with (1 - kappa ^ 2); [lra|].
      assert (A * (sqrt m * (1 - kappa ^ 2)) <= A * (1 + kappa ^ 2)) by (apply Rmult_le_compat_l; assumption).
      assert (kappa * (2 * kappa * A) <= kappa * ((1 - kappa ^ 2) * s)) by (apply Rmult_le_compat_l; lra). lra.
Qed.

Section Merged.
Variable a : arithmetic.
Variable n : nat.
Hypothesis n_few : (n <= 3)%nat.
Variable block : list R -> R -> R -> Prop.
Variables g w : list R -> R.
Variable p : list R -> nat.
Hypothesis block_some : forall l mean_hat squares, block l mean_hat squares -> 1 <= count l.
Hypothesis g_pos : forall l, 0 <= g l.
Hypothesis w_pos : forall l, 0 <= w l.
Hypothesis block_mean : forall l mean_hat squares,
  block l mean_hat squares -> Rabs (count l * mean_hat - total l) <= g l * total_abs l.

(* X is what the sum of squares would be without its own roundings, of which there are p. *)
Definition near_deviations (l : list R) (weight : R) (roundings : nat) squares := exists X, 0 <= X /\
  sqrt X <= sqrt (deviations l) + sqrt (weight * squares_of l) /\
  sqrt (deviations l) <= sqrt X + sqrt (weight * squares_of l) /\
  X * (1 - u a) ^ roundings <= squares <= X * (1 + u a) ^ roundings.
Hypothesis block_squares : forall l mean_hat squares, block l mean_hat squares -> near_deviations l (w l) (p l) squares.

Let merged := merged a n block.
Let grown := grown a n g.

Fixpoint w_of t := match t with
  | Block l => w l
  | Merge s t => Rmax (w_of s + grown s ^ 2 * (size t / size s)) (w_of t + grown t ^ 2 * (size s / size t))
  end.
Fixpoint p_of t := match t with
  | Block l => p l
  | Merge s t => (Nat.max (Nat.max (p_of s) (p_of t)) 6 + 2)%nat
  end.

Theorem merged_accumulates t mean_hat squares : merged t mean_hat squares ->
  0 <= w_of t /\ near_deviations (merged_values t) (w_of t) (p_of t) squares.
Proof.
  intros W.
  induction W as [l mean_hat squares B | s t ms qs mt qt part product squares Ws [ws0 Is] Wt [wt0 It] Hpart Hpr Hsq].
  { split; [apply w_pos|exact (block_squares _ _ _ B)]. }
  pose proof (merged_some a n block block_some _ _ _ Ws) as K. pose proof (merged_some a n block block_some _ _ _ Wt) as J.
  destruct (merged_any_precision a n n_few block g block_some g_pos block_mean _ _ _ Ws) as [Gs Es].
  destruct (merged_any_precision a n n_few block g block_some g_pos block_mean _ _ _ Wt) as [Gt Et].
  fold grown in Gs, Es, Gt, Et. pose proof (u_small a) as U.
  destruct Is as [X [X0 [X1 [X2 [X3 X4]]]]]. destruct It as [Y [Y0 [Y1 [Y2 [Y3 Y4]]]]].
  cbn [merged_values w_of p_of]. set (ls := merged_values s) in *. set (lt := merged_values t) in *.
  pose proof (squares_of_pos ls) as Qs0. pose proof (squares_of_pos lt) as Qt0.
  assert (Qa : squares_of (ls ++ lt) = squares_of ls + squares_of lt) by apply sum_of_app.
  pose proof (deviations_merge ls lt K J) as DM.
  assert (Ds0 : 0 <= deviations ls) by (apply Rmult_le_pos; [unfold size in K; fold ls in K; lra|apply variance_pos; exact K]).
  assert (Dt0 : 0 <= deviations lt) by (apply Rmult_le_pos; [unfold size in J; fold lt in J; lra|apply variance_pos; exact J]).
  unfold size in *. fold ls lt in K, J, Hpr, Hpart, Es, Et |- *.
  set (k := count ls) in *. set (j := count lt) in *. set (gs := grown s) in *. set (gt := grown t) in *.
  set (Qs := squares_of ls) in *. set (Qt := squares_of lt) in *.
  set (es := ms - mean ls). set (et := mt - mean lt).
  assert (Es' : k * es ^ 2 <= gs ^ 2 * Qs).
  { apply error_squared; try assumption. replace (count ls * es) with (k * ms - total ls); [exact Es|].
    unfold es, mean. fold k. field. lra. }
  assert (Et' : j * et ^ 2 <= gt ^ 2 * Qt).
  { apply error_squared; try assumption. replace (count lt * et) with (j * mt - total lt); [exact Et|].
    unfold et, mean. fold j. field. lra. }
  set (rho := k * j / (k + j)) in *.
  assert (rho0 : 0 < rho) by (unfold rho, Rdiv; repeat apply Rmult_lt_0_compat; try lra; apply Rinv_0_lt_compat; lra).
  assert (kj : 0 <= k / j) by (unfold Rdiv; apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]).
  assert (jk : 0 <= j / k) by (unfold Rdiv; apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]).
  set (d := mean lt - mean ls) in *. set (y := (mt - ms) ^ 2 * rho) in *.
  assert (y0 : 0 <= y) by (apply Rmult_le_pos; [apply pow2_ge_0|lra]).
  set (f := sqrt rho * (Rabs es + Rabs et)).
  assert (f0 : 0 <= f).
  { apply Rmult_le_pos; [apply sqrt_pos|]. pose proof (Rabs_pos es). pose proof (Rabs_pos et). lra. }
  assert (ff : f ^ 2 <= j / k * (gs ^ 2 * Qs) + k / j * (gt ^ 2 * Qt)).
  { replace (f ^ 2) with (sqrt rho * sqrt rho * (Rabs es + Rabs et) ^ 2) by (unfold f; ring). rewrite sqrt_sqrt by lra.
    eapply Rle_trans; [apply (merge_cross k j); lra|]. rewrite !pow2_abs. apply Rplus_le_compat.
    - replace (j * es ^ 2) with (j / k * (k * es ^ 2)) by (field; lra). apply Rmult_le_compat_l; assumption.
    - replace (k * et ^ 2) with (k / j * (j * et ^ 2)) by (field; lra). apply Rmult_le_compat_l; assumption. }
  assert (Sy : sqrt y = Rabs (mt - ms) * sqrt rho).
  { unfold y. rewrite sqrt_mult by (try apply pow2_ge_0; lra). rewrite <- (pow2_abs (mt - ms)), sqrt_pow2; [reflexivity|apply Rabs_pos]. }
  assert (Sd : sqrt (d ^ 2 * rho) = Rabs d * sqrt rho).
  { rewrite sqrt_mult by (try apply pow2_ge_0; lra). rewrite <- (pow2_abs d), sqrt_pow2; [reflexivity|apply Rabs_pos]. }
  assert (r0 : 0 <= sqrt rho) by apply sqrt_pos.
  assert (dd : mt - ms = d + (et - es)) by (unfold d, es, et; ring).
  assert (ee : Rabs (et - es) <= Rabs es + Rabs et).
  { unfold Rminus. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. lra. }
  assert (N1 : sqrt y <= sqrt (d ^ 2 * rho) + f).
  { rewrite Sy, Sd. unfold f.
    assert (Rabs (mt - ms) <= Rabs d + (Rabs es + Rabs et)) by (rewrite dd; eapply Rle_trans; [apply Rabs_triang|]; lra).
    assert (Rabs (mt - ms) * sqrt rho <= (Rabs d + (Rabs es + Rabs et)) * sqrt rho) by (apply Rmult_le_compat_r; assumption). lra. }
  assert (N2 : sqrt (d ^ 2 * rho) <= sqrt y + f).
  { rewrite Sy, Sd. unfold f.
    assert (Rabs d <= Rabs (mt - ms) + (Rabs es + Rabs et)).
    { replace d with ((mt - ms) + - (et - es)) by (rewrite dd; ring). eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. lra. }
    assert (Rabs d * sqrt rho <= (Rabs (mt - ms) + (Rabs es + Rabs et)) * sqrt rho) by (apply Rmult_le_compat_r; assumption). lra. }
  set (es1 := sqrt (w_of s * Qs)) in *. set (et1 := sqrt (w_of t * Qt)) in *.
  assert (es2 : es1 ^ 2 = w_of s * Qs) by (apply pow2_sqrt, Rmult_le_pos; assumption).
  assert (et2 : et1 ^ 2 = w_of t * Qt) by (apply pow2_sqrt, Rmult_le_pos; assumption).
  set (W1 := w_of s + gs ^ 2 * (j / k)). set (W2 := w_of t + gt ^ 2 * (k / j)).
  pose proof (Rmax_l W1 W2) as M1. pose proof (Rmax_r W1 W2) as M2.
  assert (W0 : 0 <= Rmax W1 W2).
  { eapply Rle_trans; [|exact M1]. unfold W1. pose proof (pow2_ge_0 gs). assert (0 <= gs ^ 2 * (j / k)) by (apply Rmult_le_pos; lra). lra. }
  (* The errors of both parts and of the merge, as one vector. *)
  set (spread := sqrt (sqrt (es1 ^ 2 + et1 ^ 2) ^ 2 + f ^ 2)).
  assert (Sp : spread <= sqrt (Rmax W1 W2 * squares_of (ls ++ lt))).
  { apply sqrt_le_1_alt. rewrite pow2_sqrt by apply sqrt_of_squares. rewrite Qa, es2, et2.
    assert (W1 * Qs <= Rmax W1 W2 * Qs) by (apply Rmult_le_compat_r; assumption).
    assert (W2 * Qt <= Rmax W1 W2 * Qt) by (apply Rmult_le_compat_r; assumption). unfold W1 in H at 1. unfold W2 in H0 at 1. lra. }
  assert (XY : X + Y = sqrt X ^ 2 + sqrt Y ^ 2) by (rewrite !pow2_sqrt by assumption; reflexivity).
  assert (DD : deviations ls + deviations lt = sqrt (deviations ls) ^ 2 + sqrt (deviations lt) ^ 2)
    by (rewrite !pow2_sqrt by assumption; reflexivity).
  pose proof (sqrt_pos X) as x0. pose proof (sqrt_pos Y) as x1. pose proof (sqrt_pos (deviations ls)) as x2.
  pose proof (sqrt_pos (deviations lt)) as x3. assert (x4 : 0 <= es1) by apply sqrt_pos. assert (x5 : 0 <= et1) by apply sqrt_pos.
  pose proof (triangle _ _ _ _ _ _ x0 x1 x2 x4 x3 x5 X1 Y1) as T1. pose proof (triangle _ _ _ _ _ _ x2 x3 x0 x4 x1 x5 X2 Y2) as T2.
  rewrite <- XY, <- DD in T1, T2.
  assert (dr : 0 <= d ^ 2 * rho) by (apply Rmult_le_pos; [apply pow2_ge_0|lra]).
  pose proof (sqrt_pos (X + Y)) as z0. pose proof (sqrt_pos (deviations ls + deviations lt)) as z1. pose proof (sqrt_pos y) as z2.
  pose proof (sqrt_pos (d ^ 2 * rho)) as z3. pose proof (sqrt_pos (es1 ^ 2 + et1 ^ 2)) as z4.
  pose proof (triangle _ _ _ _ _ _ z0 z2 z1 z4 z3 f0 T1 N1) as T3. pose proof (triangle _ _ _ _ _ _ z1 z3 z0 z4 z2 f0 T2 N2) as T4.
  rewrite !pow2_sqrt in T3, T4 by lra. rewrite <- DM in T3, T4. fold spread in T3, T4.
  replace (sqrt (sqrt (es1 ^ 2 + et1 ^ 2) ^ 2 + f ^ 2)) with spread in T3, T4 by reflexivity.
  split; [exact W0|].
  exists (X + Y + y). split; [lra|]. split; [|split].
  - eapply Rle_trans; [exact T3|]. apply Rplus_le_compat_l. exact Sp.
  - eapply Rle_trans; [exact T4|]. apply Rplus_le_compat_l. exact Sp.
  - set (P := Nat.max (Nat.max (p_of s) (p_of t)) 6).
    destruct Hpr as [q [Hq Eq]]. fold y in Eq. destruct Hsq as [b [Hb ->]].
    pose proof (powers_low a (p_of s) P ltac:(unfold P; lia)). pose proof (powers_low a (p_of t) P ltac:(unfold P; lia)).
    pose proof (powers_low a 6 P ltac:(unfold P; lia)). pose proof (powers_high a (p_of s) P ltac:(unfold P; lia)).
    pose proof (powers_high a (p_of t) P ltac:(unfold P; lia)). pose proof (powers_high a 6 P ltac:(unfold P; lia)).
    rewrite !pow_add. pose proof (power_low a P) as P0. pose proof (power_low a 2) as P2. pose proof (power_high a P).
    assert (L : (X + Y + y) * (1 - u a) ^ P <= qs + qt + product).
    { assert (X * (1 - u a) ^ P <= X * (1 - u a) ^ p_of s) by (apply Rmult_le_compat_l; assumption).
      assert (Y * (1 - u a) ^ P <= Y * (1 - u a) ^ p_of t) by (apply Rmult_le_compat_l; assumption).
      assert (y * (1 - u a) ^ P <= y * q) by (apply Rmult_le_compat_l; lra). rewrite Eq. lra. }
    assert (H6 : qs + qt + product <= (X + Y + y) * (1 + u a) ^ P).
    { assert (X * (1 + u a) ^ p_of s <= X * (1 + u a) ^ P) by (apply Rmult_le_compat_l; assumption).
      assert (Y * (1 + u a) ^ p_of t <= Y * (1 + u a) ^ P) by (apply Rmult_le_compat_l; assumption).
      assert (y * q <= y * (1 + u a) ^ P) by (apply Rmult_le_compat_l; lra). rewrite Eq. lra. }
    assert (L0 : 0 <= (X + Y + y) * (1 - u a) ^ P) by (apply Rmult_le_pos; lra).
    split; rewrite <- Rmult_assoc; apply Rmult_le_compat; lra.
Qed.

(* BN-12, Variance: |sqrt v_hat - sigma| <= t, and the mean within its bound: grade stable. *)
Theorem merged_is_stable t mean_hat squares v_hat k kappa : merged t mean_hat squares ->
  let l := merged_values t in let r := root_factor a (p_of t + 4) in
  roundings a 4 (squares / count l) v_hat ->
  grown t <= k * u a -> r <= 1 ->
  0 <= kappa <= 1 -> sqrt (count l) * (1 - kappa ^ 2) <= 1 + kappa ^ 2 ->
  (1 + r) * sqrt (w_of t) <= k * u a -> r + (1 + r) * sqrt (w_of t) * kappa <= k * u a ->
  stable (k * u a) l mean_hat v_hat.
Proof.
  intros W l r Hv G R1 Ka Hk F1 F2. destruct (merged_accumulates _ _ _ W) as [w0 [X [X0 [Xa [Xb Xc]]]]]. fold l in Xa, Xb.
  pose proof (merged_some a n block block_some _ _ _ W) as K. unfold size in K. fold l in K. pose proof (u_small a) as U.
  destruct (root_factor_range a _ R1) as [r0 [Rh Rl]]. fold r in r0, Rh, Rl.
  pose proof (mean_abs_pos l K) as A0. pose proof (sigma_pos l) as S0. pose proof (inverse_count l K) as I.
  pose proof (root_of_mean_square l kappa K Ka Hk) as Q.
  pose proof (squares_of_pos l) as Q0.
  set (m := count l) in *. set (A := mean_abs l) in *. set (s := sigma l) in *. set (w1 := sqrt (w_of t)) in *.
  assert (w10 : 0 <= w1) by apply sqrt_pos.
  assert (rm : 0 < sqrt m) by (apply sqrt_lt_R0; lra). assert (rm2 : sqrt m * sqrt m = m) by (apply sqrt_sqrt; lra).
  assert (Irm : 0 < / sqrt m) by (apply Rinv_0_lt_compat; exact rm).
  assert (D : sqrt (deviations l) = sqrt m * s).
  { unfold deviations. fold m. rewrite sqrt_mult; [reflexivity|lra|apply variance_pos; exact K]. }
  assert (E : sqrt (w_of t * squares_of l) = sqrt m * (w1 * sqrt (squares_of l / m))).
  { rewrite sqrt_mult by assumption. fold w1. unfold Rdiv. rewrite (sqrt_mult (squares_of l)) by lra.
    rewrite sqrt_inv by lra. field. lra. }
  set (q := sqrt (squares_of l / m)) in *. set (z := sqrt X / sqrt m).
  assert (z0 : 0 <= z) by (apply Rmult_le_pos; [apply sqrt_pos|lra]).
  rewrite D, E in Xa, Xb.
  assert (Z1 : z <= s + w1 * q).
  { unfold z. apply Rmult_le_reg_r with (sqrt m); [exact rm|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. lra. }
  assert (Z2 : s <= z + w1 * q).
  { unfold z. apply Rmult_le_reg_r with (sqrt m); [exact rm|]. rewrite Rmult_plus_distr_r. unfold Rdiv.
    rewrite (Rmult_assoc (sqrt X)), Rinv_l, Rmult_1_r by lra. lra. }
  assert (zz : z ^ 2 = X / m).
  { unfold z. replace ((sqrt X / sqrt m) ^ 2) with (sqrt X * sqrt X / (sqrt m * sqrt m)) by (field; lra).
    rewrite rm2, sqrt_sqrt by exact X0. reflexivity. }
  assert (V : (1 - r) ^ 2 * z ^ 2 <= v_hat <= (1 + r) ^ 2 * z ^ 2).
  { destruct Hv as [b [Hb ->]]. rewrite zz. assert (Y0 : 0 <= X / m) by (apply Rmult_le_pos; lra).
    rewrite pow_add in Rh, Rl. pose proof (power_low a (p_of t)). pose proof (power_low a 4).
    assert (Q1 : X / m * (1 - u a) ^ p_of t <= squares / m).
    { unfold Rdiv. replace (X * / m * (1 - u a) ^ p_of t) with (X * (1 - u a) ^ p_of t * / m) by ring. apply Rmult_le_compat_r; lra. }
    assert (Q2 : squares / m <= X / m * (1 + u a) ^ p_of t).
    { unfold Rdiv. replace (X * / m * (1 + u a) ^ p_of t) with (X * (1 + u a) ^ p_of t * / m) by ring. apply Rmult_le_compat_r; lra. }
    assert (Q3 : 0 <= X / m * (1 - u a) ^ p_of t) by (apply Rmult_le_pos; lra). split.
    - apply Rle_trans with (X / m * (1 - u a) ^ p_of t * (1 - u a) ^ 4).
      + rewrite (Rmult_comm (_ ^ 2)), Rmult_assoc. apply Rmult_le_compat_l; assumption.
      + apply Rmult_le_compat; lra.
    - apply Rle_trans with (X / m * (1 + u a) ^ p_of t * (1 + u a) ^ 4).
      + apply Rmult_le_compat; lra.
      + rewrite (Rmult_comm ((1 + r) ^ 2)), Rmult_assoc. apply Rmult_le_compat_l; assumption. }
  rewrite <- !Rpow_mult_distr in V.
  assert (V0 : 0 <= v_hat) by (eapply Rle_trans; [apply pow2_ge_0|apply V]).
  assert (Lo : (1 - r) * z <= sqrt v_hat).
  { rewrite <- (sqrt_pow2 ((1 - r) * z)) by (apply Rmult_le_pos; lra). apply sqrt_le_1_alt. lra. }
  assert (Hi : sqrt v_hat <= (1 + r) * z).
  { rewrite <- (sqrt_pow2 ((1 + r) * z)) by (apply Rmult_le_pos; lra). apply sqrt_le_1_alt. lra. }
  split; [|split].
  - exact (merged_mean a n n_few block g block_some g_pos block_mean t mean_hat squares k W G).
  - exact V0.
  - assert (wq : w1 * q <= w1 * (A + kappa * s)) by (apply Rmult_le_compat_l; assumption).
    assert (wq0 : 0 <= w1 * q) by (apply Rmult_le_pos; [exact w10|apply sqrt_pos]).
    assert (rw : (1 + r) * (w1 * q) <= (1 + r) * (w1 * (A + kappa * s))) by (apply Rmult_le_compat_l; lra).
    assert (FA : A * ((1 + r) * w1) <= A * (k * u a)) by (apply Rmult_le_compat_l; assumption).
    assert (Fs : s * (r + (1 + r) * w1 * kappa) <= s * (k * u a)) by (apply Rmult_le_compat_l; assumption).
    assert (H1 : (1 + r) * z <= (1 + r) * (s + w1 * q)) by (apply Rmult_le_compat_l; lra).
    assert (H2 : (1 - r) * (s - w1 * q) <= (1 - r) * z) by (apply Rmult_le_compat_l; lra).
    assert (H3 : 0 <= r * (w1 * q)) by (apply Rmult_le_pos; assumption).
    change (Rabs (sqrt v_hat - s) <= k * u a * (s + A)). apply Rabs_le. lra.
Qed.
End Merged.
