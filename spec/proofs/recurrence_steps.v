(* Welford's mean, step by step: BN-12, The mean.

   As in recurrence_mean.v, an addition is off by at most u times the power of two below its result; but here nothing is summed up in
   closed form. `c k` bounds k times the error of the mean of the first k values, in units of S, a bound of their magnitudes;
   `below k` is a power of two of which twice k times exceeds k times the mean. For a given type, m and S these are numbers: the
   bound for every S follows from those for some S in one binade, since c(k) S grows with S, and since powers of two scale. *)
Require Import Reals Lra Lia Psatz List.
From Proofs Require Import rounding sum constants moments recurrence recurrence_mean.
Import ListNotations.
Open Scope R_scope.

Section Steps.
Variable a : arithmetic.
Variable n : nat.
Hypothesis n_few : (n <= 3)%nat.
Variable S : R.
Hypothesis S_pos : 0 < S.
Variable most : nat.
Variables c below : nat -> R.
Hypothesis c_first : 0 <= c 1.
Hypothesis below_power : forall k, exists e, below k = powerRZ 2 e.
Hypothesis below_close : forall k, (1 <= k < most)%nat ->
  (1 + c k) * (1 + theta a n) * S < 2 * (INR k + 1) * below (Datatypes.S k).
Hypothesis c_next : forall k, (1 <= k < most)%nat ->
  c k + u a * (INR k + 1) * below (Datatypes.S k) / S + theta a n * (1 + c k) / INR k <= c (Datatypes.S k).

Lemma recurrence_state_stepwise l mean_hat squares :
  recurrence a n l mean_hat squares -> total_abs l <= S -> (length l <= most)%nat ->
  0 <= c (length l) /\
  Rabs (count l * mean_hat - total l) <= (c (length l) - theta a n * harmonic l) * S + theta a n * (harmonic l * total_abs l).
Proof.
  intros W. induction W as [x N | x l mean q squares p W IH N Nq Hq Np Hp]; intros HS HL.
  - split; [exact c_first|]. unfold count, total, harmonic; simpl. replace ((1 + 0) * x - (x + 0)) with 0 by ring. rewrite Rabs_R0.
    assert (0 <= c 1 * S) by (apply Rmult_le_pos; lra). lra.
  - pose proof (recurrence_some _ _ _ _ _ W) as K. pose proof (theta_range a n n_few) as T. pose proof (u_small a) as U.
    pose proof (Rabs_pos x) as x0. cbn [length] in HL |- *.
    assert (AS : total_abs (x :: l) = Rabs x + total_abs l) by reflexivity. rewrite AS in *.
    destruct (IH ltac:(lra) ltac:(lia)) as [C0 E]. rewrite count_cons. replace (total (x :: l)) with (x + total l) by reflexivity.
    assert (Kn : (1 <= length l)%nat) by (apply INR_le; rewrite <- count_is_length; simpl; exact K).
    pose proof (below_close (length l) ltac:(lia)) as B. pose proof (c_next (length l) ltac:(lia)) as C.
    destruct (below_power (Datatypes.S (length l))) as [e He]. rewrite <- count_is_length in B, C.
    destruct (harmonic_pos l) as [h0 _]. destruct (harmonic_pos (x :: l)) as [_ h1].
    specialize (h1 ltac:(rewrite count_cons; lra)).
    assert (EH : harmonic (x :: l) = harmonic l + / count l).
    { destruct l; [exfalso; unfold count in K; simpl in K; lra|reflexivity]. }
    set (k := count l) in *. set (ck := c (length l)) in *. set (P := below (Datatypes.S (length l))) in *.
    pose proof (total_abs_pos l) as T0. set (th := theta a n) in *.
    assert (P0 : 0 < P) by (rewrite He; apply powerRZ_lt; lra).
    destruct Hq as [r [Hr ->]]. rewrite count_cons in Hp |- *. fold k in Hp |- *.
    set (z := mean + (x - mean) / (1 + k) * r) in *.
    assert (Z : (1 + k) * z = k * mean + x + (r - 1) * (x - mean)) by (unfold z; field; lra).
    assert (R1 : Rabs (r - 1) <= th).
    { unfold th, theta. pose proof (powers_around_1 a n). apply Rabs_le. lra. }
    assert (Es : (ck - th * harmonic l) * S + th * (harmonic l * total_abs l) <= ck * S).
    { assert (0 <= th * (harmonic l * (S - total_abs l))) by (repeat apply Rmult_le_pos; lra). lra. }
    assert (cS : 0 <= ck * S) by (apply Rmult_le_pos; lra).
    assert (M : k * Rabs mean <= total_abs l + ck * S).
    { replace (k * Rabs mean) with (Rabs (k * mean)) by (rewrite Rabs_mult, (Rabs_right k) by lra; ring).
      replace (k * mean) with (total l + (k * mean - total l)) by ring.
      eapply Rle_trans; [apply Rabs_triang|]. pose proof (total_le_abs l). lra. }
    assert (I : 0 < / k <= 1) by (split; [apply Rinv_0_lt_compat; lra|rewrite <- Rinv_1; apply Rinv_le_contravar; lra]).
    assert (D : Rabs (x - mean) <= Rabs x + (total_abs l + ck * S) * / k).
    { unfold Rminus. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. apply Rplus_le_compat_l.
      apply Rmult_le_reg_r with k; [lra|]. rewrite Rmult_assoc, Rinv_l by lra. lra. }
    assert (Rx : Rabs ((r - 1) * (x - mean)) <= th * (Rabs x + (total_abs l + ck * S) * / k)).
    { rewrite Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos; assumption. }
    assert (D1 : (total_abs l + ck * S) * / k <= total_abs l + ck * S).
    { rewrite <- (Rmult_1_r (total_abs l + ck * S)) at 2. apply Rmult_le_compat_l; lra. }
    assert (Zs : Rabs ((1 + k) * z) < (1 + k) * (2 * P)).
    { apply Rle_lt_trans with ((1 + ck) * (1 + th) * S); [|lra]. rewrite Z. eapply Rle_trans; [apply Rabs_triang|].
      pose proof (Rabs_triang (k * mean) x) as Tr. rewrite (Rabs_mult k), (Rabs_right k) in Tr by lra.
      assert (th * (Rabs x + (total_abs l + ck * S) * / k) <= th * ((1 + ck) * S)) by (apply Rmult_le_compat_l; lra). lra. }
    assert (F : Rabs (fl a z - z) <= u a * P).
    { rewrite He. apply fl_binade. rewrite <- He. rewrite Rabs_mult, (Rabs_right (1 + k)) in Zs by lra.
      apply Rmult_lt_reg_l with (1 + k); lra. }
    assert (Ds : th * (1 + ck) / k * S = th * S * / k + th * (ck * S) * / k) by (unfold Rdiv; ring).
    assert (Cs : (ck + u a * (k + 1) * P / S + th * (1 + ck) / k) * S <= c (Datatypes.S (length l)) * S)
      by (apply Rmult_le_compat_r; lra).
    replace ((ck + u a * (k + 1) * P / S + th * (1 + ck) / k) * S)
      with (ck * S + u a * (k + 1) * P + th * (1 + ck) / k * S) in Cs by (field; lra). rewrite Ds in Cs.
    assert (up : 0 <= u a * (k + 1) * P) by (repeat apply Rmult_le_pos; lra).
    assert (tk : 0 <= th * S * / k) by (repeat apply Rmult_le_pos; lra).
    assert (tc : 0 <= th * (ck * S) * / k) by (repeat apply Rmult_le_pos; lra).
    split.
    + apply Rmult_le_reg_r with S; [exact S_pos|]. lra.
    + replace ((1 + k) * fl a z - (x + total l)) with
        ((1 + k) * (fl a z - z) + (r - 1) * (x - mean) + (k * mean - total l)).
      2: { replace ((1 + k) * (fl a z - z)) with ((1 + k) * fl a z - (1 + k) * z) by ring. rewrite Z. ring. }
      eapply Rle_trans; [apply Rabs_triang|].
      pose proof (Rabs_triang ((1 + k) * (fl a z - z)) ((r - 1) * (x - mean))).
      assert (Rabs ((1 + k) * (fl a z - z)) <= (1 + k) * (u a * P)).
      { rewrite Rabs_mult, (Rabs_right (1 + k)) by lra. apply Rmult_le_compat_l; lra. }
      (* theta |x| counts once, and harmonic has room for it from the second value on. *)
      assert (Hx : th * Rabs x <= th * Rabs x * harmonic (x :: l)).
      { rewrite <- (Rmult_1_r (th * Rabs x)) at 1. apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|exact h1]. }
      rewrite EH in Hx |- *. lra.
Qed.

(* BN-12, The mean: k |e| is at most c(k) times the sum of magnitudes, for S that sum. *)
Theorem recurrence_stepwise l mean_hat squares :
  recurrence a n l mean_hat squares -> total_abs l <= S -> (length l <= most)%nat ->
  Rabs (count l * mean_hat - total l) <= c (length l) * S.
Proof.
  intros W HS HL. destruct (recurrence_state_stepwise l mean_hat squares W HS HL) as [_ E].
  eapply Rle_trans; [exact E|]. pose proof (theta_range a n n_few). destruct (harmonic_pos l) as [h0 _].
  assert (0 <= theta a n * (harmonic l * (S - total_abs l))) by (repeat apply Rmult_le_pos; lra). lra.
Qed.
End Steps.
