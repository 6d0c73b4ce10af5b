(* Welford's variance: BN-12, Variance and inverse standard deviation.

   With d the difference of x(k) from the exact mean before it, step k should add the square of w = d sqrt((k-1)/k). It adds a product
   of two factors, one of which is off by the error of the mean before the step, the other by that after it. Both have one sign,
   since a mean that is rounded to nearest never leaps over x(k). So the root of the product is within f of |w|, where f is the
   larger of these errors, scaled; and over all steps the root of the sum is within the root of the sum of f^2 of sqrt(m) sigma.

   k times the error of mean(k) is `grown` times the sum of the first k magnitudes. That is at most m A, the sum of all, and at most
   k A + sigma sqrt(k (m-k)), since a mean of k values is not arbitrarily far from that of all; so it is at most any weighted
   mean of both. `share` is the weight of the first; 0.3 suits every m. *)
Require Import Reals Lra Lia Psatz List.
From Proofs Require Import rounding sum constants moments recurrence.
Import ListNotations.
Open Scope R_scope.

Lemma sqrt_of_squares a b : 0 <= a ^ 2 + b ^ 2.
Proof. pose proof (pow2_ge_0 a). pose proof (pow2_ge_0 b). lra. Qed.

(* Minkowski's inequality. *)
Lemma triangle p q a b c d : 0 <= p -> 0 <= q -> 0 <= a -> 0 <= b -> 0 <= c -> 0 <= d -> p <= a + b -> q <= c + d ->
  sqrt (p ^ 2 + q ^ 2) <= sqrt (a ^ 2 + c ^ 2) + sqrt (b ^ 2 + d ^ 2).
Proof.
  intros. pose proof (sqrt_pos (a ^ 2 + c ^ 2)) as S1. pose proof (sqrt_pos (b ^ 2 + d ^ 2)) as S2.
  apply Rsqr_incr_0; [|apply sqrt_pos|lra]. rewrite Rsqr_sqrt by apply sqrt_of_squares. unfold Rsqr.
  set (s1 := sqrt (a ^ 2 + c ^ 2)) in *. set (s2 := sqrt (b ^ 2 + d ^ 2)) in *.
  assert (E1 : s1 * s1 = a ^ 2 + c ^ 2) by (apply sqrt_sqrt, sqrt_of_squares).
  assert (E2 : s2 * s2 = b ^ 2 + d ^ 2) by (apply sqrt_sqrt, sqrt_of_squares).
  assert (C : a * b + c * d <= s1 * s2).
  { apply Rsqr_incr_0; [|apply Rplus_le_le_0_compat; apply Rmult_le_pos; lra|apply Rmult_le_pos; lra].
    unfold Rsqr. replace (s1 * s2 * (s1 * s2)) with ((s1 * s1) * (s2 * s2)) by ring. rewrite E1, E2.
    pose proof (pow2_ge_0 (a * d - b * c)). lra. }
  assert (p ^ 2 <= (a + b) ^ 2) by (apply pow_incr; lra). assert (q ^ 2 <= (c + d) ^ 2) by (apply pow_incr; lra).
  replace ((s1 + s2) * (s1 + s2)) with (s1 * s1 + s2 * s2 + 2 * (s1 * s2)) by ring. rewrite E1, E2. lra.
Qed.

(* The sum of squared deviations, and what one value adds to it. *)
Definition deviations l := count l * variance l.
Lemma deviations_as_sums l : 1 <= count l -> deviations l = sum_of (fun z => z ^ 2) l - total l ^ 2 / count l.
Proof.
  intros K. unfold deviations. pose proof (squares_around l K 0) as S.
  rewrite (sum_of_ext (fun x => (x - 0) ^ 2) (fun z => z ^ 2)) in S by (intros; ring).
  replace (variance l) with (sum_of (fun z => z ^ 2) l / count l - mean l ^ 2) by (rewrite S; ring).
  unfold mean. field. lra.
Qed.
Lemma deviations_next x l : 1 <= count l ->
  deviations (x :: l) = deviations l + (x - mean l) ^ 2 * (count l / (1 + count l)).
Proof.
  intros K. rewrite !deviations_as_sums; [|exact K|rewrite count_cons; lra].
  rewrite count_cons. unfold mean. replace (total (x :: l)) with (x + total l) by reflexivity.
  cbn [sum_of]. field. lra.
Qed.

(* The magnitudes of some of the values. *)
Lemma square_of_sum f l : sum_of f l ^ 2 <= count l * sum_of (fun x : R => f x ^ 2) l.
Proof.
  induction l as [|x l IH]; [unfold count; simpl; lra|]. rewrite count_cons. cbn [sum_of].
  pose proof (count_pos l) as K. set (n := count l) in *. set (X := sum_of f l) in *. set (Q := sum_of (fun x => f x ^ 2) l) in *.
  assert (Q0 : 0 <= Q) by (apply sum_of_pos; intros; apply pow2_ge_0).
  set (y := f x). enough (2 * y * X <= Q + n * y ^ 2) by lra.
  destruct (Rle_lt_or_eq_dec 0 n K) as [N|N].
  - apply Rmult_le_reg_l with n; [exact N|]. pose proof (pow2_ge_0 (X - n * y)). lra.
  - rewrite <- N in *. assert (X = 0) by nra. rewrite H. lra.
Qed.
Lemma deviations_of_magnitudes l : 1 <= count l ->
  sum_of (fun x => (Rabs x - mean_abs l) ^ 2) l <= deviations l.
Proof.
  intros K. rewrite deviations_as_sums by exact K. set (A := mean_abs l).
  rewrite (sum_of_linear 1 (- 2 * A) (A ^ 2) (fun z => z ^ 2) Rabs) by (intros; rewrite <- (pow2_abs x); ring).
  fold (count l). fold (total_abs l). replace (total_abs l) with (A * count l) by (unfold A, mean_abs; field; lra).
  assert (M : total l ^ 2 <= (A * count l) ^ 2).
  { rewrite <- (pow2_abs (total l)). apply pow_incr. split; [apply Rabs_pos|].
    replace (A * count l) with (total_abs l) by (unfold A, mean_abs; field; lra). apply total_le_abs. }
  assert (total l ^ 2 / count l <= A ^ 2 * count l).
  { apply Rmult_le_reg_r with (count l); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. lra. }
  lra.
Qed.
Theorem sizes_of_some r l : 1 <= count l -> let x := r ++ l in
  total_abs l <= count l * mean_abs x + sigma x * sqrt (count l * (count x - count l)).
Proof.
  intros K x. assert (Cx : count x = count r + count l) by apply sum_of_app. pose proof (count_pos r) as R0.
  assert (Kx : 1 <= count x) by lra.
  pose proof (deviations_of_magnitudes x Kx) as D. set (A := mean_abs x) in *. set (f := fun z => Rabs z - A).
  assert (T : sum_of f l = - sum_of f r).
  { enough (sum_of f x = 0) by (unfold x in H; rewrite sum_of_app in H; lra).
    unfold f. rewrite (sum_of_linear 1 0 (- A) Rabs (fun _ => 0)) by (intros; ring). fold (count x). fold (total_abs x).
    unfold A, mean_abs. field. lra. }
  pose proof (square_of_sum f l) as Sl. pose proof (square_of_sum f r) as Sr.
  replace (sum_of f r ^ 2) with (sum_of f l ^ 2) in Sr by (rewrite T; ring).
  change (sum_of (fun z => f z ^ 2) x <= deviations x) in D.
  assert (Dx : sum_of (fun z => f z ^ 2) x = sum_of (fun z => f z ^ 2) r + sum_of (fun z => f z ^ 2) l) by apply sum_of_app.
  set (ql := sum_of (fun z => f z ^ 2) l) in *. set (qr := sum_of (fun z => f z ^ 2) r) in *.
  set (t := sum_of f l) in *. set (k := count l) in *. set (j := count r) in *.
  pose proof (sigma_pos x) as S0. pose proof (sigma_squared x Kx) as SV.
  assert (B : t ^ 2 <= sigma x ^ 2 * (k * j)).
  { apply Rmult_le_reg_l with (count x); [lra|].
    replace (count x * (sigma x ^ 2 * (k * j))) with (k * j * deviations x) by (unfold deviations; rewrite SV; ring).
    assert (j * t ^ 2 <= j * (k * ql)) by (apply Rmult_le_compat_l; lra).
    assert (k * t ^ 2 <= k * (j * qr)) by (apply Rmult_le_compat_l; lra).
    assert (k * j * (qr + ql) <= k * j * deviations x) by (apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|lra]).
    rewrite Cx. lra. }
  assert (E : total_abs l = k * A + t).
  { unfold t, f. rewrite (sum_of_linear 1 0 (- A) Rabs (fun _ => 0)) by (intros; ring). fold (count l). fold (total_abs l). fold k. ring. }
  rewrite E. apply Rplus_le_compat_l. replace (count x - k) with j by lra.
  pose proof (sqrt_pos (k * j)) as Q0. assert (kj : 0 <= k * j) by (apply Rmult_le_pos; lra).
  apply Rle_trans with (Rabs t); [apply Rle_abs|].
  apply Rsqr_incr_0; [|apply Rabs_pos|apply Rmult_le_pos; lra].
  unfold Rsqr. replace (Rabs t * Rabs t) with (t ^ 2) by (rewrite <- pow2_abs; ring).
  replace (sigma x * sqrt (k * j) * (sigma x * sqrt (k * j))) with (sigma x ^ 2 * (sqrt (k * j) * sqrt (k * j))) by ring.
  rewrite sqrt_sqrt by exact kj. exact B.
Qed.

(* A product of two factors of one sign, each near w when scaled. *)
Lemma near_square w f p q : 0 <= f -> 0 <= p * q -> Rabs (p - w) <= f -> Rabs (q - w) <= f ->
  sqrt (p * q) <= Rabs w + f /\ Rabs w <= sqrt (p * q) + f.
Proof.
  intros F PQ P Q. apply within in P. apply within in Q. pose proof (sqrt_pos (p * q)) as S.
  pose proof (sqrt_sqrt (p * q) PQ) as SS. pose proof (Rabs_pos w).
  assert (W : w = Rabs w \/ w = - Rabs w) by (unfold Rabs; destruct (Rcase_abs w); lra).
  split.
  - apply Rsqr_incr_0; [|exact S|lra]. unfold Rsqr. rewrite SS.
    assert (Rabs p <= Rabs w + f) by (apply Rabs_le; lra). assert (Rabs q <= Rabs w + f) by (apply Rabs_le; lra).
    apply Rle_trans with (Rabs p * Rabs q); [rewrite <- Rabs_mult; apply Rle_abs|].
    apply Rmult_le_compat; try apply Rabs_pos; assumption.
  - destruct (Rle_dec (Rabs w) f) as [C|C]; [lra|].
    enough (Rabs w - f <= sqrt (p * q)) by lra.
    apply Rsqr_incr_0; [|lra|exact S]. unfold Rsqr. rewrite SS.
    destruct W as [W|W].
    + apply Rmult_le_compat; lra.
    + replace (p * q) with (- p * - q) by ring. apply Rmult_le_compat; lra.
Qed.

Section Variance.
Variable a : arithmetic.
Variable n : nat.
Hypothesis n_few : (n <= 2)%nat.

(* A bound of the mean after any number of values: `growth`, or what recurrence_steps.v makes of it. *)
Variable grown : list R -> R.
Hypothesis grown_pos : forall l, 0 <= grown l.
Hypothesis grown_next : forall x l, 1 <= count l -> grown l <= grown (x :: l).
Hypothesis grown_bound : forall l mean_hat squares,
  recurrence a n l mean_hat squares -> Rabs (count l * mean_hat - total l) <= grown l * total_abs l.

(* The mean never leaps over a value: the two differences of a product have one sign. *)
Lemma one_sign x mean quotient k : number a x -> 2 <= k ->
  roundings a n ((x - mean) / k) quotient -> 0 <= (x - mean) * (x - fl a (mean + quotient)).
Proof.
  intros N K [q [Hq ->]]. pose proof (u_small a) as U.
  pose proof (power_high_linear a n ltac:(lia)) as P. pose proof (power_low a n) as L.
  assert (INR n <= 2) by (replace 2 with (INR 2) by (simpl; lra); apply le_INR; exact n_few).
  assert (INR n * u a <= 2 * (1 / 256)) by (apply Rmult_le_compat; try lra; apply pos_INR).
  set (d := x - mean). set (z := mean + d / k * q).
  assert (I : 0 < / k <= / 2) by (split; [apply Rinv_0_lt_compat|apply Rinv_le_contravar]; lra).
  assert (C : 0 <= / k * q <= 1).
  { split; [apply Rmult_le_pos; lra|]. apply Rle_trans with (/ 2 * 2); [apply Rmult_le_compat; lra|lra]. }
  assert (E : x - z = d * (1 - / k * q)) by (unfold z, d, Rdiv; ring).
  pose proof (fl_nearest a z x N) as NN.
  destruct (Rle_dec 0 d) as [D|D].
  - assert (0 <= x - z) by (rewrite E; apply Rmult_le_pos; lra). rewrite (Rabs_right (x - z)) in NN by lra.
    apply within in NN. apply Rmult_le_pos; lra.
  - assert (0 <= - (x - z)).
    { rewrite E. replace (- (d * (1 - / k * q))) with (- d * (1 - / k * q)) by ring. apply Rmult_le_pos; lra. }
    rewrite <- (Rabs_Ropp (x - z)), (Rabs_right (- (x - z))) in NN by lra. apply within in NN.
    replace (d * (x - fl a z)) with (- d * (- (x - fl a z))) by ring. apply Rmult_le_pos; lra.
Qed.

(* All values, from the last to the first. *)
Variable all : list R.
Let m := count all.
Let A := mean_abs all.
Let s := sigma all.

Variable share : R.
Hypothesis share_range : 0 <= share <= 1.
Definition mixed (k : R) := share * m + (1 - share) * k.

(* Sums over all steps, of what A and sigma take part with. *)
Fixpoint of_A (l : list R) : R := match l with
  | [] => 0
  | _ :: rest => match rest with [] => 0 | _ => of_A rest + grown l ^ 2 * (mixed (count l) ^ 2 / (count rest * count l)) end end.
Fixpoint of_sigma (l : list R) : R := match l with
  | [] => 0
  | _ :: rest => match rest with [] => 0 | _ => of_sigma rest + grown l ^ 2 * ((1 - share) ^ 2 * (m - count l) / count rest) end end.

Lemma sums_pos l : count l <= m -> 0 <= of_A l /\ 0 <= of_sigma l.
Proof.
  induction l as [|x [|y rest] IH]; intros H; [simpl; lra|simpl; lra|].
  rewrite count_cons in H. destruct (IH ltac:(lra)) as [I1 I2].
  assert (K : 1 <= count (y :: rest)) by (rewrite count_cons; pose proof (count_pos rest); lra).
  assert (I : 0 < / count (y :: rest)) by (apply Rinv_0_lt_compat; lra).
  pose proof (pow2_ge_0 (grown (x :: y :: rest))) as G.
  change (of_A (x :: y :: rest)) with (of_A (y :: rest) + grown (x :: y :: rest) ^ 2
    * (mixed (count (x :: y :: rest)) ^ 2 / (count (y :: rest) * count (x :: y :: rest)))).
  change (of_sigma (x :: y :: rest)) with (of_sigma (y :: rest) + grown (x :: y :: rest) ^ 2
    * ((1 - share) ^ 2 * (m - count (x :: y :: rest)) / count (y :: rest))).
  rewrite (count_cons x). pose proof (pow2_ge_0 (1 - share)) as S2.
  split; apply Rplus_le_le_0_compat; try assumption; apply Rmult_le_pos; try exact G.
  - apply Rmult_le_pos; [apply pow2_ge_0|]. left. apply Rinv_0_lt_compat. apply Rmult_lt_0_compat; lra.
  - apply Rmult_le_pos; [apply Rmult_le_pos; lra|lra].
Qed.

(* The error of the root after the values of l. *)
Definition spread l := A * sqrt (of_A l) + s * sqrt (of_sigma l).

Lemma spread_pos l : 1 <= m -> 0 <= spread l.
Proof.
  intros K. unfold spread. pose proof (mean_abs_pos all K). pose proof (sigma_pos all).
  apply Rplus_le_le_0_compat; apply Rmult_le_pos; try apply sqrt_pos; assumption.
Qed.

Lemma root_of_product x y : 0 <= x -> sqrt (x ^ 2 * y) = x * sqrt y.
Proof.
  intros X. destruct (Rle_dec 0 y) as [Y|Y].
  - rewrite sqrt_mult by (try apply pow2_ge_0; exact Y). now rewrite sqrt_pow2.
  - rewrite (sqrt_neg_0 y), Rmult_0_r by lra. apply sqrt_neg_0. pose proof (pow2_ge_0 x). nra.
Qed.

(* One more value. *)
Lemma spread_next x l r : 1 <= count l -> all = r ++ x :: l ->
  let f := grown (x :: l) * total_abs (x :: l) / sqrt (count l * count (x :: l)) in
  0 <= f /\ sqrt (spread l ^ 2 + f ^ 2) <= spread (x :: l).
Proof.
  intros K E f. assert (Cm : m = count r + (1 + count l)) by (unfold m, count; rewrite E, sum_of_app; reflexivity).
  pose proof (count_pos r) as R0. pose proof (grown_pos (x :: l)) as G0.
  set (g := grown (x :: l)) in *. pose proof (sizes_of_some r (x :: l)) as T. cbv zeta in T. rewrite <- E in T.
  rewrite count_cons in *. specialize (T ltac:(lra)). fold m A s in T.
  set (k := count l) in *. assert (kk : 0 < k * (1 + k)) by (apply Rmult_lt_0_compat; lra).
  assert (q0 : 0 < sqrt (k * (1 + k))) by (apply sqrt_lt_R0; exact kk).
  assert (A0 : 0 <= A) by (apply mean_abs_pos; fold m; lra). assert (s0 : 0 <= s) by apply sigma_pos.
  pose proof (total_abs_pos (x :: l)) as T0.
  assert (F0 : 0 <= f).
  { unfold f, Rdiv. apply Rmult_le_pos; [apply Rmult_le_pos; assumption|]. left. now apply Rinv_0_lt_compat. }
  split; [exact F0|].
  destruct (sums_pos l ltac:(fold k; lra)) as [P1 P2].
  set (ya := mixed (1 + k) ^ 2 / (k * (1 + k))). set (ys := (1 - share) ^ 2 * (m - (1 + k)) / k).
  assert (ik : 0 < / k) by (apply Rinv_0_lt_compat; lra).
  assert (ya0 : 0 <= ya) by (apply Rmult_le_pos; [apply pow2_ge_0|left; apply Rinv_0_lt_compat; exact kk]).
  assert (ys0 : 0 <= ys) by (apply Rmult_le_pos; [apply Rmult_le_pos; [apply pow2_ge_0|lra]|lra]).
  set (ga := g * sqrt ya). set (gs := g * sqrt ys).
  assert (ga0 : 0 <= ga) by (apply Rmult_le_pos; [exact G0|apply sqrt_pos]).
  assert (gs0 : 0 <= gs) by (apply Rmult_le_pos; [exact G0|apply sqrt_pos]).
  assert (mx : 0 <= mixed (1 + k)) by (unfold mixed; apply Rplus_le_le_0_compat; apply Rmult_le_pos; lra).
  assert (Tm : total_abs (x :: l) <= m * A).
  { replace (m * A) with (total_abs all) by (unfold m, A, mean_abs; field; fold m; lra).
    unfold total_abs at 2. rewrite E, sum_of_app. fold (total_abs r) (total_abs (x :: l)). pose proof (total_abs_pos r). lra. }
  assert (Fs : f <= A * ga + s * gs).
  { unfold f, ga, gs. apply Rmult_le_reg_r with (sqrt (k * (1 + k))); [exact q0|].
    unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    apply Rle_trans with (g * (mixed (1 + k) * A + (1 - share) * (s * sqrt ((1 + k) * (m - (1 + k)))))).
    - apply Rmult_le_compat_l; [exact G0|]. unfold mixed.
      assert (share * total_abs (x :: l) <= share * (m * A)) by (apply Rmult_le_compat_l; lra).
      assert ((1 - share) * total_abs (x :: l) <= (1 - share) * ((1 + k) * A + s * sqrt ((1 + k) * (m - (1 + k)))))
        by (apply Rmult_le_compat_l; lra). lra.
    - right. replace ((A * (g * sqrt ya) + s * (g * sqrt ys)) * sqrt (k * (1 + k)))
        with (g * (A * (sqrt ya * sqrt (k * (1 + k))) + s * (sqrt ys * sqrt (k * (1 + k))))) by ring.
      rewrite <- !sqrt_mult by lra.
      replace (ya * (k * (1 + k))) with (mixed (1 + k) ^ 2) by (unfold ya; field; lra).
      replace (ys * (k * (1 + k))) with ((1 - share) ^ 2 * ((1 + k) * (m - (1 + k)))) by (unfold ys; field; lra).
      rewrite (sqrt_mult ((1 - share) ^ 2) ((1 + k) * (m - (1 + k)))) by (try apply pow2_ge_0; apply Rmult_le_pos; lra).
      rewrite !sqrt_pow2 by lra. ring. }
  pose proof (sqrt_pos (of_A l)) as Q1. pose proof (sqrt_pos (of_sigma l)) as Q2.
  pose proof (triangle (spread l) f (A * sqrt (of_A l)) (s * sqrt (of_sigma l)) (A * ga) (s * gs)) as M.
  eapply Rle_trans; [apply M; try (apply Rmult_le_pos; lra); try lra; try (apply spread_pos; lra); unfold spread; lra|].
  right. unfold spread.
  assert (EA : of_A (x :: l) = of_A l + g ^ 2 * ya).
  { unfold g, ya, ys, k. destruct l; [exfalso; unfold k, count in K; simpl in K; lra|]. rewrite <- (count_cons x). reflexivity. }
  assert (ES : of_sigma (x :: l) = of_sigma l + g ^ 2 * ys).
  { unfold g, ya, ys, k. destruct l; [exfalso; unfold k, count in K; simpl in K; lra|]. rewrite <- (count_cons x). reflexivity. }
  rewrite EA, ES. f_equal.
  - replace ((A * sqrt (of_A l)) ^ 2 + (A * ga) ^ 2) with (A ^ 2 * (of_A l + g ^ 2 * ya)).
    2: { unfold ga. replace ((A * sqrt (of_A l)) ^ 2) with (A ^ 2 * (sqrt (of_A l) * sqrt (of_A l))) by ring.
         replace ((A * (g * sqrt ya)) ^ 2) with (A ^ 2 * g ^ 2 * (sqrt ya * sqrt ya)) by ring.
         rewrite !sqrt_sqrt by assumption. ring. }
    now apply root_of_product.
  - replace ((s * sqrt (of_sigma l)) ^ 2 + (s * gs) ^ 2) with (s ^ 2 * (of_sigma l + g ^ 2 * ys)).
    2: { unfold gs. replace ((s * sqrt (of_sigma l)) ^ 2) with (s ^ 2 * (sqrt (of_sigma l) * sqrt (of_sigma l))) by ring.
         replace ((s * (g * sqrt ys)) ^ 2) with (s ^ 2 * g ^ 2 * (sqrt ys * sqrt ys)) by ring.
         rewrite !sqrt_sqrt by assumption. ring. }
    now apply root_of_product.
Qed.

(* After the values of l: X is the sum of the products as they should be of the means as computed. *)
Definition accumulated l squares := exists X, 0 <= X /\
  sqrt X <= sqrt (deviations l) + spread l /\ sqrt (deviations l) <= sqrt X + spread l /\
  X * (1 - u a) ^ (length l + 2) <= squares <= X * (1 + u a) ^ (length l + 2).

Lemma deviations_pos l : 1 <= count l -> 0 <= deviations l.
Proof. intros K. apply Rmult_le_pos; [lra|apply variance_pos; exact K]. Qed.

Lemma accumulates l mean_hat squares : recurrence a n l mean_hat squares -> forall r, all = r ++ l -> accumulated l squares.
Proof.
  intros W. induction W as [x N | x l mean q squares p W IH N Nq Hq Np Hp]; intros r E.
  - exists 0. assert (K : 1 <= count [x]) by (unfold count; simpl; lra).
    assert (D : deviations [x] = 0).
    { rewrite deviations_as_sums by exact K. unfold count, total; simpl. field. }
    assert (Sp : spread [x] = 0) by (unfold spread; simpl; rewrite sqrt_0; ring).
    rewrite D, Sp, sqrt_0. repeat split; lra.
  - pose proof (recurrence_some _ _ _ _ _ W) as K. pose proof (u_small a) as U.
    pose proof (next a n x l mean q squares p W N Nq Hq Np Hp) as W'.
    pose proof (grown_bound _ _ _ W) as E1.
    pose proof (grown_bound _ _ _ W') as E2.
    assert (E' : all = (r ++ [x]) ++ l) by (rewrite <- app_assoc; exact E).
    destruct (IH _ E') as [X [X0 [Up [Down [S1 S2]]]]].
    destruct (spread_next x l r K E) as [F0 SN]. set (f := grown (x :: l) * total_abs (x :: l) / sqrt (count l * count (x :: l))) in *.
    assert (fE : f = grown (x :: l) * total_abs (x :: l) / sqrt (count l * count (x :: l))) by reflexivity.
    clearbody f.
    assert (Sg : 0 <= (x - mean) * (x - fl a (mean + q))).
    { apply (one_sign x mean q (count (x :: l))); [exact N|rewrite count_cons; lra|exact Hq]. }
    set (mean' := fl a (mean + q)) in *. set (d := x - moments.mean l).
    pose proof (deviations_next x l K) as DN. fold d in DN.
    assert (Mx : x - moments.mean (x :: l) = d * (count l / (1 + count l))).
    { unfold d, moments.mean. rewrite count_cons. replace (total (x :: l)) with (x + total l) by reflexivity. field. lra. }
    assert (D0 : 0 <= deviations l) by (apply deviations_pos; exact K).
    pose proof (grown_pos l) as G0. pose proof (total_abs_pos l) as T0.
    assert (GG : grown l * total_abs l <= grown (x :: l) * total_abs (x :: l)).
    { replace (total_abs (x :: l)) with (Rabs x + total_abs l) by reflexivity. pose proof (Rabs_pos x).
      apply Rmult_le_compat; try lra. apply grown_next. exact K. }
    rewrite count_cons in *. set (k := count l) in *. set (T := grown (x :: l) * total_abs (x :: l)) in *.
    assert (kk : 0 < k * (1 + k)) by (apply Rmult_lt_0_compat; lra).
    set (rk := sqrt (k * (1 + k))) in *. assert (rk0 : 0 < rk) by (apply sqrt_lt_R0; exact kk).
    assert (rk2 : rk * rk = k * (1 + k)) by (apply sqrt_sqrt; lra).
    (* The scale is sqrt(k/(1 + k)), which is k / rk and rk / (1 + k). *)
    set (w := d * (k / rk)).
    assert (P : Rabs (k / rk * (x - mean) - w) <= f).
    { replace (k / rk * (x - mean) - w) with (- (k * mean - total l) / rk).
      2: { unfold w, d, moments.mean. fold k. field. split; lra. }
      rewrite fE. unfold Rdiv. rewrite Rabs_mult, Rabs_Ropp, (Rabs_right (/ rk)) by (left; apply Rinv_0_lt_compat; lra).
      apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|]. lra. }
    assert (Q : Rabs (rk / k * (x - mean') - w) <= f).
    { replace (rk / k * (x - mean') - w) with (- ((1 + k) * mean' - total (x :: l)) / rk).
      2: { assert (Rk : rk / k = (1 + k) / rk).
           { apply Rmult_eq_reg_r with (k * rk); [|apply Rmult_integral_contrapositive; lra].
             replace (rk / k * (k * rk)) with (rk * rk) by (field; lra). rewrite rk2. field. lra. }
           rewrite Rk. replace w with (rk / k * (d * (k / (1 + k)))).
           - rewrite <- Mx, Rk. unfold moments.mean. rewrite count_cons. fold k. field. lra.
           - unfold w. replace (k / rk) with (rk / (1 + k)); [field; lra|].
             apply Rmult_eq_reg_r with ((1 + k) * rk); [|apply Rmult_integral_contrapositive; lra].
             replace (rk / (1 + k) * ((1 + k) * rk)) with (rk * rk) by (field; lra). rewrite rk2. field. lra. }
      rewrite fE. unfold Rdiv. rewrite Rabs_mult, Rabs_Ropp, (Rabs_right (/ rk)) by (left; apply Rinv_0_lt_compat; lra).
      apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|]. exact E2. }
    assert (PQ : k / rk * (x - mean) * (rk / k * (x - mean')) = (x - mean) * (x - mean')) by (field; lra).
    destruct (near_square w f (k / rk * (x - mean)) (rk / k * (x - mean'))) as [N1 N2]; try assumption; [rewrite PQ; exact Sg|].
    rewrite PQ in N1, N2. set (y := (x - mean) * (x - mean')) in *.
    assert (WW : Rabs w ^ 2 = d ^ 2 * (k / (1 + k))).
    { rewrite pow2_abs. unfold w. replace ((d * (k / rk)) ^ 2) with (d ^ 2 * (k * k) / (rk * rk)) by (field; lra).
      rewrite rk2. field. lra. }
    assert (DD : sqrt (deviations l) ^ 2 + Rabs w ^ 2 = deviations (x :: l)).
    { rewrite WW, DN. replace (sqrt (deviations l) ^ 2) with (sqrt (deviations l) * sqrt (deviations l)) by ring.
      rewrite sqrt_sqrt by exact D0. reflexivity. }
    assert (XX : sqrt X ^ 2 + sqrt y ^ 2 = X + y).
    { replace (sqrt X ^ 2) with (sqrt X * sqrt X) by ring. replace (sqrt y ^ 2) with (sqrt y * sqrt y) by ring.
      rewrite !sqrt_sqrt by assumption. reflexivity. }
    pose proof (sqrt_pos X). pose proof (sqrt_pos y). pose proof (sqrt_pos (deviations l)). pose proof (Rabs_pos w).
    assert (Km : 1 <= m).
    { unfold m, count. rewrite E, sum_of_app. cbn [sum_of]. fold (count r) (count l). fold k. pose proof (count_pos r). lra. }
    pose proof (spread_pos l Km) as Sp0.
    exists (X + y). split; [lra|]. rewrite <- DD, <- XX. repeat split.
    + eapply Rle_trans; [apply (triangle _ _ (sqrt (deviations l)) (spread l) (Rabs w) f); assumption|]. lra.
    + eapply Rle_trans; [apply (triangle _ _ (sqrt X) (spread l) (sqrt y) f); assumption|]. lra.
    + rewrite XX. destruct Hp as [t [Ht ->]]. cbn [length]. replace (Datatypes.S (length l) + 2)%nat with (Datatypes.S (length l + 2)) by lia.
      cbn [pow]. pose proof (fl_relative a (squares + y * t)) as Fr. apply within in Fr.
      set (lo := (1 - u a) ^ (length l + 2)) in *. assert (lo0 : 0 < lo) by apply (power_low a).
      assert (lo3 : lo <= (1 - u a) ^ 3).
      { unfold lo. replace (length l + 2)%nat with (length l - 1 + 3)%nat.
        - rewrite pow_add. rewrite <- (Rmult_1_l ((1 - u a) ^ 3)) at 2. apply Rmult_le_compat_r; [pose proof (power_low a 3); lra|].
          apply (power_low a).
        - unfold k in K. rewrite count_is_length in K. assert (1 <= length l)%nat by (apply INR_le; simpl; exact K). lia. }
      assert (y * lo <= y * t) by (apply Rmult_le_compat_l; lra). assert (0 <= X * lo) by (apply Rmult_le_pos; lra).
      assert (0 <= y * lo) by (apply Rmult_le_pos; lra). rewrite Rabs_right in Fr by lra.
      assert ((1 - u a) * ((X + y) * lo) <= (1 - u a) * (squares + y * t)) by (apply Rmult_le_compat_l; lra). lra.
    + rewrite XX. destruct Hp as [t [Ht ->]]. cbn [length]. replace (Datatypes.S (length l) + 2)%nat with (Datatypes.S (length l + 2)) by lia.
      cbn [pow]. pose proof (fl_relative a (squares + y * t)) as Fr. apply within in Fr.
      set (hi := (1 + u a) ^ (length l + 2)) in *. pose proof (power_low a (length l + 2)).
      assert (hi3 : (1 + u a) ^ 3 <= hi).
      { unfold hi. apply Rle_pow; [lra|].
        unfold k in K. rewrite count_is_length in K. assert (1 <= length l)%nat by (apply INR_le; simpl; exact K). lia. }
      assert (y * t <= y * hi) by (apply Rmult_le_compat_l; lra). pose proof (power_low a 3).
      assert (0 <= y * t) by (apply Rmult_le_pos; lra).
      assert (0 <= X * (1 - u a) ^ (length l + 2)) by (apply Rmult_le_pos; lra). rewrite Rabs_right in Fr by lra.
      assert ((1 + u a) * (squares + y * t) <= (1 + u a) * ((X + y) * hi)) by (apply Rmult_le_compat_l; lra). lra.
Qed.
(* What the roundings of products, of their sum, of its division by m and of Bessel's factor do to the root. *)
Definition of_sum := (1 + u a) ^ Nat.div2 (length all + 7) - 1.

Lemma of_sum_range : of_sum <= 1 ->
  0 <= of_sum /\ (1 + u a) ^ (length all + 6) <= (1 + of_sum) ^ 2 /\ (1 - of_sum) ^ 2 <= (1 - u a) ^ (length all + 6).
Proof.
  intros H. unfold of_sum in *. set (j := Nat.div2 (length all + 7)) in *. pose proof (u_small a) as U.
  pose proof (power_high a j) as P. pose proof (powers_around_1 a j) as B. pose proof (power_low a j) as L.
  assert (J : (length all + 6 <= 2 * j)%nat).
  { unfold j. pose proof (Nat.div2_odd (length all + 7)). destruct (Nat.odd (length all + 7)); simpl in *; lia. }
  split; [lra|]. split.
  - replace (1 + ((1 + u a) ^ j - 1)) with ((1 + u a) ^ j) by ring. rewrite <- pow_mult, Nat.mul_comm. apply Rle_pow; [lra|exact J].
  - apply Rle_trans with (((1 - u a) ^ j) ^ 2); [apply pow_incr; lra|].
    rewrite <- pow_mult. replace (j * 2)%nat with (length all + 6 + (2 * j - (length all + 6)))%nat by lia.
    rewrite pow_add. rewrite <- (Rmult_1_r ((1 - u a) ^ (length all + 6))) at 2.
    apply Rmult_le_compat_l; [pose proof (power_low a (length all + 6)); lra|apply power_low].
Qed.

Variables mean_hat squares v_hat k : R.
Hypothesis computed : recurrence a n all mean_hat squares.
Hypothesis divided : roundings a 4 (squares / m) v_hat.
Hypothesis sum_fits : of_sum <= 1.
Hypothesis A_fits : (1 + of_sum) * sqrt (of_A all / m) <= k * u a.
Hypothesis sigma_fits : of_sum + (1 + of_sum) * sqrt (of_sigma all / m) <= k * u a.

Lemma v_hat_around_X : exists z, 0 <= v_hat /\ 0 <= z /\ (1 - of_sum) * z <= sqrt v_hat <= (1 + of_sum) * z /\
  Rabs (z - s) <= A * sqrt (of_A all / m) + s * sqrt (of_sigma all / m).
Proof.
  assert (K : 1 <= m) by (apply (recurrence_some _ _ _ _ _ computed)). pose proof (u_small a) as U.
  destruct (accumulates all mean_hat squares computed [] eq_refl) as [X [X0 [Up [Down [S1 S2]]]]].
  destruct (of_sum_range sum_fits) as [R0 [R1 R2]]. destruct (sums_pos all (Rle_refl _)) as [P1 P2].
  assert (rm : 0 < sqrt m) by (apply sqrt_lt_R0; lra). assert (rm2 : sqrt m * sqrt m = m) by (apply sqrt_sqrt; lra).
  exists (sqrt X / sqrt m). pose proof (sqrt_pos X) as X1. assert (XX : sqrt X * sqrt X = X) by (apply sqrt_sqrt; exact X0).
  assert (Z0 : 0 <= sqrt X / sqrt m) by (apply Rmult_le_pos; [exact X1|left; apply Rinv_0_lt_compat; exact rm]).
  assert (ZZ : (sqrt X / sqrt m) ^ 2 = X / m).
  { replace ((sqrt X / sqrt m) ^ 2) with (sqrt X * sqrt X / (sqrt m * sqrt m)) by (field; lra). now rewrite XX, rm2. }
  assert (V : (1 - of_sum) ^ 2 * (X / m) <= v_hat <= (1 + of_sum) ^ 2 * (X / m)).
  { destruct divided as [q [Hq ->]]. assert (I : 0 < / m) by (apply Rinv_0_lt_compat; lra).
    assert (Y0 : 0 <= X / m) by (apply Rmult_le_pos; lra).
    assert (Q1 : X / m * (1 - u a) ^ (length all + 2) <= squares / m).
    { unfold Rdiv. replace (X * / m * (1 - u a) ^ (length all + 2)) with (X * (1 - u a) ^ (length all + 2) * / m) by ring.
      apply Rmult_le_compat_r; lra. }
    assert (Q2 : squares / m <= X / m * (1 + u a) ^ (length all + 2)).
    { unfold Rdiv. replace (X * / m * (1 + u a) ^ (length all + 2)) with (X * (1 + u a) ^ (length all + 2) * / m) by ring.
      apply Rmult_le_compat_r; lra. }
    pose proof (power_low a (length all + 2)). pose proof (power_low a 4).
    assert (0 <= X / m * (1 - u a) ^ (length all + 2)) by (apply Rmult_le_pos; lra).
    replace (length all + 6)%nat with (length all + 2 + 4)%nat in R1, R2 by lia. rewrite pow_add in R1, R2. split.
    - apply Rle_trans with (X / m * (1 - u a) ^ (length all + 2) * (1 - u a) ^ 4).
      + rewrite (Rmult_comm (_ ^ 2)), Rmult_assoc. apply Rmult_le_compat_l; assumption.
      + apply Rmult_le_compat; lra.
    - apply Rle_trans with (X / m * (1 + u a) ^ (length all + 2) * (1 + u a) ^ 4).
      + apply Rmult_le_compat; lra.
      + rewrite (Rmult_comm ((1 + of_sum) ^ 2)), Rmult_assoc. apply Rmult_le_compat_l; assumption. }
  rewrite <- ZZ in V. set (z := sqrt X / sqrt m) in *.
  assert (V0 : 0 <= v_hat).
  { eapply Rle_trans; [|apply V]. apply Rmult_le_pos; apply pow2_ge_0. }
  split; [exact V0|]. split; [exact Z0|]. split.
  - rewrite <- !Rpow_mult_distr in V.
    split.
    + rewrite <- (sqrt_pow2 ((1 - of_sum) * z)) by (apply Rmult_le_pos; lra). apply sqrt_le_1_alt. lra.
    + rewrite <- (sqrt_pow2 ((1 + of_sum) * z)) by (apply Rmult_le_pos; lra). apply sqrt_le_1_alt. lra.
  - assert (D : sqrt (deviations all) = sqrt m * s).
    { unfold deviations. fold m. rewrite sqrt_mult; [reflexivity|lra|apply variance_pos; fold m; lra]. }
    assert (F : A * sqrt (of_A all / m) + s * sqrt (of_sigma all / m) = spread all / sqrt m).
    { unfold spread. rewrite !sqrt_div by lra. field. lra. }
    rewrite F. unfold z. replace (sqrt X / sqrt m - s) with ((sqrt X - sqrt m * s) / sqrt m) by (field; lra).
    unfold Rdiv. rewrite Rabs_mult, (Rabs_right (/ sqrt m)) by (left; apply Rinv_0_lt_compat; lra).
    apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; lra|]. rewrite <- D. apply Rabs_le. lra.
Qed.

(* BN-12, Variance: |sqrt v_hat - sigma| <= t. *)
Theorem root_of_recurrence : Rabs (sqrt v_hat - s) <= k * u a * (s + A).
Proof.
  destruct v_hat_around_X as [z [V0 [Z0 [[L H] E]]]]. destruct (of_sum_range sum_fits) as [R0 _].
  assert (K : 1 <= m) by (apply (recurrence_some _ _ _ _ _ computed)).
  assert (A0 : 0 <= A) by (apply mean_abs_pos; exact K). assert (s0 : 0 <= s) by apply sigma_pos.
  set (x := sqrt (of_A all / m)) in *. set (y := sqrt (of_sigma all / m)) in *.
  assert (x0 : 0 <= x) by apply sqrt_pos. assert (y0 : 0 <= y) by apply sqrt_pos.
  assert (Ax : A * ((1 + of_sum) * x) <= A * (k * u a)) by (apply Rmult_le_compat_l; assumption).
  assert (sy : s * (of_sum + (1 + of_sum) * y) <= s * (k * u a)) by (apply Rmult_le_compat_l; assumption).
  apply within in E.
  assert (F0 : 0 <= of_sum * (A * x + s * y)).
  { apply Rmult_le_pos; [exact R0|]. apply Rplus_le_le_0_compat; apply Rmult_le_pos; assumption. }
  assert (F1 : (1 + of_sum) * z <= (1 + of_sum) * (s + (A * x + s * y))) by (apply Rmult_le_compat_l; lra).
  assert (F2 : (1 - of_sum) * (s - (A * x + s * y)) <= (1 - of_sum) * z) by (apply Rmult_le_compat_l; lra).
  apply Rabs_le. lra.
Qed.

(* BN-12, Variance: |v_hat - v| <= 2 sigma t + t^2. *)
Theorem recurrence_variance : let allowed := k * u a * (s + A) in Rabs (v_hat - variance all) <= 2 * s * allowed + allowed ^ 2.
Proof.
  intros allowed. pose proof root_of_recurrence as H. fold allowed in H. apply within in H.
  destruct v_hat_around_X as [z [V0 _]]. pose proof (sqrt_pos v_hat).
  assert (K : 1 <= count all) by (apply (recurrence_some _ _ _ _ _ computed)).
  assert (s0 : 0 <= s) by apply sigma_pos. pose proof (sigma_squared all K) as SV. fold s in SV. rewrite <- SV.
  rewrite <- (pow2_sqrt v_hat V0). apply Rabs_le. split; simpl; nra.
Qed.
End Variance.
