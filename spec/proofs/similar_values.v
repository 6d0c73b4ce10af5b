(* Sums of values that are alike: a lemma of BN-12, Variance.

   The bound of sum.v is sharp only for values of very different sizes. Here each addition counts with the magnitude of what it
   adds up, and values that lie near their mean, by sigma, need about half: with b = (m - 1) * u the error of the mean is at most
   about b/2 * A + b * sigma. *)
Require Import Reals Lra Psatz List.
From Proofs Require Import rounding sum moments mean.
Open Scope R_scope.

(* The sum, over all additions, of the magnitudes of the values that are added up there. *)
Fixpoint sizes t := match t with Leaf _ => 0 | Node l r => sizes l + sizes r + total_abs (values (Node l r)) end.

Lemma total_abs_node l r : total_abs (values (Node l r)) = total_abs (values l) + total_abs (values r).
Proof. apply sum_of_app. Qed.
Lemma count_node l r : count (values (Node l r)) = count (values l) + count (values r).
Proof. apply sum_of_app. Qed.
Lemma total_node l r : total (values (Node l r)) = total (values l) + total (values r).
Proof. apply sum_of_app. Qed.
Lemma distance_node c l r : distance (values (Node l r)) c = distance (values l) c + distance (values r) c.
Proof. apply sum_of_app. Qed.

Theorem sum_by_sizes (a : adder) n t : count (values t) <= n -> numbers a t ->
  Rabs (summed a t - total (values t)) <= u a * (1 + (n - 1) * u a) * sizes t.
Proof.
  pose proof (u_range a) as U.
  induction t as [x | l IHl r IHr]; intros Hn L.
  - unfold total; simpl. replace (x - (x + 0)) with 0 by ring. rewrite Rabs_R0. lra.
  - destruct L as [Ll Lr]. rewrite count_node in Hn.
    pose proof (count_ge l). pose proof (count_ge r).
    pose proof (total_abs_pos (values l)). pose proof (total_abs_pos (values r)).
    specialize (IHl ltac:(lra) Ll). specialize (IHr ltac:(lra) Lr).
    pose proof (sum_in_any_order a l Ll) as sl. pose proof (sum_in_any_order a r Lr) as sr.
    pose proof (fl_sum a _ _ (summed_number a l Ll) (summed_number a r Lr)) as n3.
    pose proof (total_le_abs (values l)). pose proof (total_le_abs (values r)).
    rewrite total_node. cbn [summed sizes]. rewrite total_abs_node.
    assert (tS : Rabs (summed a l + summed a r)
        <= (1 + (n - 1) * u a) * (total_abs (values l) + total_abs (values r))).
    { replace (summed a l + summed a r) with
        ((summed a l - total (values l)) + (summed a r - total (values r)) + (total (values l) + total (values r))) by ring.
      eapply Rle_trans; [apply Rabs_triang|].
      pose proof (Rabs_triang (summed a l - total (values l)) (summed a r - total (values r))).
      pose proof (Rabs_triang (total (values l)) (total (values r))).
      assert (0 <= (n - count (values l)) * (u a * total_abs (values l))) by (repeat apply Rmult_le_pos; lra).
      assert (0 <= (n - count (values r)) * (u a * total_abs (values r))) by (repeat apply Rmult_le_pos; lra).
      lra. }
    assert (u a * Rabs (summed a l + summed a r)
        <= u a * ((1 + (n - 1) * u a) * (total_abs (values l) + total_abs (values r))))
      by (apply Rmult_le_compat_l; lra).
    replace (fl a (summed a l + summed a r) - (total (values l) + total (values r))) with
      ((fl a (summed a l + summed a r) - (summed a l + summed a r))
       + ((summed a l - total (values l)) + (summed a r - total (values r)))) by ring.
    eapply Rle_trans; [apply Rabs_triang|].
    pose proof (Rabs_triang (summed a l - total (values l)) (summed a r - total (values r))). lra.
Qed.

Lemma total_abs_distance c l : total_abs l <= count l * Rabs c + distance l c.
Proof.
  unfold total_abs, count, distance. induction l as [|x q]; simpl; [lra|].
  assert (Rabs x <= Rabs c + Rabs (x - c)).
  { replace x with (c + (x - c)) at 1 by ring. apply Rabs_triang. }
  lra.
Qed.
Lemma distance_pos c l : 0 <= distance l c.
Proof. apply sum_of_pos. intros; apply Rabs_pos. Qed.

(* m equal values: 2 + 3 + ... + m, which is m (m + 1) / 2 - 1. *)
Theorem sizes_by_distance c t :
  sizes t <= Rabs c * (count (values t) * (count (values t) + 1) / 2 - 1)
    + (count (values t) - 1) * distance (values t) c.
Proof.
  induction t as [x | l IHl r IHr].
  - unfold count; simpl. lra.
  - cbn [sizes]. rewrite total_abs_node, count_node, distance_node.
    pose proof (total_abs_distance c (values l)). pose proof (total_abs_distance c (values r)).
    pose proof (count_ge l). pose proof (count_ge r).
    pose proof (distance_pos c (values l)). pose proof (distance_pos c (values r)).
    pose proof (Rabs_pos c).
    assert (0 <= Rabs c * ((count (values l) - 1) * (count (values r) - 1))) by (repeat apply Rmult_le_pos; lra).
    assert (0 <= (count (values r) - 1) * distance (values l) c) by (apply Rmult_le_pos; lra).
    assert (0 <= (count (values l) - 1) * distance (values r) c) by (apply Rmult_le_pos; lra).
    nra.
Qed.

(* With b = (m - 1) u: the error of the mean of values that are alike. *)
Theorem mean_of_similar (a : arithmetic) t q :
  numbers a t -> roundings a 2 (summed a t / count (values t)) q ->
  let b := (count (values t) - 1) * u a in
  Rabs (q - mean (values t)) <=
    (1 + u a) ^ 2 * (1 + b) * ((b + 2 * u a) / 2 * mean_abs (values t) + b * sigma (values t))
    + ((1 + u a) ^ 2 - 1) * mean_abs (values t).
Proof.
  intros L Hq b. pose proof (count_ge t) as Hm. pose proof (u_small a) as U.
  pose proof (error_of_mean a 2 t q _ Hq (sum_by_sizes a _ t (Rle_refl _) L)) as E. fold b in E.
  eapply Rle_trans; [exact E|]. apply Rplus_le_compat_r.
  pose proof (sizes_by_distance (mean (values t)) t) as W.
  pose proof (distance_le_sigma _ Hm) as D. pose proof (mean_le_abs _ Hm) as M.
  pose proof (mean_abs_pos _ Hm) as A0.
  set (m := count (values t)) in *. set (A := mean_abs (values t)) in *. set (s := sigma (values t)) in *.
  assert (b0 : 0 <= b) by (apply Rmult_le_pos; lra).
  assert (W2 : sizes t <= m * (A * (m + 1) / 2 + (m - 1) * s)).
  { assert (Rabs (mean (values t)) * (m * (m + 1) / 2 - 1) <= A * (m * (m + 1) / 2 - 1)) by (apply Rmult_le_compat_r; nra).
    assert ((m - 1) * distance (values t) (mean (values t)) <= (m - 1) * (m * s)) by (apply Rmult_le_compat_l; lra). lra. }
  assert (W3 : sizes t / m <= A * (m + 1) / 2 + (m - 1) * s).
  { apply Rmult_le_reg_r with m; [lra|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. lra. }
  replace ((1 + u a) ^ 2 * (u a * (1 + b) * sizes t / m))
    with ((1 + u a) ^ 2 * (1 + b) * (u a * (sizes t / m))) by (field; lra).
  apply Rmult_le_compat_l.
  - apply Rmult_le_pos; [apply pow2_ge_0|lra].
  - replace ((b + 2 * u a) / 2 * A + b * s) with (u a * (A * (m + 1) / 2 + (m - 1) * s)) by (unfold b; field).
    apply Rmult_le_compat_l; lra.
Qed.
