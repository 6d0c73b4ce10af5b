(* Welford's recurrence for the mean: BN-12, The mean.

   mean(k) = mean(k-1) + (x(k) - mean(k-1)) / k. With e(k) the error after k values, k e(k) is (k-1) e(k-1) and the error that step k
   adds: of the difference and its division by k, relative to both operands, and of the addition, relative to its result.
   The first is less by 1/(k-1) for what has gone before. So the sum of magnitudes, which bounds k |mean(k)|, takes part with a
   factor 1 + step k each time. All orders are contained, and no condition is needed: `growth` is their product less 1, and
   m - 1 + 2 H roundings to first order, H being harmonic. *)
Require Import Reals Lra Lia Psatz List.
From Proofs Require Import rounding sum constants moments.
Import ListNotations.
Open Scope R_scope.

Section Recurrence.
Variable a : arithmetic.

(* Roundings of (x - mean) / k: two, and three where it is a product with a rounded 1/k. *)
Variable n : nat.
Hypothesis n_few : (n <= 3)%nat.
Definition theta := (1 + u a) ^ n - 1.

(* The values from the last to the first, what the recurrence makes of their mean, and of their sum of squared deviations. *)
Inductive recurrence : list R -> R -> R -> Prop :=
| first x : number a x -> recurrence [x] x 0
| next x l mean quotient squares product :
    recurrence l mean squares -> number a x ->
    number a quotient -> roundings a n ((x - mean) / count (x :: l)) quotient ->
    number a product -> roundings a 3 ((x - mean) * (x - fl a (mean + quotient))) product ->
    recurrence (x :: l) (fl a (mean + quotient)) (fl a (squares + product)).

(* What step k adds, relative to the sum of magnitudes before it: k - 1 values. *)
Definition step (before : R) := u a + theta * (1 + u a) / before.
Fixpoint growth (l : list R) : R :=
  match l with
  | [] => 0
  | _ :: rest => match rest with [] => 0 | _ => growth rest + step (count rest) * (1 + growth rest) end
  end.

Lemma theta_range : 0 <= theta <= 1 / 64.
Proof.
  unfold theta. pose proof (power_high a n). pose proof (u_small a). pose proof (power_high_linear a n ltac:(lia)).
  assert (INR n <= 3) by (replace 3 with (INR 3) by (simpl; lra); apply le_INR; exact n_few).
  assert (INR n * u a <= 3 * (1 / 256)) by (apply Rmult_le_compat; try lra; apply pos_INR). lra.
Qed.

Lemma count_pos (l : list R) : 0 <= count l.
Proof. apply sum_of_pos. intros; lra. Qed.
Lemma count_cons x (l : list R) : count (x :: l) = 1 + count l.
Proof. reflexivity. Qed.
Lemma recurrence_some l mu w : recurrence l mu w -> 1 <= count l.
Proof. intros W. destruct W; rewrite count_cons; [unfold count; simpl; lra|pose proof (count_pos l); lra]. Qed.
Lemma recurrence_number l mu w : recurrence l mu w -> number a mu /\ (w = 0 \/ number a w).
Proof. intros W. destruct W; split; auto using fl_number. Qed.

(* One step: its own error, and the sizes that it is relative to. *)
Lemma step_error x l mean quotient : 1 <= count l ->
  roundings a n ((x - mean) / count (x :: l)) quotient ->
  let added := count (x :: l) * fl a (mean + quotient) - (count l * mean + x) in
  Rabs added <= step (count l) * (count l * Rabs mean) + step 1 * Rabs x.
Proof.
  intros K [q [Hq ->]]. cbv zeta. pose proof theta_range as T. pose proof (u_small a) as U.
  rewrite count_cons. set (k := count l) in *.
  set (z := mean + (x - mean) / (1 + k) * q) in *.
  pose proof (fl_relative a z) as F.
  assert (Z : (1 + k) * z = k * mean + x + (q - 1) * (x - mean)) by (unfold z; field; lra).
  assert (Q : Rabs (q - 1) <= theta).
  { unfold theta. pose proof (powers_around_1 a n). apply Rabs_le. lra. }
  assert (D : Rabs (x - mean) <= Rabs x + Rabs mean).
  { unfold Rminus. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. lra. }
  assert (P : Rabs ((q - 1) * (x - mean)) <= theta * (Rabs x + Rabs mean)).
  { rewrite Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos; assumption. }
  assert (Zs : Rabs ((1 + k) * z) <= k * Rabs mean + Rabs x + theta * (Rabs x + Rabs mean)).
  { rewrite Z. eapply Rle_trans; [apply Rabs_triang|]. apply Rplus_le_compat; [|exact P].
    eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult, (Rabs_right k) by lra. lra. }
  replace ((1 + k) * fl a z - (k * mean + x)) with ((1 + k) * (fl a z - z) + (q - 1) * (x - mean)).
  2: { replace ((q - 1) * (x - mean)) with ((1 + k) * z - (k * mean + x)) by (rewrite Z; ring). ring. }
  eapply Rle_trans; [apply Rabs_triang|].
  assert (G : Rabs ((1 + k) * (fl a z - z)) <= u a * Rabs ((1 + k) * z)).
  { rewrite !Rabs_mult, (Rabs_right (1 + k)) by lra.
    assert ((1 + k) * Rabs (fl a z - z) <= (1 + k) * (u a * Rabs z)) by (apply Rmult_le_compat_l; lra). lra. }
  assert (u a * Rabs ((1 + k) * z) <= u a * (k * Rabs mean + Rabs x + theta * (Rabs x + Rabs mean)))
    by (apply Rmult_le_compat_l; lra).
  unfold step. replace ((u a + theta * (1 + u a) / k) * (k * Rabs mean)) with (u a * k * Rabs mean + theta * (1 + u a) * Rabs mean)
    by (field; lra).
  lra.
Qed.

Lemma step_pos k : 1 <= k -> 0 <= step k.
Proof.
  intros K. pose proof theta_range. pose proof (u_small a). unfold step.
  assert (0 <= theta * (1 + u a) / k).
  { apply Rmult_le_pos; [apply Rmult_le_pos; lra|]. left. apply Rinv_0_lt_compat. lra. } lra.
Qed.
Lemma growth_next x y rest :
  growth (x :: y :: rest) = growth (y :: rest) + step (count (y :: rest)) * (1 + growth (y :: rest)).
Proof. reflexivity. Qed.
Lemma growth_range l : 0 <= growth l /\ (2 <= count l -> step 1 <= growth l).
Proof.
  induction l as [|x [|y rest] [IH1 IH2]].
  - split; [simpl; lra|unfold count; simpl; lra].
  - split; [simpl; lra|unfold count; simpl; lra].
  - rewrite growth_next. assert (K : 1 <= count (y :: rest)) by (rewrite count_cons; pose proof (count_pos rest); lra).
    pose proof (step_pos _ K) as S.
    assert (0 <= step (count (y :: rest)) * (1 + growth (y :: rest))) by (apply Rmult_le_pos; lra).
    split; [lra|]. intros _. destruct rest as [|w rest].
    + unfold count; simpl. replace (1 + 0) with 1 by ring. lra.
    + rewrite !count_cons in IH2. pose proof (count_pos rest). specialize (IH2 ltac:(lra)). lra.
Qed.

Lemma growth_grows x l : 1 <= count l -> growth l <= growth (x :: l).
Proof.
  intros K. destruct l as [|y rest]; [simpl; lra|]. rewrite growth_next. pose proof (step_pos _ K).
  pose proof (growth_range (y :: rest)) as [G _].
  assert (0 <= step (count (y :: rest)) * (1 + growth (y :: rest))) by (apply Rmult_le_pos; lra). lra.
Qed.

(* BN-12, The mean: after every step, with no condition. *)
Theorem recurrence_any_precision l mean_hat squares :
  recurrence l mean_hat squares -> Rabs (count l * mean_hat - total l) <= growth l * total_abs l.
Proof.
  intros W. induction W as [x N | x l mean q squares p W IH N Nq Hq Np Hp].
  - unfold count, total, total_abs; simpl. replace ((1 + 0) * x - (x + 0)) with 0 by ring. rewrite Rabs_R0. lra.
  - pose proof (recurrence_some _ _ _ W) as K.
    pose proof (step_error x l mean q K Hq) as S. cbv zeta in S.
    destruct l as [|y rest]; [unfold count in K; simpl in K; lra|].
    pose proof (growth_next x y rest) as G.
    pose proof (growth_range (x :: y :: rest)) as [_ G1].
    assert (K2 : 2 <= count (x :: y :: rest)) by (rewrite count_cons; lra). specialize (G1 K2).
    set (l := y :: rest) in *. pose proof (growth_range l) as [G0 _]. pose proof (step_pos (count l) K) as S0.
    assert (P : count l * Rabs mean <= (1 + growth l) * total_abs l).
    { replace (count l * Rabs mean) with (Rabs (count l * mean)) by (rewrite Rabs_mult, (Rabs_right (count l)) by lra; ring).
      replace (count l * mean) with (total l + (count l * mean - total l)) by ring.
      eapply Rle_trans; [apply Rabs_triang|]. pose proof (total_le_abs l). lra. }
    assert (P2 : step (count l) * (count l * Rabs mean) <= step (count l) * ((1 + growth l) * total_abs l))
      by (apply Rmult_le_compat_l; assumption).
    assert (P3 : step 1 * Rabs x <= growth (x :: l) * Rabs x) by (apply Rmult_le_compat_r; [apply Rabs_pos|exact G1]).
    replace (count (x :: l) * fl a (mean + q) - total (x :: l)) with
      ((count (x :: l) * fl a (mean + q) - (count l * mean + x)) + (count l * mean - total l)) by (unfold total; simpl; ring).
    eapply Rle_trans; [apply Rabs_triang|].
    replace (total_abs (x :: l)) with (Rabs x + total_abs l) by reflexivity. rewrite G in *. lra.
Qed.

(* BN-12, The mean: |e| <= K u A, where K allows for the growth. *)
Theorem recurrence_mean l mean_hat squares k :
  recurrence l mean_hat squares -> growth l <= k * u a -> Rabs (mean_hat - mean l) <= k * u a * mean_abs l.
Proof.
  intros W G. pose proof (recurrence_some _ _ _ W) as K. pose proof (recurrence_any_precision _ _ _ W) as E.
  pose proof (inverse_count l K) as I. pose proof (total_abs_pos l).
  replace (mean_hat - mean l) with ((count l * mean_hat - total l) * / count l) by (unfold mean; field; lra).
  rewrite Rabs_mult, (Rabs_right (/ count l)) by lra. unfold mean_abs, Rdiv. rewrite <- Rmult_assoc.
  apply Rmult_le_compat_r; [lra|]. eapply Rle_trans; [exact E|]. apply Rmult_le_compat_r; assumption.
Qed.
End Recurrence.
