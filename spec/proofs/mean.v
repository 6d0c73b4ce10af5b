(* The mean: BN-12, The mean. A sum in any order, divided by m or multiplied by a rounded 1/m. *)
Require Import Reals Lra Psatz List.
From Proofs Require Import rounding sum constants moments.
Open Scope R_scope.

(* Two ways from a sum to a mean, with at most two roundings. *)
Lemma division (a : arithmetic) s m : roundings a 2 (s / m) (fl a (s / m)).
Proof. apply fewer_roundings with 1%nat; [auto|apply rounded_once]. Qed.
Lemma product_with_inverse (a : arithmetic) s m : roundings a 2 (s / m) (fl a (s * fl a (1 / m))).
Proof.
  apply (roundings_then a 1 1) with (s * fl a (1 / m)); [|apply rounded_once].
  replace (s / m) with (s * (1 / m)) by (unfold Rdiv; ring).
  apply (roundings_of_product a 0 1); [apply no_rounding|apply rounded_once].
Qed.

(* From an error E of the sum to that of the mean. *)
Lemma error_of_mean (a : arithmetic) t q E :
  roundings a 2 (summed a t / count (values t)) q -> Rabs (summed a t - total (values t)) <= E ->
  Rabs (q - mean (values t)) <=
    (1 + u a) ^ 2 * (E / count (values t)) + (2 * u a + u a ^ 2) * mean_abs (values t).
Proof.
  intros [k [Hk ->]] HE. pose proof (count_ge t) as Hm. pose proof (u_small a) as U.
  pose proof (inverse_count _ Hm) as I.
  set (m := count (values t)) in *. unfold mean. fold m.
  replace (summed a t / m * k - total (values t) / m) with
    (k * ((summed a t - total (values t)) / m) + (k - 1) * (total (values t) / m)) by (field; lra).
  eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult.
  assert (Rabs ((summed a t - total (values t)) / m) <= E / m).
  { unfold Rdiv. rewrite Rabs_mult, (Rabs_right (/ m)) by lra. apply Rmult_le_compat_r; lra. }
  pose proof (mean_le_abs _ Hm) as M. unfold mean in M. fold m in M.
  apply Rplus_le_compat; apply Rmult_le_compat; auto using Rabs_pos.
  - rewrite Rabs_right; [lra|]. pose proof (power_low a 2). lra.
  - apply Rabs_le. simpl in *. nra.
Qed.

(* The error without any condition; (1 + u)^2 (1 + (m - 1) u) - 1 is (m + 1) u to first order. *)
Theorem mean_any_precision (a : arithmetic) t q :
  numbers a t -> roundings a 2 (summed a t / count (values t)) q ->
  Rabs (q - mean (values t)) <=
    ((1 + u a) ^ 2 * (1 + (count (values t) - 1) * u a) - 1) * mean_abs (values t).
Proof.
  intros L Hq. pose proof (count_ge t).
  pose proof (error_of_mean a t q _ Hq (sum_in_any_order a t L)) as E.
  unfold mean_abs in *. set (m := count (values t)) in *.
  replace (((1 + u a) ^ 2 * (1 + (m - 1) * u a) - 1) * (total_abs (values t) / m)) with
   ((1 + u a) ^ 2 * ((m - 1) * u a * total_abs (values t) / m) + (2 * u a + u a ^ 2) * (total_abs (values t) / m))
    by (field; lra).
  exact E.
Qed.

(* BN-12, The mean: |e| <= K u A. *)
Theorem mean_bound (a : arithmetic) t q k :
  numbers a t -> roundings a 2 (summed a t / count (values t)) q ->
  enough (count (values t)) k (u a) ->
  Rabs (q - mean (values t)) <= k * u a * mean_abs (values t).
Proof.
  intros L Hq [H4 [_ Hs]]. pose proof (count_ge t) as Hm. pose proof (u_small a) as U.
  eapply Rle_trans; [apply mean_any_precision; eassumption|].
  apply Rmult_le_compat_r; [now apply mean_abs_pos|].
  set (m := count (values t)) in *. set (b := (m - 1) * u a).
  assert (0 <= b) by (apply Rmult_le_pos; lra).
  assert (b + 5 * u a <= k * u a) by (unfold b; nra).
  assert (u a * u a <= u a / 256) by nra. assert (b * u a <= u a / 2) by nra.
  assert (b * (u a * u a) <= u a / 256) by nra.
  replace ((1 + u a) ^ 2 * (1 + b) - 1) with (b + 2 * u a + u a * u a + 2 * (b * u a) + b * (u a * u a)) by ring.
  lra.
Qed.
