(* The mean of merged blocks (Chan, Golub and LeVeque): BN-12, The mean, last part.

   mean = mean(s) + (mean(t) - mean(s)) * (j / (k + j)), where s has k values and t, the block merged into it, j. Times k + j, that is
   k mean(s) + j mean(t) and the error of the difference, j / (k + j) times it and its product: relative to j |mean(t)|, and to
   j |mean(s)|, which is j / k times k |mean(s)|. So the sums of magnitudes of both parts take part with a factor each, that of s being
   small where t is short; the larger of them is what `grown` counts. All orders are contained, and no condition is needed: that no
   block is longer than what it is merged into keeps j / k at most 1, and so `grown` below K u. *)
Require Import Reals Lra Lia Psatz List Permutation.
From Proofs Require Import rounding sum constants moments mean recurrence.
Import ListNotations.
Open Scope R_scope.

(* Which blocks are merged into which. *)
Inductive merges := Block (l : list R) | Merge (into from : merges).
Fixpoint merged_values t := match t with Block l => l | Merge s t => merged_values s ++ merged_values t end.
Definition size t := count (merged_values t).

Section Merged.
Variable a : arithmetic.

(* Roundings of the difference, of j / (k + j), and of their product. *)
Variable n : nat.
Hypothesis n_few : (n <= 3)%nat.

(* What a block makes of its mean and of its sum of squared deviations, and a bound of the first. *)
Variable block : list R -> R -> R -> Prop.
Variable g : list R -> R.
Hypothesis block_some : forall l mean_hat squares, block l mean_hat squares -> 1 <= count l.
Hypothesis g_pos : forall l, 0 <= g l.
Hypothesis block_mean : forall l mean_hat squares,
  block l mean_hat squares -> Rabs (count l * mean_hat - total l) <= g l * total_abs l.

(* The sum of squares has three parts, none negative, and two additions in any order. *)
Inductive merged : merges -> R -> R -> Prop :=
| alone l mean_hat squares : block l mean_hat squares -> merged (Block l) mean_hat squares
| merge s t mean_s squares_s mean_t squares_t part product squares :
    merged s mean_s squares_s -> merged t mean_t squares_t ->
    roundings a n ((mean_t - mean_s) * (size t / (size s + size t))) part ->
    roundings a 6 ((mean_t - mean_s) ^ 2 * (size s * size t / (size s + size t))) product ->
    roundings a 2 (squares_s + squares_t + product) squares ->
    merged (Merge s t) (fl a (mean_s + part)) squares.

(* What one merge adds to the factor of a part: of s, whose mean is corrected, with ratio j / k, and of t, with ratio 1. *)
Definition merge_step (before ratio : R) := before + (1 + before) * (u a + theta a n * (1 + u a) * ratio).
Fixpoint grown t := match t with
  | Block l => g l
  | Merge s t => Rmax (merge_step (grown s) (size t / size s)) (merge_step (grown t) 1)
  end.

Lemma size_merge s t : size (Merge s t) = size s + size t.
Proof. unfold size, count. simpl. apply sum_of_app. Qed.
Lemma merged_some t mean_hat squares : merged t mean_hat squares -> 1 <= size t.
Proof.
  intros W. induction W; [eapply block_some; eassumption|]. rewrite size_merge. lra.
Qed.

Theorem merged_any_precision t mean_hat squares : merged t mean_hat squares ->
  0 <= grown t /\ Rabs (size t * mean_hat - total (merged_values t)) <= grown t * total_abs (merged_values t).
Proof.
  intros W. induction W as [l mean_hat squares B | s t ms qs mt qt part product squares Ws [Gs Es] Wt [Gt Et] Hp _ _].
  - split; [apply g_pos|]. exact (block_mean _ _ _ B).
  - pose proof (merged_some _ _ _ Ws) as K. pose proof (merged_some _ _ _ Wt) as J.
    pose proof (theta_range a n n_few) as T. pose proof (u_small a) as U.
    rewrite size_merge. cbn [merged_values grown]. unfold total, total_abs. rewrite !sum_of_app.
    fold (total (merged_values s)) (total (merged_values t)) (total_abs (merged_values s)) (total_abs (merged_values t)).
    pose proof (total_abs_pos (merged_values s)) as S0. pose proof (total_abs_pos (merged_values t)) as T0.
    pose proof (total_le_abs (merged_values s)) as S1. pose proof (total_le_abs (merged_values t)) as T1.
    set (k := size s) in *. set (j := size t) in *. set (gs := grown s) in *. set (gt := grown t) in *.
    set (S := total_abs (merged_values s)) in *. set (Q := total_abs (merged_values t)) in *.
    set (th := theta a n) in *.
    assert (I : 0 < / k) by (apply Rinv_0_lt_compat; lra).
    assert (jk : 0 <= j / k) by (apply Rmult_le_pos; lra).
    destruct Hp as [q [Hq ->]]. set (z := ms + (mt - ms) * (j / (k + j)) * q).
    assert (Z : (k + j) * z = k * ms + j * mt + (q - 1) * (j * (mt - ms))) by (unfold z; field; lra).
    assert (q1 : Rabs (q - 1) <= th).
    { unfold th, theta. pose proof (powers_around_1 a n). apply Rabs_le. lra. }
    assert (Ms : k * Rabs ms <= (1 + gs) * S).
    { replace (k * Rabs ms) with (Rabs (k * ms)) by (rewrite Rabs_mult, (Rabs_right k) by lra; ring).
      replace (k * ms) with (total (merged_values s) + (k * ms - total (merged_values s))) by ring.
      eapply Rle_trans; [apply Rabs_triang|]. lra. }
    assert (Mt : j * Rabs mt <= (1 + gt) * Q).
    { replace (j * Rabs mt) with (Rabs (j * mt)) by (rewrite Rabs_mult, (Rabs_right j) by lra; ring).
      replace (j * mt) with (total (merged_values t) + (j * mt - total (merged_values t))) by ring.
      eapply Rle_trans; [apply Rabs_triang|]. lra. }
    assert (Mj : j * Rabs ms <= j / k * ((1 + gs) * S)).
    { replace (j * Rabs ms) with (j / k * (k * Rabs ms)) by (field; lra). apply Rmult_le_compat_l; assumption. }
    assert (D : Rabs ((q - 1) * (j * (mt - ms))) <= th * ((1 + gt) * Q + j / k * ((1 + gs) * S))).
    { rewrite Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos; [exact q1|].
      rewrite Rabs_mult, (Rabs_right j) by lra.
      pose proof (Rabs_triang mt (- ms)) as Tr. rewrite Rabs_Ropp in Tr.
      assert (j * Rabs (mt - ms) <= j * (Rabs mt + Rabs ms)) by (apply Rmult_le_compat_l; [lra|exact Tr]). lra. }
    assert (F : (k + j) * Rabs (fl a z - z)
        <= u a * ((1 + gs) * S + (1 + gt) * Q + th * ((1 + gt) * Q + j / k * ((1 + gs) * S)))).
    { pose proof (fl_relative a z) as R.
      apply Rle_trans with (u a * Rabs ((k + j) * z)).
      - rewrite Rabs_mult, (Rabs_right (k + j)) by lra.
        assert ((k + j) * Rabs (fl a z - z) <= (k + j) * (u a * Rabs z)) by (apply Rmult_le_compat_l; lra). lra.
      - apply Rmult_le_compat_l; [lra|]. rewrite Z. eapply Rle_trans; [apply Rabs_triang|].
        apply Rplus_le_compat; [|exact D]. eapply Rle_trans; [apply Rabs_triang|].
        rewrite !Rabs_mult, (Rabs_right k), (Rabs_right j) by lra. lra. }
    assert (Ps : merge_step gs (j / k) * S + merge_step gt 1 * Q
        <= Rmax (merge_step gs (j / k)) (merge_step gt 1) * (S + Q)).
    { pose proof (Rmax_l (merge_step gs (j / k)) (merge_step gt 1)). pose proof (Rmax_r (merge_step gs (j / k)) (merge_step gt 1)).
      rewrite Rmult_plus_distr_l. apply Rplus_le_compat; apply Rmult_le_compat_r; assumption. }
    split.
    + apply Rle_trans with (merge_step gt 1); [|apply Rmax_r]. unfold merge_step. fold th.
      assert (0 <= (1 + gt) * (u a + th * (1 + u a) * 1)); [|lra].
      apply Rmult_le_pos; [lra|]. assert (0 <= th * (1 + u a)) by (apply Rmult_le_pos; lra). lra.
    + eapply Rle_trans; [|exact Ps].
      replace ((k + j) * fl a z - (total (merged_values s) + total (merged_values t))) with
        ((k + j) * (fl a z - z) + (q - 1) * (j * (mt - ms))
         + ((k * ms - total (merged_values s)) + (j * mt - total (merged_values t)))).
      2: { replace ((k + j) * (fl a z - z)) with ((k + j) * fl a z - (k + j) * z) by ring. rewrite Z. ring. }
      eapply Rle_trans; [apply Rabs_triang|].
      pose proof (Rabs_triang ((k + j) * (fl a z - z)) ((q - 1) * (j * (mt - ms)))) as T2.
      rewrite (Rabs_mult (k + j)), (Rabs_right (k + j)) in T2 by lra.
      pose proof (Rabs_triang (k * ms - total (merged_values s)) (j * mt - total (merged_values t))) as T3.
      unfold merge_step. fold th. lra.
Qed.

(* BN-12, The mean: |e| <= K u A. *)
Theorem merged_mean t mean_hat squares k : merged t mean_hat squares -> grown t <= k * u a ->
  Rabs (mean_hat - mean (merged_values t)) <= k * u a * mean_abs (merged_values t).
Proof.
  intros W G. pose proof (merged_some _ _ _ W) as K. destruct (merged_any_precision _ _ _ W) as [_ E].
  pose proof (inverse_count (merged_values t) K) as I. pose proof (total_abs_pos (merged_values t)). unfold size in *.
  replace (mean_hat - mean (merged_values t))
    with ((count (merged_values t) * mean_hat - total (merged_values t)) * / count (merged_values t)) by (unfold mean; field; lra).
  rewrite Rabs_mult, (Rabs_right (/ count (merged_values t))) by lra. unfold mean_abs, Rdiv. rewrite <- Rmult_assoc.
  apply Rmult_le_compat_r; [lra|]. eapply Rle_trans; [exact E|]. apply Rmult_le_compat_r; assumption.
Qed.
End Merged.

(* Two additions of numbers that are not negative, in any order: what `merged` asks of the sum of squares. *)
Lemma two_additions (a : arithmetic) p q s : 0 <= p -> 0 <= q -> 0 <= s ->
  roundings a 2 (p + q + s) (fl a (fl a (p + q) + s)).
Proof.
  intros P Q S. pose proof (u_small a) as U.
  destruct (rounded_once a (p + q)) as [d [Hd ->]]. simpl in Hd.
  destruct (rounded_once a ((p + q) * d + s)) as [e [He ->]]. simpl in He.
  destruct (Req_dec (p + q + s) 0) as [Z|Z].
  - assert (p = 0) by lra. assert (q = 0) by lra. assert (s = 0) by lra. subst.
    replace (((0 + 0) * d + 0) * e) with (0 + 0 + 0) by ring. apply no_rounding.
  - exists (((p + q) * d + s) * e / (p + q + s)). split; [|field; exact Z].
    assert (I : 0 < / (p + q + s)) by (apply Rinv_0_lt_compat; lra).
    assert (L : (1 - u a) * (p + q + s) <= (p + q) * d + s).
    { assert ((p + q) * (1 - u a) <= (p + q) * d) by (apply Rmult_le_compat_l; lra).
      assert (0 <= u a * s) by (apply Rmult_le_pos; lra). lra. }
    assert (H : (p + q) * d + s <= (1 + u a) * (p + q + s)).
    { assert ((p + q) * d <= (p + q) * (1 + u a)) by (apply Rmult_le_compat_l; lra).
      assert (0 <= u a * s) by (apply Rmult_le_pos; lra). lra. }
    assert (L0 : 0 <= (1 - u a) * (p + q + s)) by (apply Rmult_le_pos; lra).
    unfold Rdiv. split; apply Rmult_le_reg_r with (p + q + s); try lra; rewrite (Rmult_assoc _ (/ (p + q + s))), Rinv_l, Rmult_1_r by exact Z.
    + replace ((1 - u a) ^ 2 * (p + q + s)) with ((1 - u a) * (p + q + s) * (1 - u a)) by ring. apply Rmult_le_compat; lra.
    + replace ((1 + u a) ^ 2 * (p + q + s)) with ((1 + u a) * (p + q + s) * (1 + u a)) by ring. apply Rmult_le_compat; lra.
Qed.
