(* The mean: BN-12, The mean. A sum in any order, divided by m or multiplied by a rounded 1/m. *)
Require Import Reals Lra Lia Psatz List.
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

(* From an error E of the sum to that of the mean, after n roundings. *)
Lemma error_of_mean (a : arithmetic) n t q E :
  roundings a n (summed a t / count (values t)) q -> Rabs (summed a t - total (values t)) <= E ->
  Rabs (q - mean (values t)) <=
    (1 + u a) ^ n * (E / count (values t)) + ((1 + u a) ^ n - 1) * mean_abs (values t).
Proof.
  intros [k [Hk ->]] HE. pose proof (count_ge t) as Hm. pose proof (u_small a) as U.
  pose proof (inverse_count _ Hm) as I. pose proof (power_low a n) as P.
  set (m := count (values t)) in *. unfold mean. fold m.
  replace (summed a t / m * k - total (values t) / m) with
    (k * ((summed a t - total (values t)) / m) + (k - 1) * (total (values t) / m)) by (field; lra).
  eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult.
  assert (Rabs ((summed a t - total (values t)) / m) <= E / m).
  { unfold Rdiv. rewrite Rabs_mult, (Rabs_right (/ m)) by lra. apply Rmult_le_compat_r; lra. }
  pose proof (mean_le_abs _ Hm) as M. unfold mean in M. fold m in M.
  apply Rplus_le_compat; apply Rmult_le_compat; auto using Rabs_pos.
  - rewrite Rabs_right; lra.
  - apply Rabs_le. pose proof (powers_around_1 a n). lra.
Qed.

(* The error without any condition; with n = 2, (1 + u)^2 (1 + (m - 1) u) - 1 is (m + 1) u to first order. *)
Theorem mean_any_precision (a : arithmetic) n t q :
  numbers a t -> roundings a n (summed a t / count (values t)) q ->
  Rabs (q - mean (values t)) <=
    ((1 + u a) ^ n * (1 + (count (values t) - 1) * u a) - 1) * mean_abs (values t).
Proof.
  intros L Hq. pose proof (count_ge t).
  pose proof (error_of_mean a n t q _ Hq (sum_in_any_order a t L)) as E.
  unfold mean_abs in *. set (m := count (values t)) in *.
  replace (((1 + u a) ^ n * (1 + (m - 1) * u a) - 1) * (total_abs (values t) / m)) with
   ((1 + u a) ^ n * ((m - 1) * u a * total_abs (values t) / m) + ((1 + u a) ^ n - 1) * (total_abs (values t) / m))
    by (field; lra).
  exact E.
Qed.

(* BN-12, The mean: |e| <= K u A. Two roundings more than a mean has leave room for differences from it: mean(dy) in dx. *)
Theorem mean_bound (a : arithmetic) t q k :
  numbers a t -> roundings a 4 (summed a t / count (values t)) q ->
  enough (count (values t)) k (u a) ->
  Rabs (q - mean (values t)) <= k * u a * mean_abs (values t).
Proof.
  intros L Hq [H4 [H6 Hs]]. pose proof (count_ge t) as Hm. pose proof (u_small a) as U.
  eapply Rle_trans; [apply mean_any_precision; eassumption|].
  apply Rmult_le_compat_r; [now apply mean_abs_pos|].
  set (m := count (values t)) in *. set (b := (m - 1) * u a).
  assert (0 <= b) by (apply Rmult_le_pos; lra).
  assert (b + 5 * u a <= k * u a) by (unfold b; nra).
  assert (B : b <= 7 * u a \/ b + 7 * u a <= k * u a).
  { destruct (Rle_dec 8 m) as [M|M]; [right; specialize (H6 M)|left]; unfold b; nra. }
  pose proof (power_high_linear a 4 ltac:(lia)) as P. replace (INR 4) with 4 in P by (simpl; lra).
  assert ((1 + u a) ^ 4 * (1 + b) <= (1 + 1.03 * 4 * u a) * (1 + b)) by (apply Rmult_le_compat_r; lra).
  assert (0 <= b * u a <= u a / 2) by (split; [apply Rmult_le_pos; lra|nra]).
  destruct B as [B|B]; [assert (b * u a <= 7 * (u a / 256)) by nra; lra|lra].
Qed.

Lemma mean_of_two_roundings (a : arithmetic) s q : roundings a 2 s q -> roundings a 4 s q.
Proof. apply fewer_roundings. lia. Qed.
