(* The one-pass variance, mean(x^2) - mean(x)^2: BN-12, Variance and inverse standard deviation, last part. Grade cancelling.

   It is off by K u (mean(x^2) + 2 A |mean|), and by e^2 from the square of the mean, whatever the variance is. *)
Require Import Reals Lra Psatz List Permutation.
From Proofs Require Import rounding sum constants moments mean.
Open Scope R_scope.

Definition mean_square l := sum_of (fun z => z ^ 2) l / count l.

Section OnePass.
Variable a : arithmetic.
Variables t squares : tree.
Hypothesis same_values : Permutation (values t) (values squares).
Hypothesis L : numbers a t.
Let x := values t.
Let m := count x.
Variable k : R.
Hypothesis K_enough : enough m k (u a).

Variable mean_hat : R.
Hypothesis mean_computed : roundings a 2 (summed a t / m) mean_hat.

Variable square : R -> R.
Hypothesis square_number : forall z, number a (square z).
Hypothesis square_computed : forall z, roundings a 1 (z ^ 2) (square z).

(* The two terms, and their difference, each as computed. *)
Variables mean_square_hat square_of_mean v_hat : R.
Hypothesis mean_square_computed : roundings a 2 (summed a (tree_map square squares) / m) mean_square_hat.
Hypothesis square_of_mean_computed : roundings a 1 (mean_hat ^ 2) square_of_mean.
Hypothesis variance_computed : roundings a 1 (mean_square_hat - square_of_mean) v_hat.

Let A := mean_abs x.
Let mu := mean x.
Let s := sigma x.
Let e := mean_hat - mu.
Let b := (m - 1) * u a.
Let c := k * u a.

Lemma enough_here : 1 <= m /\ 0 <= u a <= 1 / 256 /\ 0 <= b /\ b + 5 * u a <= c /\ c <= 1 / 2
  /\ (b <= 7 * u a \/ b + 7 * u a <= c).
Proof.
  assert (Hm : 1 <= m) by apply count_ge. pose proof (u_small a). destruct K_enough as [H4 [H6 Hs]].
  assert (B : 0 <= b) by (apply Rmult_le_pos; lra).
  split; [exact Hm|]. split; [lra|]. split; [exact B|]. unfold b, c in *. split; [nra|]. split; [exact Hs|].
  destruct (Rle_dec 8 m) as [M|M]; [right|left]; [specialize (H6 M)|]; nra.
Qed.

Lemma mean_square_pos : 0 <= mean_square x.
Proof.
  pose proof (inverse_count x (proj1 enough_here)). apply Rmult_le_pos; [|lra].
  apply sum_of_pos. intros; apply pow2_ge_0.
Qed.

Lemma variance_is_difference : variance x = mean_square x - mu ^ 2.
Proof.
  pose proof (squares_around x (proj1 enough_here) 0) as S. unfold mean_square.
  rewrite (sum_of_ext (fun z => z ^ 2) (fun z => (z - 0) ^ 2)) by (intros; ring).
  rewrite S. fold mu. ring.
Qed.

Lemma mean_of_squares_error : Rabs (mean_square_hat - mean_square x) <= ((1 + u a) ^ 3 * (1 + b) - 1) * mean_square x.
Proof.
  destruct enough_here as [Hm [U [B0 [B1 [B2 _]]]]]. pose proof (inverse_count x Hm) as I. fold m in I.
  assert (F : forall z, (1 - u a) * z ^ 2 <= square z <= (1 + u a) * z ^ 2).
  { intros z. destruct (square_computed z) as [q [Hq ->]]. pose proof (pow2_ge_0 z). simpl (_ ^ 1) in Hq.
    rewrite (Rmult_comm _ q). split; apply Rmult_le_compat_r; lra. }
  assert (P : forall z, 0 <= square z).
  { intros z. pose proof (F z). pose proof (pow2_ge_0 z).
    assert (0 <= (1 - u a) * z ^ 2) by (apply Rmult_le_pos; lra). lra. }
  pose proof (sum_in_any_order a _ (numbers_tree_map a square squares square_number)) as S.
  rewrite values_tree_map in S.
  assert (EN : count (map square (values squares)) = m).
  { unfold count, m, count. rewrite sum_of_map. symmetry. now apply sum_of_permuted. }
  assert (ES : total (map square (values squares)) = sum_of square x).
  { unfold total. rewrite sum_of_map. symmetry. now apply sum_of_permuted. }
  assert (EA : total_abs (map square (values squares)) = sum_of square x).
  { unfold total_abs. rewrite sum_of_map, <- (sum_of_permuted _ _ _ same_values).
    apply sum_of_ext. intros; apply Rabs_right, Rle_ge, P. }
  rewrite EN, ES, EA in S. fold b in S. apply within in S.
  set (Q := sum_of square x) in *. set (D := sum_of (fun z => z ^ 2) x).
  assert (Q1 : (1 - u a) * D <= Q).
  { unfold D, Q. rewrite <- sum_of_scaled. apply sum_of_le. intros; apply F. }
  assert (Q2 : Q <= (1 + u a) * D).
  { unfold D, Q. rewrite <- sum_of_scaled. apply sum_of_le. intros; apply F. }
  assert (D0 : 0 <= D) by (apply sum_of_pos; intros; apply pow2_ge_0).
  destruct mean_square_computed as [q [Hq ->]]. set (w := summed a (tree_map square squares)) in *.
  assert (W1 : (1 - b) * ((1 - u a) * D) <= w).
  { assert ((1 - b) * ((1 - u a) * D) <= (1 - b) * Q) by (apply Rmult_le_compat_l; lra). lra. }
  assert (W2 : w <= (1 + b) * ((1 + u a) * D)).
  { assert ((1 + b) * Q <= (1 + b) * ((1 + u a) * D)) by (apply Rmult_le_compat_l; lra). lra. }
  assert (E : mean_square x = D * / m) by reflexivity. set (M := D * / m) in *.
  assert (M0 : 0 <= M) by (apply Rmult_le_pos; lra).
  assert (W3 : (1 - b) * (1 - u a) * M <= w / m).
  { unfold M, Rdiv. replace ((1 - b) * (1 - u a) * (D * / m)) with ((1 - b) * ((1 - u a) * D) * / m) by ring.
    apply Rmult_le_compat_r; lra. }
  assert (W4 : w / m <= (1 + b) * (1 + u a) * M).
  { unfold M, Rdiv. replace ((1 + b) * (1 + u a) * (D * / m)) with ((1 + b) * ((1 + u a) * D) * / m) by ring.
    apply Rmult_le_compat_r; lra. }
  rewrite E. pose proof (power_low a 2) as P2.
  assert (Z : 0 <= (1 - b) * (1 - u a) * M) by (repeat apply Rmult_le_pos; lra).
  assert (V1 : (1 - b) * (1 - u a) * M * (1 - u a) ^ 2 <= w / m * q) by (apply Rmult_le_compat; lra).
  assert (V2 : w / m * q <= (1 + b) * (1 + u a) * M * (1 + u a) ^ 2) by (apply Rmult_le_compat; lra).
  assert (V3 : (2 - (1 + u a) ^ 3 * (1 + b)) * M <= (1 - b) * (1 - u a) * M * (1 - u a) ^ 2).
  { replace ((1 - b) * (1 - u a) * M * (1 - u a) ^ 2) with ((1 - b) * (1 - u a) ^ 3 * M) by ring.
    apply Rmult_le_compat_r; [lra|].
    replace ((1 - u a) ^ 3) with (1 - 3 * u a + u a * u a * (3 - u a)) by ring.
    replace ((1 + u a) ^ 3) with (1 + 3 * u a + u a * u a * (3 + u a)) by ring.
    assert (0 <= u a * u a * (3 - u a)) by (repeat apply Rmult_le_pos; lra).
    assert (0 <= u a * u a * (3 + u a)) by (repeat apply Rmult_le_pos; lra).
    assert (0 <= b * (u a * u a * (3 + u a))) by (apply Rmult_le_pos; lra).
    assert (0 <= (1 - b) * (u a * u a * (3 - u a))) by (apply Rmult_le_pos; lra).
    assert (0 <= b * u a) by (apply Rmult_le_pos; lra). lra. }
  apply Rabs_le. lra.
Qed.

(* BN-12, Variance: grade cancelling. *)
Theorem one_pass_variance : let allowed := c * (s + A) in
  Rabs (v_hat - variance x) <= 2 * s * allowed + allowed ^ 2 + c * (mean_square x + 2 * A * Rabs mu).
Proof.
  intros allowed. destruct enough_here as [Hm [U [B0 [B1 [B2 B3]]]]].
  pose proof (mean_abs_pos x Hm) as A0. pose proof (sigma_pos x) as S0. fold A in A0. fold s in S0.
  pose proof (mean_le_abs x Hm) as MA. fold mu A in MA. pose proof (Rabs_pos mu) as M0.
  pose proof mean_square_pos as Q0. pose proof mean_of_squares_error as QE.
  pose proof (mean_any_precision a 2 t mean_hat L mean_computed) as E. fold x in E. fold m in E. fold b A mu e in E.
  rewrite variance_is_difference. set (Q := mean_square x) in *.
  destruct square_of_mean_computed as [p [Hp ->]]. destruct variance_computed as [q [Hq ->]].
  simpl (_ ^ 1) in Hp, Hq.
  assert (u2 : 0 <= u a * u a <= u a / 256) by nra.
  assert (bu : 0 <= b * u a <= u a / 2) by (split; [apply Rmult_le_pos; lra|nra]).
  (* The product of b and u that the roundings around the sum bring is covered by K. *)
  assert (bu2 : 5 * (b * u a) + b + 4 * u a <= c - 0.4 * u a).
  { destruct B3 as [B3|B3]; [assert (b * u a <= 7 * (u a * u a)) by nra; lra|lra]. }
  assert (b2 : 0 <= b * (u a * u a) <= b * u a / 256) by (split; [apply Rmult_le_pos; lra|nra]).
  assert (b3 : b * (u a * (u a * u a)) <= b * u a / 256) by nra.
  assert (b4 : b * (u a * (u a * (u a * u a))) <= b * u a / 256) by nra.
  assert (u3 : u a * (u a * u a) <= u a / 256) by nra. assert (u4 : u a * (u a * (u a * u a)) <= u a / 256) by nra.
  set (h := (1 + u a) ^ 3 * (1 + b) - 1) in *. set (f := (1 + u a) ^ 2 * (1 + b) - 1) in *.
  assert (H : h * (1 + u a) + u a <= c) by (unfold h; lra).
  assert (F0 : 0 <= f) by (unfold f; lra).
  assert (F : f * (1 + u a) * (1 + u a) + (2 * u a + u a ^ 2) / 2 <= c) by (unfold f; lra).
  assert (F2 : f * (1 + u a) <= c) by (unfold f; lra).
  replace ((mean_square_hat - mean_hat ^ 2 * p) * q - (Q - mu ^ 2)) with
    ((q * (mean_square_hat - Q) + (q - 1) * Q) - (p * q * (2 * mu * e + e ^ 2) + (p * q - 1) * mu ^ 2))
    by (unfold e; ring).
  assert (q1 : Rabs (q - 1) <= u a) by (apply Rabs_le; lra). assert (q0 : Rabs q <= 1 + u a) by (apply Rabs_le; lra).
  assert (T1 : Rabs (q * (mean_square_hat - Q) + (q - 1) * Q) <= c * Q).
  { eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult, (Rabs_right Q) by lra.
    assert (Rabs q * Rabs (mean_square_hat - Q) <= (1 + u a) * (h * Q))
      by (apply Rmult_le_compat; try apply Rabs_pos; assumption).
    assert (Rabs (q - 1) * Q <= u a * Q) by (apply Rmult_le_compat_r; lra).
    assert ((h * (1 + u a) + u a) * Q <= c * Q) by (apply Rmult_le_compat_r; lra). lra. }
  set (w := (1 + u a) * (1 + u a)).
  assert (pq0 : 0 <= p * q <= w) by (split; [apply Rmult_le_pos; lra|apply Rmult_le_compat; lra]).
  assert (pq1 : Rabs (p * q - 1) <= 2 * u a + u a ^ 2).
  { assert ((1 - u a) * (1 - u a) <= p * q) by (apply Rmult_le_compat; lra).
    unfold w in pq0. replace (u a ^ 2) with (u a * u a) by ring. apply Rabs_le; lra. }
  pose proof (Rabs_pos e) as e0.
  assert (T2 : Rabs (p * q * (2 * mu * e + e ^ 2)) <= w * (2 * Rabs mu * (f * A)) + w * (f * A * (f * A))).
  { rewrite Rabs_mult, (Rabs_right (p * q)) by lra.
    assert (Rabs (2 * mu * e + e ^ 2) <= 2 * Rabs mu * (f * A) + f * A * (f * A)).
    { eapply Rle_trans; [apply Rabs_triang|]. apply Rplus_le_compat.
      - rewrite !Rabs_mult, (Rabs_right 2) by lra. apply Rmult_le_compat_l; lra.
      - rewrite <- RPow_abs. simpl. rewrite Rmult_1_r. apply Rmult_le_compat; lra. }
    rewrite <- Rmult_plus_distr_l. apply Rmult_le_compat; try lra; apply Rabs_pos. }
  assert (T3 : Rabs ((p * q - 1) * mu ^ 2) <= (2 * u a + u a ^ 2) * (A * Rabs mu)).
  { rewrite Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos; [exact pq1|].
    rewrite <- RPow_abs. simpl. rewrite Rmult_1_r. apply Rmult_le_compat_r; lra. }
  assert (AM : 0 <= A * Rabs mu) by (apply Rmult_le_pos; lra).
  assert (X1 : (f * (1 + u a) * (1 + u a) + (2 * u a + u a ^ 2) / 2) * (2 * (A * Rabs mu)) <= c * (2 * (A * Rabs mu)))
    by (apply Rmult_le_compat_r; lra).
  assert (X2 : w * (f * A * (f * A)) <= (c * A) * (c * A)).
  { replace (w * (f * A * (f * A))) with ((f * (1 + u a)) * A * ((f * (1 + u a)) * A)) by (unfold w; ring).
    assert (0 <= f * (1 + u a) * A) by (apply Rmult_le_pos; [apply Rmult_le_pos; lra|lra]).
    assert (f * (1 + u a) * A <= c * A) by (apply Rmult_le_compat_r; lra).
    apply Rmult_le_compat; lra. }
  assert (X3 : c * A * (c * A) <= 2 * s * allowed + allowed ^ 2).
  { assert (Y : 0 <= allowed) by (apply Rmult_le_pos; lra).
    assert (0 <= s * allowed) by (apply Rmult_le_pos; lra).
    assert (c * A <= allowed) by (apply Rmult_le_compat_l; lra).
    assert (0 <= c * A) by (apply Rmult_le_pos; lra).
    assert (c * A * (c * A) <= allowed * allowed) by (apply Rmult_le_compat; lra).
    replace (allowed ^ 2) with (allowed * allowed) by ring. lra. }
  unfold Rminus at 1. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp.
  pose proof (Rabs_triang (p * q * (2 * mu * e + e ^ 2)) ((p * q - 1) * mu ^ 2)) as T4.
  unfold w in T2, X2. lra.
Qed.
End OnePass.
