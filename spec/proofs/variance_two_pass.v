(* The two-pass variance: BN-12, Variance and inverse standard deviation, first part.

   The values are summed for the mean in one order, their squared differences in any other. Theorem root_of_variance says
   |sqrt v_hat - sigma| <= K u (sigma + A), terms of second order included.

   The root of v + e^2 is not within |e| / K-th of sigma: where sigma is 0 it is |e|. So the error of the mean must itself leave
   room for the roundings of the squares. It does: either the values are alike, and the mean uses only half of its bound
   (similar_values.v), or they are not, and sigma has room. *)
Require Import Reals Lra Psatz List Permutation.
From Proofs Require Import rounding sum constants moments mean similar_values.
Open Scope R_scope.

Section Variance.
Variable a : arithmetic.
Variables t squares : tree.
Hypothesis same_values : Permutation (values t) (values squares).
Hypothesis L : numbers a t.
Let x := values t.
Let m := count x.
Variable k : R.
Hypothesis K_enough : enough m k (u a).

(* The mean, as computed. *)
Variable mean_hat : R.
Hypothesis mean_computed : roundings a 2 (summed a t / m) mean_hat.

(* The square of a difference: rounded once as a difference, which counts twice in the square, and once as a square. *)
Variable square : R -> R.
Hypothesis square_number : forall z, number a (square z).
Hypothesis square_computed : forall z, roundings a 3 ((z - mean_hat) ^ 2) (square z).

(* The variance: a quotient, or a product with 1/m, and perhaps with Bessel's factor m/(m - 1), itself rounded. Where that is
   contained, v_hat is the result divided by the exact factor. *)
Variable v_hat : R.
Hypothesis variance_computed : roundings a 4 (summed a (tree_map square squares) / m) v_hat.

Let A := mean_abs x.
Let v := variance x.
Let s := sigma x.
Let e := mean_hat - mean x.
Let b := (m - 1) * u a.
Let c := k * u a.

Lemma m_ge : 1 <= m. Proof. apply count_ge. Qed.
Lemma b_range : 0 <= b /\ b + 5 * u a <= c /\ c <= 1 / 2.
Proof.
  pose proof m_ge. pose proof (u_small a). destruct K_enough as [H4 [_ Hs]].
  unfold b, c. repeat split; [apply Rmult_le_pos; lra|nra|exact Hs].
Qed.

Lemma squares_sum : let w := summed a (tree_map square squares) in
  (1 - b) * ((1 - u a) ^ 3 * (v + e ^ 2)) <= w / m <= (1 + b) * ((1 + u a) ^ 3 * (v + e ^ 2)).
Proof.
  intros w. pose proof m_ge as Hm. pose proof (u_small a) as U. pose proof b_range as [B0 [B1 B2]].
  pose proof (inverse_count x Hm) as I.
  assert (F : forall z, (1 - u a) ^ 3 * (z - mean_hat) ^ 2 <= square z <= (1 + u a) ^ 3 * (z - mean_hat) ^ 2).
  { intros z. destruct (square_computed z) as [q [Hq ->]]. pose proof (pow2_ge_0 (z - mean_hat)).
    rewrite (Rmult_comm _ q). split; apply Rmult_le_compat_r; lra. }
  assert (P : forall z, 0 <= square z).
  { intros z. pose proof (F z). pose proof (pow2_ge_0 (z - mean_hat)). pose proof (power_low a 3).
    assert (0 <= (1 - u a) ^ 3 * (z - mean_hat) ^ 2) by (apply Rmult_le_pos; lra). lra. }
  pose proof (sum_in_any_order a _ (numbers_tree_map a square squares square_number)) as S.
  rewrite values_tree_map in S.
  assert (EN : count (map square (values squares)) = m).
  { unfold count, m, count. rewrite sum_of_map. symmetry. now apply sum_of_permuted. }
  assert (ES : total (map square (values squares)) = sum_of square x).
  { unfold total. rewrite sum_of_map. symmetry. now apply sum_of_permuted. }
  assert (EA : total_abs (map square (values squares)) = sum_of square x).
  { unfold total_abs. rewrite sum_of_map, <- (sum_of_permuted _ _ _ same_values).
    apply sum_of_ext. intros; apply Rabs_right, Rle_ge, P. }
  rewrite EN, ES, EA in S. fold w b in S. apply within in S.
  pose proof (squares_around x Hm mean_hat) as T. fold m v e in T.
  set (Q := sum_of square x) in *. set (D := sum_of (fun z => (z - mean_hat) ^ 2) x) in *.
  assert (Q1 : (1 - u a) ^ 3 * D <= Q).
  { unfold D, Q. rewrite <- sum_of_scaled. apply sum_of_le. intros; apply F. }
  assert (Q2 : Q <= (1 + u a) ^ 3 * D).
  { unfold D, Q. rewrite <- sum_of_scaled. apply sum_of_le. intros; apply F. }
  assert ((1 - b) * ((1 - u a) ^ 3 * D) <= (1 - b) * Q) by (apply Rmult_le_compat_l; lra).
  assert ((1 + b) * Q <= (1 + b) * ((1 + u a) ^ 3 * D)) by (apply Rmult_le_compat_l; lra).
  rewrite <- T. unfold Rdiv. split.
  - replace ((1 - b) * ((1 - u a) ^ 3 * (D * / m))) with ((1 - b) * ((1 - u a) ^ 3 * D) * / m) by ring.
    apply Rmult_le_compat_r; [unfold m; lra|lra].
  - replace ((1 + b) * ((1 + u a) ^ 3 * (D * / m))) with ((1 + b) * ((1 + u a) ^ 3 * D) * / m) by ring.
    apply Rmult_le_compat_r; [unfold m; lra|lra].
Qed.

Lemma v_hat_range :
  (1 - b) * (1 - u a) ^ 7 * (v + e ^ 2) <= v_hat <= (1 + b) * (1 + u a) ^ 7 * (v + e ^ 2).
Proof.
  pose proof m_ge as Hm. pose proof b_range as [B0 [B1 B2]]. pose proof (u_small a) as U.
  destruct variance_computed as [q [Hq E]]. pose proof squares_sum as W. cbv zeta in W.
  set (w := summed a (tree_map square squares) / m) in *.
  pose proof (variance_pos x Hm) as V. fold v in V. pose proof (pow2_ge_0 e).
  pose proof (power_low a 3). pose proof (power_low a 4). pose proof (power_high a 4).
  assert (0 <= (1 - b) * ((1 - u a) ^ 3 * (v + e ^ 2))) by (repeat apply Rmult_le_pos; lra).
  replace 7%nat with (3 + 4)%nat by reflexivity. rewrite !pow_add, E. split.
  - replace ((1 - b) * ((1 - u a) ^ 3 * (1 - u a) ^ 4) * (v + e ^ 2))
      with ((1 - b) * ((1 - u a) ^ 3 * (v + e ^ 2)) * (1 - u a) ^ 4) by ring.
    apply Rmult_le_compat; lra.
  - replace ((1 + b) * ((1 + u a) ^ 3 * (1 + u a) ^ 4) * (v + e ^ 2))
      with ((1 + b) * ((1 + u a) ^ 3 * (v + e ^ 2)) * (1 + u a) ^ 4) by ring.
    apply Rmult_le_compat; lra.
Qed.

(* Values that are alike leave room: about half of the bound where sigma is 0. *)
Lemma error_of_mean_hat : Rabs e <= c * A /\ Rabs e <= c * (0.76 * A + 1.5 * s).
Proof.
  pose proof m_ge as Hm. pose proof (u_small a) as U. pose proof b_range as [B0 [B1 B2]].
  pose proof (mean_abs_pos x Hm) as A0. pose proof (sigma_pos x) as S0. fold A in A0. fold s in S0.
  split; [exact (mean_bound a t mean_hat k L (mean_of_two_roundings _ _ _ mean_computed) K_enough)|].
  pose proof (mean_of_similar a t mean_hat L mean_computed) as E. cbv zeta in E.
  fold x in E. fold m in E. fold A s e b in E. eapply Rle_trans; [exact E|].
  assert (u2 : u a * u a <= u a / 256) by nra.
  assert (bu : b * u a <= u a / 2) by nra. assert (bu2 : b * (u a * u a) <= u a / 512) by nra.
  assert (C : (1 + u a) ^ 2 * (1 + b) <= 1 + c) by lra.
  assert (P : 0 <= (b + 2 * u a) / 2 * A + b * s).
  { assert (0 <= b * s) by (apply Rmult_le_pos; lra). assert (0 <= (b + 2 * u a) / 2 * A) by (apply Rmult_le_pos; lra). lra. }
  assert (E2 : (1 + u a) ^ 2 * (1 + b) * ((b + 2 * u a) / 2 * A + b * s) <= (1 + c) * ((b + 2 * u a) / 2 * A + b * s))
    by (apply Rmult_le_compat_r; lra).
  assert (S1 : (1 + c) * b <= c * 1.5) by nra.
  assert (S2 : (1 + c) * b * s <= c * 1.5 * s) by (apply Rmult_le_compat_r; lra).
  assert (A1 : (1 + c) * ((b + 2 * u a) / 2) + ((1 + u a) ^ 2 - 1) <= c * 0.76).
  { assert ((1 + c) * ((b + 2 * u a) / 2) <= (1 + c) * ((c - 3 * u a) / 2)) by (apply Rmult_le_compat_l; lra).
    assert (0 <= c * u a) by (apply Rmult_le_pos; lra).
    assert (0.51 * u a <= c * (0.26 - c / 2)).
    { destruct (Rle_dec c 0.3); nra. }
    lra. }
  assert (A2 : ((1 + c) * ((b + 2 * u a) / 2) + ((1 + u a) ^ 2 - 1)) * A <= c * 0.76 * A) by (apply Rmult_le_compat_r; lra).
  lra.
Qed.

Lemma v_hat_pos : 0 <= v_hat.
Proof.
  pose proof v_hat_range as [V1 _]. pose proof b_range as [B0 [B1 B2]]. pose proof (u_small a) as U.
  pose proof (variance_pos x m_ge) as V. fold v in V. pose proof (pow2_ge_0 e). pose proof (power_low a 7).
  assert (0 <= (1 - b) * (1 - u a) ^ 7 * (v + e ^ 2)) by (repeat apply Rmult_le_pos; lra). lra.
Qed.

(* BN-12, Variance: |sqrt v_hat - sigma| <= t. *)
Theorem root_of_variance : Rabs (sqrt v_hat - s) <= c * (s + A).
Proof.
  pose proof m_ge as Hm. pose proof (u_small a) as U. pose proof b_range as [B0 [B1 B2]].
  pose proof (mean_abs_pos x Hm) as A0. pose proof (sigma_pos x) as S0. fold A in A0. fold s in S0.
  pose proof error_of_mean_hat as [E1 E2]. pose proof (Rabs_pos e) as E0.
  pose proof v_hat_range as [V1 V2]. pose proof v_hat_pos as V0.
  pose proof (sigma_squared x Hm) as SV. fold s v in SV.
  pose proof (power_low_linear a 7) as P7. pose proof (power_high_linear a 7 ltac:(lia)) as Q7.
  replace (INR 7) with 7 in P7, Q7 by (simpl; lra).
  assert (bu : 0 <= b * u a <= u a / 2) by (split; [apply Rmult_le_pos; lra|nra]).
  apply Rabs_le. split.
  - enough (G : (1 - c) * s <= sqrt v_hat).
    { assert (0 <= c * A) by (apply Rmult_le_pos; lra). lra. }
    apply Rsqr_incr_0; [|apply Rmult_le_pos; lra|apply sqrt_pos].
    rewrite Rsqr_sqrt by exact V0. unfold Rsqr.
    replace ((1 - c) * s * ((1 - c) * s)) with ((1 - c) ^ 2 * v) by (rewrite <- SV; ring).
    eapply Rle_trans; [|exact V1]. pose proof (variance_pos x Hm) as VP. fold v in VP. pose proof (pow2_ge_0 e).
    apply Rmult_le_compat; [apply pow2_ge_0|exact VP| |lra].
    apply Rle_trans with ((1 - b) * (1 - 7 * u a)); [|apply Rmult_le_compat_l; lra].
    assert ((1 - c) ^ 2 <= (1 - b - 5 * u a) ^ 2) by (apply pow_incr; lra).
    assert (u a * u a <= u a / 256) by nra. nra.
  - enough (G : sqrt v_hat <= s + c * (s + A)) by lra.
    assert (0 <= c * (s + A)) by (apply Rmult_le_pos; lra).
    apply Rsqr_incr_0; [|apply sqrt_pos|lra].
    rewrite Rsqr_sqrt by exact V0. eapply Rle_trans; [exact V2|]. unfold Rsqr.
    set (g := (1 + b) * (1 + u a) ^ 7).
    assert (G0 : 0 <= g) by (apply Rmult_le_pos; [lra|pose proof (power_high a 7); lra]).
    assert (G1 : g <= (1 + b) * (1 + 7.21 * u a)) by (apply Rmult_le_compat_l; lra).
    assert (G2 : g <= 1.523) by nra.
    assert (G3 : g <= 1 + 1.4702 * c).
    { assert (b * u a <= c / 256) by nra. lra. }
    (* |e| is at most either bound, so its square is at most the product of the second with a mean of both. *)
    assert (EE : e ^ 2 <= c * (0.76 * A + 1.5 * s) * (c * (0.8632 * A + 0.855 * s))).
    { rewrite <- pow2_abs. simpl. rewrite Rmult_1_r. apply Rmult_le_compat; lra. }
    set (cc := c * c) in *.
    assert (CC : 0 <= cc <= c / 2) by (unfold cc; nra).
    assert (S2 : 0 <= s * s) by nra. assert (SA : 0 <= s * A) by (apply Rmult_le_pos; lra).
    assert (AA : 0 <= A * A) by nra.
    assert (EE2 : e ^ 2 <= cc * (0.656032 * (A * A) + 1.9446 * (s * A) + 1.2825 * (s * s))).
    { eapply Rle_trans; [exact EE|]. unfold cc. lra. }
    assert (EE0 : 0 <= e ^ 2) by apply pow2_ge_0.
    assert (T1 : g * e ^ 2 <= 1.523 * (cc * (0.656032 * (A * A) + 1.9446 * (s * A) + 1.2825 * (s * s)))).
    { apply Rmult_le_compat; lra. }
    assert (T2 : g * v <= (1 + 1.4702 * c) * (s * s)).
    { rewrite <- SV. replace (s ^ 2) with (s * s) by ring. apply Rmult_le_compat_r; lra. }
    assert (X1 : 0 <= cc * (A * A)) by (apply Rmult_le_pos; lra).
    assert (X2 : cc * (s * A) <= c / 2 * (s * A)) by (apply Rmult_le_compat_r; lra).
    assert (X3 : cc * (s * s) <= c / 2 * (s * s)) by (apply Rmult_le_compat_r; lra).
    assert (X4 : 0 <= c * (s * A)) by (apply Rmult_le_pos; lra).
    assert (X5 : 0 <= c * (s * s)) by (apply Rmult_le_pos; lra).
    replace ((s + c * (s + A)) * (s + c * (s + A))) with
      (s * s + 2 * (c * (s * s)) + 2 * (c * (s * A)) + cc * (s * s) + 2 * (cc * (s * A)) + cc * (A * A)) by (unfold cc; ring).
    lra.
Qed.

(* BN-12, Variance: |v_hat - v| <= 2 sigma t + t^2. *)
Theorem two_pass_variance : let allowed := c * (s + A) in Rabs (v_hat - v) <= 2 * s * allowed + allowed ^ 2.
Proof.
  intros allowed. pose proof root_of_variance as H. fold allowed in H. apply within in H.
  pose proof (sqrt_pos v_hat). pose proof (sigma_pos x) as S0. fold s in S0.
  pose proof (sigma_squared x m_ge) as SV. fold s v in SV. rewrite <- SV.
  rewrite <- (pow2_sqrt v_hat v_hat_pos). apply Rabs_le. split; simpl; nra.
Qed.
End Variance.
