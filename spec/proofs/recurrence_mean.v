(* Welford's mean for many values: BN-12, The mean.

   The errors of the additions, counted in full, take (1 + u)^(m-1) - 1, which exceeds the K of the text from some m on. They need not be
   counted in full: an addition is off by at most u times the power of two below its result, and k times that power is, over
   all k, on average three quarters of the sum of magnitudes, since the mean of a given sum falls through all of a binade while k
   doubles. The last quarter leaves room for the terms of second order.

   With P the power below Y/k, Y^2/(4 P) + P k (k + 1)/2 grows by P k with k, and by no more than Y/4 when P halves. *)
Require Import ZArith Reals Lra Lia Psatz List.
From Flocq Require Import Core.
From Proofs Require Import rounding sum constants moments recurrence.
Import ListNotations.
Open Scope R_scope.

(* 1 + 1/2 + ... + 1/(m - 1). *)
Fixpoint harmonic (l : list R) : R :=
  match l with [] => 0 | _ :: rest => match rest with [] => 0 | _ => harmonic rest + / count rest end end.

Definition potential (Y P k halvings : R) := Y ^ 2 / (4 * P) + P * (k * (k + 1)) / 2 + halvings * (Y / 4).

Section Binades.
Variable a : arithmetic.
Variable n : nat.
Hypothesis n_few : (n <= 3)%nat.
Let theta := theta a n.

(* All of the values: S their sum of magnitudes. g is the growth before the last. *)
Variables S g : R.
Hypothesis S_pos : 0 < S.
Hypothesis g_pos : 0 <= g.
Let Y := (1 + g) * (1 + theta) * S.

(* The power of two below the first mean that may be, and below the k-th. *)
Variable e1 : Z.
Let P1 := powerRZ 2 e1.
Hypothesis P1_range : P1 <= Y < 2 * P1.

Lemma theta_here : 0 <= theta <= 1 / 64. Proof. apply theta_range. exact n_few. Qed.
Lemma Y_pos : 0 < Y.
Proof. pose proof theta_here. unfold Y. repeat apply Rmult_lt_0_compat; lra. Qed.


Lemma same_power P k h : 0 < P -> potential Y P k h + P * (k + 1) = potential Y P (k + 1) h.
Proof. intros. unfold potential. field. lra. Qed.
Lemma half_power P k h : 0 < P -> 0 <= k -> k * P <= Y -> potential Y P k h + P / 2 * (k + 1) <= potential Y (P / 2) (k + 1) (h + 1).
Proof.
  intros HP K B. unfold potential.
  replace (Y ^ 2 / (4 * (P / 2))) with (Y ^ 2 / (4 * P) + Y * (Y / P) / 4) by (field; lra).
  assert (Q : k <= Y / P). { apply Rmult_le_reg_r with P; [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r; lra. }
  pose proof Y_pos. assert (k * P * k <= Y * (Y / P)) by (apply Rmult_le_compat; try lra; apply Rmult_le_pos; lra).
  lra.
Qed.

(* After each step: P is the power below Y/k, halved so many times. *)
Definition state l mean_hat := exists P halvings e,
  P = powerRZ 2 e /\ P * 2 ^ halvings = P1 /\ P * count l <= Y < 2 * (P * count l) /\
  Rabs (count l * mean_hat - total l)
    <= u a * (potential Y P (count l) (INR halvings) - potential Y P1 1 0) + theta * ((1 + g) * (harmonic l * total_abs l)).

Lemma harmonic_pos l : 0 <= harmonic l /\ (2 <= count l -> 1 <= harmonic l).
Proof.
  induction l as [|x [|y rest] [IH1 IH2]].
  - split; [simpl; lra|unfold count; simpl; lra].
  - split; [simpl; lra|unfold count; simpl; lra].
  - assert (E : harmonic (x :: y :: rest) = harmonic (y :: rest) + / count (y :: rest)) by reflexivity. rewrite E.
    pose proof (count_pos rest) as R0.
    assert (I : 0 < / count (y :: rest)) by (apply Rinv_0_lt_compat; rewrite count_cons; lra).
    split; [lra|]. intros _. destruct rest as [|w rest].
    + unfold count; simpl. replace (1 + 0) with 1 by ring. rewrite Rinv_1. lra.
    + rewrite !count_cons in IH2. pose proof (count_pos rest). specialize (IH2 ltac:(lra)). lra.
Qed.

Theorem recurrence_state l mean_hat squares :
  recurrence a n l mean_hat squares -> total_abs l <= S -> growth a n (tl l) <= g -> state l mean_hat.
Proof.
  intros W. induction W as [x N | x l mean q squares p W IH N Nq Hq Np Hp]; intros HS Hg.
  - exists P1, O, e1. unfold count, total, total_abs, harmonic; simpl.
    repeat split; try reflexivity; try (unfold P1; ring); try lra.
    replace ((1 + 0) * x - (x + 0)) with 0 by ring. rewrite Rabs_R0.
    replace (1 + 0) with 1 by ring. lra.
  - pose proof (recurrence_some _ _ _ _ _ W) as K. pose proof theta_here as T. pose proof (u_small a) as U.
    simpl (tl _) in Hg.
    assert (HS' : total_abs l <= S).
    { replace (total_abs (x :: l)) with (Rabs x + total_abs l) in HS by reflexivity. pose proof (Rabs_pos x). lra. }
    assert (Hg' : growth a n (tl l) <= g).
    { destruct l as [|y [|w rest]]; [exact Hg|simpl; lra|].
      rewrite growth_next in Hg. simpl (tl _). pose proof (growth_range a n n_few (w :: rest)) as [G0 _].
      assert (1 <= count (w :: rest)) by (rewrite count_cons; pose proof (count_pos rest); lra).
      pose proof (step_pos a n n_few (count (w :: rest)) ltac:(assumption)).
      assert (0 <= step a n (count (w :: rest)) * (1 + growth a n (w :: rest))) by (apply Rmult_le_pos; lra). lra. }
    destruct (IH HS' Hg') as [P [h [e [HP [Hh [[B1 B2] E]]]]]].
    assert (P0 : 0 < P) by (rewrite HP; apply powerRZ_lt; lra).
    (* Sizes. *)
    assert (M : count l * Rabs mean <= (1 + g) * total_abs l).
    { replace (count l * Rabs mean) with (Rabs (count l * mean)) by (rewrite Rabs_mult, (Rabs_right (count l)) by lra; ring).
      replace (count l * mean) with (total l + (count l * mean - total l)) by ring.
      eapply Rle_trans; [apply Rabs_triang|]. pose proof (total_le_abs l). pose proof (total_abs_pos l).
      pose proof (recurrence_any_precision a n n_few _ _ _ W) as G.
      assert (growth a n l * total_abs l <= g * total_abs l) by (apply Rmult_le_compat_r; lra). lra. }
    destruct Hq as [r [Hr ->]]. rewrite count_cons in *. set (k := count l) in *.
    set (z := mean + (x - mean) / (1 + k) * r) in *.
    assert (Z : (1 + k) * z = k * mean + x + (r - 1) * (x - mean)) by (unfold z; field; lra).
    assert (R1 : Rabs (r - 1) <= theta).
    { unfold theta, recurrence.theta. pose proof (powers_around_1 a n). apply Rabs_le. lra. }
    assert (D : Rabs (x - mean) <= Rabs x + (1 + g) * total_abs l * / k).
    { unfold Rminus. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. apply Rplus_le_compat_l.
      apply Rmult_le_reg_r with k; [lra|]. rewrite Rmult_assoc, Rinv_l by lra. lra. }
    assert (A0 : 0 <= (1 + g) * total_abs l) by (apply Rmult_le_pos; [lra|apply total_abs_pos]).
    assert (I : 0 < / k <= 1) by (split; [apply Rinv_0_lt_compat; lra|rewrite <- Rinv_1; apply Rinv_le_contravar; lra]).
    assert (X : Rabs x <= (1 + g) * Rabs x).
    { pose proof (Rabs_pos x). assert (0 <= g * Rabs x) by (apply Rmult_le_pos; lra). lra. }
    assert (Rx : Rabs ((r - 1) * (x - mean)) <= theta * (Rabs x + (1 + g) * total_abs l * / k)).
    { rewrite Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos; assumption. }
    assert (A1 : (1 + g) * total_abs l * / k <= (1 + g) * total_abs l).
    { rewrite <- (Rmult_1_r ((1 + g) * total_abs l)) at 2. apply Rmult_le_compat_l; lra. }
    assert (AS : total_abs (x :: l) = Rabs x + total_abs l) by reflexivity.
    assert (ZY : Rabs ((1 + k) * z) <= Y).
    { rewrite Z. eapply Rle_trans; [apply Rabs_triang|].
      assert (Rabs (k * mean + x) <= (1 + g) * total_abs l + (1 + g) * Rabs x).
      { eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult, (Rabs_right k) by lra. lra. }
      assert (theta * (Rabs x + (1 + g) * total_abs l * / k) <= theta * ((1 + g) * Rabs x + (1 + g) * total_abs l))
        by (apply Rmult_le_compat_l; lra).
      apply Rle_trans with ((1 + theta) * ((1 + g) * (Rabs x + total_abs l))); [lra|].
      unfold Y. replace ((1 + g) * (1 + theta) * S) with ((1 + theta) * ((1 + g) * S)) by ring.
      apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_l; lra. }
    (* The part of the difference. *)
    assert (Part : theta * ((1 + g) * (harmonic l * total_abs l)) + theta * (Rabs x + (1 + g) * total_abs l * / k)
        <= theta * ((1 + g) * (harmonic (x :: l) * total_abs (x :: l)))).
    { assert (H1 : 1 <= harmonic (x :: l)) by (apply harmonic_pos; rewrite count_cons; fold k; lra).
      assert (EH : harmonic (x :: l) = harmonic l + / k).
      { unfold k in *. destruct l; [exfalso; unfold count in K; simpl in K; lra|reflexivity]. }
      rewrite AS, <- Rmult_plus_distr_l. apply Rmult_le_compat_l; [lra|].
      assert ((1 + g) * Rabs x * 1 <= (1 + g) * Rabs x * harmonic (x :: l)).
      { apply Rmult_le_compat_l; [|exact H1]. apply Rmult_le_pos; [lra|apply Rabs_pos]. }
      replace ((1 + g) * (harmonic (x :: l) * (Rabs x + total_abs l)))
        with ((1 + g) * Rabs x * harmonic (x :: l) + (1 + g) * (harmonic l * total_abs l) + (1 + g) * total_abs l * / k)
        by (rewrite EH; ring). lra. }
    assert (Err : forall P', P' = P \/ P' = P / 2 -> Y < 2 * (P' * (1 + k)) ->
      Rabs ((1 + k) * fl a z - (x + total l))
        <= u a * (potential Y P k (INR h) - potential Y P1 1 0 + P' * (k + 1)) + theta * ((1 + g) * (harmonic (x :: l) * total_abs (x :: l)))).
    { intros P' HP' HY.
      assert (Pw : exists e', P' = powerRZ 2 e').
      { destruct HP' as [-> | ->]; [exists e; exact HP|]. exists (e - 1)%Z. rewrite HP.
        unfold Zminus. rewrite powerRZ_add by lra. simpl. lra. }
      destruct Pw as [e' Pe].
      assert (F : Rabs (fl a z - z) <= u a * P').
      { rewrite Pe. apply fl_binade. rewrite <- Pe. apply Rmult_lt_reg_l with (1 + k); [lra|].
        apply Rle_lt_trans with (Rabs ((1 + k) * z)); [rewrite Rabs_mult, (Rabs_right (1 + k)) by lra; lra|lra]. }
      replace ((1 + k) * fl a z - (x + total l)) with
        ((1 + k) * (fl a z - z) + (r - 1) * (x - mean) + (k * mean - total l)).
      2: { replace ((1 + k) * (fl a z - z)) with ((1 + k) * fl a z - (1 + k) * z) by ring. rewrite Z. ring. }
      eapply Rle_trans; [apply Rabs_triang|].
      pose proof (Rabs_triang ((1 + k) * (fl a z - z)) ((r - 1) * (x - mean))).
      assert (Rabs ((1 + k) * (fl a z - z)) <= (1 + k) * (u a * P')).
      { rewrite Rabs_mult, (Rabs_right (1 + k)) by lra. apply Rmult_le_compat_l; lra. }
      lra. }
    replace (total (x :: l)) with (x + total l) by reflexivity.
    unfold state. rewrite count_cons. fold k.
    destruct (Rle_dec (P * (1 + k)) Y) as [C|C].
    + exists P, h, e. repeat split; try assumption; [lra|].
      specialize (Err P (or_introl eq_refl) ltac:(lra)).
      pose proof (same_power P k (INR h) P0) as SP. rewrite (Rplus_comm k 1) in SP at 2.
      replace (total (x :: l)) with (x + total l) by reflexivity.
      eapply Rle_trans; [exact Err|]. apply Rplus_le_compat_r. apply Rmult_le_compat_l; lra.
    + assert (Pe : P / 2 = powerRZ 2 (e - 1)).
      { rewrite HP. unfold Zminus. rewrite powerRZ_add by lra. simpl. lra. }
      exists (P / 2), (Datatypes.S h), (e - 1)%Z. repeat split.
      * exact Pe.
      * simpl. rewrite <- Hh. field.
      * assert (P * (1 + k) <= P * (2 * k)) by (apply Rmult_le_compat_l; lra). lra.
      * lra.
      * specialize (Err (P / 2) (or_intror eq_refl) ltac:(lra)).
        pose proof (half_power P k (INR h) P0 ltac:(lra) ltac:(lra)) as SP. rewrite (Rplus_comm k 1) in SP at 2.
        replace (total (x :: l)) with (x + total l) by reflexivity. rewrite S_INR.
        eapply Rle_trans; [exact Err|]. apply Rplus_le_compat_r. apply Rmult_le_compat_l; lra.
Qed.
End Binades.

(* The potential after m values: at most three quarters of m Y, half a Y, and a quarter for each halving. *)
Lemma potential_last Y P P1 m h : 0 < P -> 0 < P1 -> P * m <= Y < 2 * (P * m) ->
  potential Y P m h - potential Y P1 1 0 <= Y * (3 / 4 * m + h / 4 - 1 / 2).
Proof.
  intros HP HP1 B. unfold potential.
  assert (F1 : Y ^ 2 / (4 * P) + P * m ^ 2 / 2 <= 3 / 4 * m * Y).
  { apply Rmult_le_reg_r with (4 * P); [lra|].
    replace ((Y ^ 2 / (4 * P) + P * m ^ 2 / 2) * (4 * P)) with (Y ^ 2 + 2 * (P * m) ^ 2) by (field; lra).
    replace (3 / 4 * m * Y * (4 * P)) with (3 * (P * m) * Y) by field.
    assert (0 <= (Y - P * m) * (2 * (P * m) - Y)) by (apply Rmult_le_pos; lra). lra. }
  assert (F2 : Y <= Y ^ 2 / (4 * P1) + P1).
  { apply Rmult_le_reg_r with (4 * P1); [lra|].
    replace ((Y ^ 2 / (4 * P1) + P1) * (4 * P1)) with (Y ^ 2 + 4 * P1 ^ 2) by (field; lra).
    pose proof (pow2_ge_0 (Y - 2 * P1)). lra. }
  lra.
Qed.

Lemma halvings_few P P1 m h : 0 < P -> P * 2 ^ h = P1 -> P1 < 2 * (P * INR m) -> INR h <= INR (Nat.log2 m) + 1.
Proof.
  intros HP E B. rewrite <- E in B.
  assert (C : 2 ^ h < 2 * INR m) by (apply Rmult_lt_reg_l with P; lra).
  replace 2 with (INR 2) in C by (simpl; lra). rewrite <- pow_INR, <- mult_INR in C. apply INR_lt in C.
  rewrite <- S_INR. apply le_INR.
  destruct (Nat.le_gt_cases h (S (Nat.log2 m))) as [H|H]; [exact H|].
  assert (M : (0 < m)%nat) by lia. pose proof (proj2 (Nat.log2_spec m M)) as L.
  assert ((2 ^ S (S (Nat.log2 m)) <= 2 ^ h)%nat) by (apply Nat.pow_le_mono_r; lia).
  simpl in *. lia.
Qed.

Section Many.
Variable a : arithmetic.
Variable n : nat.
Hypothesis n_few : (n <= 3)%nat.

(* To be compared with K u, beside `growth`: whichever is less. *)
Definition growth_of_many l := (1 + growth a n (tl l)) *
  (u a * (1 + theta a n) * (3 / 4 * count l + INR (Nat.log2 (length l)) / 4 - 1 / 4) + theta a n * harmonic l).

(* BN-12, The mean. *)
Theorem recurrence_mean_of_many l mean_hat squares k :
  recurrence a n l mean_hat squares -> growth_of_many l <= k * u a ->
  Rabs (mean_hat - mean l) <= k * u a * mean_abs l.
Proof.
  intros W G. pose proof (recurrence_some _ _ _ _ _ W) as K. pose proof (inverse_count l K) as I.
  pose proof (theta_range a n n_few) as T. pose proof (u_small a) as U.
  enough (E : Rabs (count l * mean_hat - total l) <= k * u a * total_abs l).
  { replace (mean_hat - mean l) with ((count l * mean_hat - total l) * / count l) by (unfold mean; field; lra).
    rewrite Rabs_mult, (Rabs_right (/ count l)) by lra. unfold mean_abs, Rdiv. rewrite <- Rmult_assoc.
    apply Rmult_le_compat_r; [lra|exact E]. }
  destruct (Rle_lt_or_eq_dec 0 (total_abs l) (total_abs_pos l)) as [S0|S0].
  2: { pose proof (recurrence_any_precision a n n_few _ _ _ W) as Z. rewrite <- S0 in *. lra. }
  set (g := growth a n (tl l)). assert (g0 : 0 <= g) by apply (growth_range a n n_few).
  set (Y := (1 + g) * (1 + theta a n) * total_abs l).
  assert (Y0 : 0 < Y) by (unfold Y; repeat apply Rmult_lt_0_compat; lra).
  destruct (mag radix2 Y) as [e He]. specialize (He ltac:(lra)). rewrite (Rabs_right Y) in He by lra.
  assert (B : powerRZ 2 (e - 1) <= Y < 2 * powerRZ 2 (e - 1)).
  { rewrite !bpow_powerRZ in He. simpl (IZR radix2) in He. split; [apply He|].
    replace (2 * powerRZ 2 (e - 1)) with (powerRZ 2 e); [apply He|].
    replace e with (1 + (e - 1))%Z at 1 by ring. rewrite powerRZ_add by lra. simpl (powerRZ 2 1). lra. }
  destruct (recurrence_state a n n_few (total_abs l) g S0 g0 (e - 1) B l mean_hat squares W (Rle_refl _) (Rle_refl _))
    as [P [h [f [HP [Hh [HB E]]]]]].
  assert (P0 : 0 < P) by (rewrite HP; apply powerRZ_lt; lra).
  assert (P10 : 0 < powerRZ 2 (e - 1)) by (apply powerRZ_lt; lra).
  fold Y in E, HB. pose proof (potential_last Y P (powerRZ 2 (e - 1)) (count l) (INR h) P0 P10 HB) as L.
  assert (Hf : INR h <= INR (Nat.log2 (length l)) + 1).
  { apply (halvings_few P (powerRZ 2 (e - 1))); [exact P0|exact Hh|]. rewrite <- count_is_length. lra. }
  assert (L2 : Y * (3 / 4 * count l + INR h / 4 - 1 / 2) <= Y * (3 / 4 * count l + INR (Nat.log2 (length l)) / 4 - 1 / 4))
    by (apply Rmult_le_compat_l; lra).
  eapply Rle_trans; [exact E|].
  apply Rle_trans with (growth_of_many l * total_abs l); [|apply Rmult_le_compat_r; lra].
  assert (u a * (potential Y P (count l) (INR h) - potential Y (powerRZ 2 (e - 1)) 1 0)
    <= u a * (Y * (3 / 4 * count l + INR (Nat.log2 (length l)) / 4 - 1 / 4))) by (apply Rmult_le_compat_l; lra).
  unfold growth_of_many. fold g. unfold Y in *. lra.
Qed.
End Many.
