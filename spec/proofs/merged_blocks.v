(* Blocks that are merged: BN-12, The mean, and Variance. Each by two passes, its sums in any order, or by Welford's recurrence, a single
   value included. What merged_mean.v and merged_variance.v ask of a block is a bound of its mean, and that the root of its sum of
   squares is near that of the exact one, roundings of the sum aside.

   By two passes the sum of squares is m (v + e^2), so its root is off by at most sqrt(m) |e|, and each of its m - 1 additions is a
   factor, for nothing is negative. By the recurrence it is off by as much as recurrence_variance.v says of all m values. *)
Require Import Reals Lra Lia Psatz List Permutation.
From Proofs Require Import rounding sum constants moments mean recurrence recurrence_variance joined merged_mean merged_variance.
Import ListNotations.
Open Scope R_scope.

(* A sum of numbers that are not negative: relative to the sum. *)
Theorem sum_of_positive (a : arithmetic) t : (forall x, In x (values t) -> 0 <= x) ->
  total (values t) * (1 - u a) ^ length (values t) <= summed a t <= total (values t) * (1 + u a) ^ length (values t) /\
  0 <= total (values t).
Proof.
  pose proof (u_small a) as U. induction t as [x | l IHl r IHr]; intros P.
  - assert (0 <= x) by (apply P; simpl; auto). unfold total; simpl. assert (0 <= u a * x) by (apply Rmult_le_pos; lra). lra.
  - cbn [values summed] in *. destruct (IHl ltac:(intros; apply P, in_or_app; auto)) as [[L1 L2] L0].
    destruct (IHr ltac:(intros; apply P, in_or_app; auto)) as [[R1 R2] R0]. clear IHl IHr P.
    unfold total. rewrite sum_of_app, app_length. fold (total (values l)) (total (values r)).
    set (i := length (values l)) in *. set (j := length (values r)) in *.
    assert (I : (1 <= i)%nat) by (unfold i; clear; induction l; simpl; [lia|rewrite app_length; lia]).
    assert (J : (1 <= j)%nat) by (unfold j; clear; induction r; simpl; [lia|rewrite app_length; lia]).
    set (S := total (values l)) in *. set (T := total (values r)) in *.
    destruct (rounded_once a (summed a l + summed a r)) as [d [Hd ->]]. cbn [pow] in Hd. rewrite !Rmult_1_r in Hd.
    assert (M : forall k, (k <= i + j - 1)%nat ->
        (1 - u a) ^ (i + j) <= (1 - u a) ^ k * (1 - u a) /\ (1 + u a) ^ k * (1 + u a) <= (1 + u a) ^ (i + j)).
    { intros k Hk. replace ((1 - u a) ^ k * (1 - u a)) with ((1 - u a) ^ Datatypes.S k) by (simpl; ring).
      replace ((1 + u a) ^ k * (1 + u a)) with ((1 + u a) ^ Datatypes.S k) by (simpl; ring).
      split; [apply powers_low|apply powers_high]; lia. }
    pose proof (power_low a i). pose proof (power_low a j). pose proof (power_high a i). pose proof (power_high a j).
    destruct (M i ltac:(lia)) as [Mi1 Mi2]. destruct (M j ltac:(lia)) as [Mj1 Mj2].
    assert (B1 : 0 <= S * (1 - u a) ^ i) by (apply Rmult_le_pos; lra).
    assert (B2 : 0 <= T * (1 - u a) ^ j) by (apply Rmult_le_pos; lra).
    split; [split|lra].
    + apply Rle_trans with ((summed a l + summed a r) * (1 - u a)); [|apply Rmult_le_compat_l; lra].
      assert (S * (1 - u a) ^ (i + j) <= S * ((1 - u a) ^ i * (1 - u a))) by (apply Rmult_le_compat_l; assumption).
      assert (T * (1 - u a) ^ (i + j) <= T * ((1 - u a) ^ j * (1 - u a))) by (apply Rmult_le_compat_l; assumption).
      assert ((S * (1 - u a) ^ i + T * (1 - u a) ^ j) * (1 - u a) <= (summed a l + summed a r) * (1 - u a))
        by (apply Rmult_le_compat_r; lra). lra.
    + apply Rle_trans with ((summed a l + summed a r) * (1 + u a)); [apply Rmult_le_compat_l; lra|].
      assert (S * ((1 + u a) ^ i * (1 + u a)) <= S * (1 + u a) ^ (i + j)) by (apply Rmult_le_compat_l; assumption).
      assert (T * ((1 + u a) ^ j * (1 + u a)) <= T * (1 + u a) ^ (i + j)) by (apply Rmult_le_compat_l; assumption).
      assert ((summed a l + summed a r) * (1 + u a) <= (S * (1 + u a) ^ i + T * (1 + u a) ^ j) * (1 + u a))
        by (apply Rmult_le_compat_r; lra). lra.
Qed.

Section Blocks.
Variable a : arithmetic.

Inductive block : list R -> R -> R -> Prop :=
| by_two_passes t order mean_hat square :
    Permutation (values t) (values order) -> numbers a t -> 2 <= count (values t) ->
    roundings a 2 (summed a t / count (values t)) mean_hat ->
    (forall z, roundings a 3 ((z - mean_hat) ^ 2) (square z)) ->
    block (values t) mean_hat (summed a (tree_map square order))
| by_recurrence l mean_hat squares : recurrence a 2 l mean_hat squares -> block l mean_hat squares.

Definition of_two_passes (l : list R) : R := match l with
  | [] => 0 | x :: rest => match rest with [] => 0 | _ => (1 + u a) ^ 2 * (1 + (count l - 1) * u a) - 1 end end.
Definition of_block l := Rmax (of_two_passes l) (growth a 2 l).

Variable share : R.
Hypothesis share_range : 0 <= share <= 1.
Definition weight_of_block l := Rmax (of_two_passes l ^ 2)
  ((sqrt (of_A (growth a 2) l share l) + sqrt (of_sigma (growth a 2) l share l)) ^ 2 / count l).
Definition roundings_of_block (l : list R) := (length l + 3)%nat.

Lemma of_two_passes_pos l : 0 <= of_two_passes l.
Proof.
  destruct l as [|x [|y rest]]; simpl; try lra. pose proof (u_small a) as U. pose proof (count_pos rest).
  fold (pow (1 + u a) 2). assert (C : 0 <= (count (x :: y :: rest) - 1) * u a).
  { apply Rmult_le_pos; [rewrite !count_cons; lra|lra]. }
  pose proof (power_high a 2) as P. simpl in P.
  assert (1 * 1 <= (1 + u a) * ((1 + u a) * 1) * (1 + (count (x :: y :: rest) - 1) * u a)) by (apply Rmult_le_compat; lra). lra.
Qed.
Lemma of_two_passes_is l : 2 <= count l -> of_two_passes l = (1 + u a) ^ 2 * (1 + (count l - 1) * u a) - 1.
Proof. destruct l as [|x [|y rest]]; intros K; try reflexivity; unfold count in K; simpl in K; lra. Qed.
Lemma of_block_pos l : 0 <= of_block l.
Proof. eapply Rle_trans; [apply of_two_passes_pos|apply Rmax_l]. Qed.
Lemma weight_of_block_pos l : 0 <= weight_of_block l.
Proof. eapply Rle_trans; [apply pow2_ge_0|apply Rmax_l]. Qed.

Lemma block_some l mean_hat squares : block l mean_hat squares -> 1 <= count l.
Proof. intros B. destruct B; [lra|eapply recurrence_some; eassumption]. Qed.

Lemma two_passes_mean t mean_hat : numbers a t -> roundings a 2 (summed a t / count (values t)) mean_hat -> 2 <= count (values t) ->
  Rabs (count (values t) * mean_hat - total (values t)) <= of_two_passes (values t) * total_abs (values t).
Proof.
  intros L H K. pose proof (mean_any_precision a 2 t mean_hat L H) as E. rewrite (of_two_passes_is _ K).
  set (m := count (values t)) in *. unfold mean, mean_abs in E. fold m in E.
  replace (m * mean_hat - total (values t)) with (m * (mean_hat - total (values t) / m)) by (field; lra).
  rewrite Rabs_mult, (Rabs_right m) by lra.
  apply Rle_trans with (m * (((1 + u a) ^ 2 * (1 + (m - 1) * u a) - 1) * (total_abs (values t) / m))).
  - apply Rmult_le_compat_l; [lra|exact E].
  - right. field. lra.
Qed.

Theorem block_mean l mean_hat squares : block l mean_hat squares ->
  Rabs (count l * mean_hat - total l) <= of_block l * total_abs l.
Proof.
  intros B. pose proof (total_abs_pos l) as T. destruct B as [t order mean_hat square P L K H Sq | l mean_hat squares W].
  - eapply Rle_trans; [exact (two_passes_mean t mean_hat L H K)|]. apply Rmult_le_compat_r; [exact T|apply Rmax_l].
  - eapply Rle_trans; [exact (recurrence_any_precision a 2 ltac:(lia) _ _ _ W)|]. apply Rmult_le_compat_r; [exact T|apply Rmax_r].
Qed.

Theorem block_squares l mean_hat squares : block l mean_hat squares ->
  near_deviations a l (weight_of_block l) (roundings_of_block l) squares.
Proof.
  intros B. pose proof (block_some _ _ _ B) as K1. pose proof (u_small a) as U. pose proof (squares_of_pos l) as Q0.
  assert (D : sqrt (deviations l) = sqrt (count l) * sigma l).
  { unfold deviations. rewrite sqrt_mult; [reflexivity|lra|apply variance_pos; exact K1]. }
  assert (rm : 0 < sqrt (count l)) by (apply sqrt_lt_R0; lra).
  assert (rm2 : sqrt (count l) * sqrt (count l) = count l) by (apply sqrt_sqrt; lra).
  destruct B as [t order mean_hat square P L K H Sq | l mean_hat squares W].
  - set (l := values t) in *. set (m := count l) in *. set (e := mean_hat - mean l).
    assert (Em : Rabs (m * e) <= of_two_passes l * total_abs l).
    { replace (m * e) with (m * mean_hat - total l) by (unfold e, mean; fold m; field; lra).
      exact (two_passes_mean t mean_hat L H K). }
    pose proof (error_squared l e (of_two_passes l) K1 (of_two_passes_pos l) Em) as E2. fold m in E2.
    pose proof (squares_around l K1 mean_hat) as Sa. fold m e in Sa.
    set (X := sum_of (fun x => (x - mean_hat) ^ 2) l) in *.
    assert (XX : X = deviations l + m * e ^ 2).
    { unfold deviations. fold m. rewrite <- Rmult_plus_distr_l, <- Sa. field. lra. }
    assert (X0 : 0 <= X) by (apply sum_of_pos; intros; apply pow2_ge_0).
    assert (D0 : 0 <= deviations l) by (apply Rmult_le_pos; [fold m; lra|apply variance_pos; exact K1]).
    assert (me : 0 <= m * e ^ 2) by (apply Rmult_le_pos; [lra|apply pow2_ge_0]).
    assert (We : sqrt (m * e ^ 2) <= sqrt (weight_of_block l * squares_of l)).
    { apply sqrt_le_1_alt. eapply Rle_trans; [exact E2|]. apply Rmult_le_compat_r; [exact Q0|apply Rmax_l]. }
    exists X. split; [exact X0|]. split; [|split].
    + apply Rle_trans with (sqrt (deviations l) + sqrt (m * e ^ 2)); [|lra].
      pose proof (sqrt_pos (deviations l)). pose proof (sqrt_pos (m * e ^ 2)).
      apply Rsqr_incr_0; [|apply sqrt_pos|lra]. rewrite Rsqr_sqrt by exact X0. unfold Rsqr.
      assert (0 <= sqrt (deviations l) * sqrt (m * e ^ 2)) by (apply Rmult_le_pos; assumption).
      pose proof (sqrt_sqrt _ D0). pose proof (sqrt_sqrt _ me). lra.
    + pose proof (sqrt_pos (weight_of_block l * squares_of l)).
      assert (sqrt (deviations l) <= sqrt X) by (apply sqrt_le_1_alt; lra). lra.
    + assert (F : forall z, (z - mean_hat) ^ 2 * (1 - u a) ^ 3 <= square z <= (z - mean_hat) ^ 2 * (1 + u a) ^ 3).
      { intros z. destruct (Sq z) as [q [Hq ->]]. pose proof (pow2_ge_0 (z - mean_hat)). split; apply Rmult_le_compat_l; lra. }
      destruct (sum_of_positive a (tree_map square order)) as [[S1 S2] S0].
      { intros x. rewrite values_tree_map, in_map_iff. intros [z [<- _]].
        eapply Rle_trans; [|apply F]. pose proof (power_low a 3). apply Rmult_le_pos; [apply pow2_ge_0|lra]. }
      assert (Ln : length (values (tree_map square order)) = length l).
      { rewrite values_tree_map, map_length. symmetry. apply Permutation_length. exact P. }
      assert (T : total (values (tree_map square order)) = sum_of square l).
      { unfold total. rewrite values_tree_map, sum_of_map. symmetry. apply sum_of_permuted. exact P. }
      rewrite Ln, T in S1, S2. rewrite T in S0. unfold roundings_of_block. rewrite !pow_add.
      assert (T1 : X * (1 - u a) ^ 3 <= sum_of square l).
      { unfold X. rewrite Rmult_comm, <- sum_of_scaled. apply sum_of_le. intros z. rewrite Rmult_comm. apply F. }
      assert (T2 : sum_of square l <= X * (1 + u a) ^ 3).
      { unfold X. rewrite Rmult_comm, <- sum_of_scaled. apply sum_of_le. intros z. rewrite Rmult_comm. apply F. }
      pose proof (power_low a (length l)). pose proof (power_high a (length l)).
      split.
      * eapply Rle_trans; [|exact S1]. replace (X * ((1 - u a) ^ length l * (1 - u a) ^ 3))
          with (X * (1 - u a) ^ 3 * (1 - u a) ^ length l) by ring. apply Rmult_le_compat_r; lra.
      * eapply Rle_trans; [exact S2|]. replace (X * ((1 + u a) ^ length l * (1 + u a) ^ 3))
          with (X * (1 + u a) ^ 3 * (1 + u a) ^ length l) by ring. apply Rmult_le_compat_r; lra.
  - destruct (accumulates a 2 ltac:(lia) (growth a 2) (fun l => proj1 (growth_range a 2 ltac:(lia) l))
      (fun x l K => growth_grows a 2 ltac:(lia) x l K) (recurrence_any_precision a 2 ltac:(lia)) l share share_range l mean_hat squares W
      [] eq_refl) as [X [X0 [X1 [X2 [X3 X4]]]]].
    destruct (sums_pos (growth a 2) l share l (Rle_refl _)) as [P1 P2].
    set (alpha := of_A (growth a 2) l share l) in *. set (beta := of_sigma (growth a 2) l share l) in *.
    assert (Sp : spread (growth a 2) l share l <= sqrt (weight_of_block l * squares_of l)).
    { unfold spread. fold alpha beta. pose proof (mean_abs_pos l K1) as A0. pose proof (sigma_pos l) as S0.
      pose proof (sqrt_pos alpha) as a0. pose proof (sqrt_pos beta) as b0.
      assert (N0 : 0 <= mean_abs l * sqrt alpha + sigma l * sqrt beta)
        by (apply Rplus_le_le_0_compat; apply Rmult_le_pos; assumption).
      rewrite <- (sqrt_pow2 _ N0). apply sqrt_le_1_alt.
      assert (An : count l * mean_abs l ^ 2 <= squares_of l).
      { pose proof (square_of_sum Rabs l) as S. fold (total_abs l) in S.
        rewrite (sum_of_ext (fun x => Rabs x ^ 2) (fun z => z ^ 2)) in S by (intros; apply pow2_abs). fold (squares_of l) in S.
        apply Rmult_le_reg_l with (count l); [lra|].
        replace (count l * (count l * mean_abs l ^ 2)) with (total_abs l ^ 2) by (unfold mean_abs; field; lra). exact S. }
      assert (Sn : count l * sigma l ^ 2 <= squares_of l).
      { rewrite sigma_squared by exact K1. fold (deviations l). rewrite deviations_as_sums by exact K1. fold (squares_of l).
        assert (0 <= total l ^ 2 / count l); [|lra].
        apply Rmult_le_pos; [apply pow2_ge_0|left; apply Rinv_0_lt_compat; lra]. }
      (* Both A and sigma are at most the root of Q / m. *)
      set (q := squares_of l / count l). assert (q0 : 0 <= q) by (apply Rmult_le_pos; [exact Q0|left; apply Rinv_0_lt_compat; lra]).
      assert (Aq : mean_abs l <= sqrt q).
      { rewrite <- (sqrt_pow2 _ A0). apply sqrt_le_1_alt. apply Rmult_le_reg_l with (count l); [lra|].
        replace (count l * q) with (squares_of l) by (unfold q; field; lra). exact An. }
      assert (Sq : sigma l <= sqrt q).
      { rewrite <- (sqrt_pow2 _ S0). apply sqrt_le_1_alt. apply Rmult_le_reg_l with (count l); [lra|].
        replace (count l * q) with (squares_of l) by (unfold q; field; lra). exact Sn. }
      assert (N1 : mean_abs l * sqrt alpha + sigma l * sqrt beta <= sqrt q * (sqrt alpha + sqrt beta)).
      { rewrite Rmult_plus_distr_l. apply Rplus_le_compat; apply Rmult_le_compat_r; assumption. }
      apply Rle_trans with ((sqrt q * (sqrt alpha + sqrt beta)) ^ 2); [apply pow_incr; lra|].
      replace ((sqrt q * (sqrt alpha + sqrt beta)) ^ 2) with ((sqrt alpha + sqrt beta) ^ 2 / count l * squares_of l).
      + apply Rmult_le_compat_r; [exact Q0|apply Rmax_r].
      + replace ((sqrt q * (sqrt alpha + sqrt beta)) ^ 2) with (sqrt q * sqrt q * (sqrt alpha + sqrt beta) ^ 2) by ring.
        rewrite sqrt_sqrt by exact q0. unfold q. field. lra. }
    exists X. split; [exact X0|]. split; [lra|]. split; [lra|]. unfold roundings_of_block.
    pose proof (powers_low a (length l + 2) (length l + 3) ltac:(lia)). pose proof (powers_high a (length l + 2) (length l + 3) ltac:(lia)).
    split.
    + eapply Rle_trans; [|exact X3]. apply Rmult_le_compat_l; assumption.
    + eapply Rle_trans; [exact X4|]. apply Rmult_le_compat_l; assumption.
Qed.

(* BN-12, The mean and Variance: mean and variance of merged blocks are of grade stable. The conditions are numbers of u, of the
   counts of the blocks and of which is merged into which; test/spec/proofs/merged.test.ts computes them. *)
Definition merged_growth := grown a 3 of_block.
Definition merged_weight := w_of a 3 of_block weight_of_block.
Definition merged_roundings := p_of roundings_of_block.

Theorem merged_blocks_are_stable t mean_hat squares v_hat k kappa :
  merged a 3 block t mean_hat squares ->
  let l := merged_values t in let r := root_factor a (merged_roundings t + 4) in
  roundings a 4 (squares / count l) v_hat ->
  merged_growth t <= k * u a -> r <= 1 ->
  0 <= kappa <= 1 -> sqrt (count l) * (1 - kappa ^ 2) <= 1 + kappa ^ 2 ->
  (1 + r) * sqrt (merged_weight t) <= k * u a -> r + (1 + r) * sqrt (merged_weight t) * kappa <= k * u a ->
  stable (k * u a) l mean_hat v_hat.
Proof.
  intros W. exact (merged_is_stable a 3 ltac:(lia) block of_block weight_of_block roundings_of_block block_some of_block_pos
    weight_of_block_pos block_mean block_squares t mean_hat squares v_hat k kappa W).
Qed.
End Blocks.
