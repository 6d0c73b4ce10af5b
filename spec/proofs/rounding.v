(* Arithmetic: all that is assumed of it, BN-12, Notation.

   A format is a set of numbers. `fl z` is the number to which the exact result z is rounded. The three facts below are all that the
   other files know of it; formats.v proves them for binary formats.

   An adder is all that sums need. It has them in a format with subnormals, too, since a sum that underflows is exact.
   An arithmetic has a relative error of at most u in every operation: nothing underflows or overflows, as BN-12 asks in
   Domain. 1/256 is the unit roundoff of bfloat16, the coarsest type. *)
Require Import Reals Lra Psatz Lia.
Open Scope R_scope.

Record adder := {
  fl : R -> R;
  number : R -> Prop;
  u : R;
  u_range : 0 <= u <= 1;
  fl_number : forall z, number (fl z);
  (* No number is closer to z than fl z: rounding to nearest. Arithmetic that truncates does not have this. *)
  fl_nearest : forall z f, number f -> Rabs (fl z - z) <= Rabs (f - z);
  fl_sum : forall a b, number a -> number b -> Rabs (fl (a + b) - (a + b)) <= u * Rabs (a + b)
}.

Record arithmetic := {
  sums :> adder;
  fine : u sums <= 1 / 256;
  fl_relative : forall z, Rabs (fl sums z - z) <= u sums * Rabs z;
  (* Between two powers of two the spacing is even, so errors are relative to the lower of them. *)
  fl_binade : forall z e, Rabs z < 2 * powerRZ 2 e -> Rabs (fl sums z - z) <= u sums * powerRZ 2 e
}.

Lemma within z b : Rabs z <= b -> - b <= z <= b.
Proof. intros H. unfold Rabs in H. destruct (Rcase_abs z); lra. Qed.

(* `roundings a n exact z`: z is `exact` after at most n roundings, each of which multiplies by a factor from 1 - u to 1 + u.
   An operation that is not rounded, as the product in a fused multiply-add, counts as well: its factor is 1. *)
Definition roundings (a : arithmetic) (n : nat) (exact z : R) : Prop :=
  exists k, (1 - u a) ^ n <= k <= (1 + u a) ^ n /\ z = exact * k.

Lemma u_small (a : arithmetic) : 0 <= u a <= 1 / 256.
Proof. pose proof (u_range a). pose proof (fine a). lra. Qed.

Lemma power_low a n : 0 < (1 - u (sums a)) ^ n <= 1.
Proof.
  pose proof (u_small a). split; [apply pow_lt; lra|].
  assert (P : (1 - u a) ^ n <= 1 ^ n) by (apply pow_incr; lra). rewrite pow1 in P. exact P.
Qed.
Lemma power_high a n : 1 <= (1 + u (sums a)) ^ n.
Proof. pose proof (u_small a). apply pow_R1_Rle; lra. Qed.

Lemma no_rounding a n z : roundings a n z z.
Proof. exists 1. pose proof (power_low a n). pose proof (power_high a n). split; [lra|ring]. Qed.

Lemma rounded_once a z : roundings a 1 z (fl a z).
Proof.
  pose proof (fl_relative a z) as H. pose proof (u_small a). unfold roundings. simpl.
  destruct (Req_dec z 0) as [->|Z].
  - exists 1. split; [lra|]. rewrite Rabs_R0, Rmult_0_r in H. apply within in H. lra.
  - exists (fl a z / z). split; [|field; exact Z].
    assert (B : Rabs (fl a z / z - 1) <= u a).
    { replace (fl a z / z - 1) with ((fl a z - z) * / z) by (field; exact Z).
      rewrite Rabs_mult, Rabs_inv. apply Rmult_le_reg_r with (Rabs z); [now apply Rabs_pos_lt|].
      rewrite Rmult_assoc, Rinv_l, Rmult_1_r; [exact H|now apply Rabs_no_R0]. }
    apply within in B. lra.
Qed.

(* Roundings of a result, and of a factor, add up. *)
Lemma roundings_of_product a n k x y x' y' :
  roundings a n x x' -> roundings a k y y' -> roundings a (n + k) (x * y) (x' * y').
Proof.
  intros [p [Hp ->]] [q [Hq ->]]. exists (p * q). split; [|ring].
  rewrite !pow_add. pose proof (power_low a n). pose proof (power_low a k).
  split; apply Rmult_le_compat; lra.
Qed.
Lemma roundings_then a n k x y z : roundings a n x y -> roundings a k y z -> roundings a (n + k) x z.
Proof.
  intros [p [Hp ->]] [q [Hq ->]]. exists (p * q). split; [|ring].
  rewrite !pow_add. pose proof (power_low a n). pose proof (power_low a k).
  split; apply Rmult_le_compat; lra.
Qed.
Lemma fewer_roundings a n k x y : (n <= k)%nat -> roundings a n x y -> roundings a k x y.
Proof.
  intros H R. replace k with (n + (k - n))%nat by lia. eapply roundings_then; [exact R|apply no_rounding].
Qed.

(* What n roundings can do, as a multiple of u: n * u and a hundredth of u for each pair of them. *)
Lemma power_low_linear a n : 1 - INR n * u (sums a) <= (1 - u a) ^ n.
Proof.
  pose proof (u_small a). induction n; [simpl; lra|].
  rewrite S_INR. cbn [pow]. pose proof (power_low a n).
  assert (u a * (1 - u a) ^ n <= u a * 1) by (apply Rmult_le_compat_l; lra). lra.
Qed.
Lemma power_high_linear a n : (n <= 8)%nat -> (1 + u (sums a)) ^ n <= 1 + 1.03 * INR n * u a.
Proof.
  pose proof (u_small a) as U. induction n as [|n IH]; intros N; [simpl; lra|].
  specialize (IH ltac:(lia)). rewrite S_INR. cbn [pow]. pose proof (power_high a n).
  assert (B : INR n <= 7) by (replace 7 with (INR 7) by (simpl; lra); apply le_INR; lia).
  pose proof (pos_INR n).
  assert (u a * INR n <= 1 / 256 * 7) by (apply Rmult_le_compat; lra).
  assert (u a * (1 + u a) ^ n <= u a * (1 + 1.03 * INR n * u a)) by (apply Rmult_le_compat_l; lra).
  assert (u a * (u a * INR n) <= u a * (7 / 256)) by (apply Rmult_le_compat_l; lra). lra.
Qed.

(* Powers of 1 - u are no farther from 1 than those of 1 + u. *)
Lemma powers_around_1 a n : 2 - (1 + u (sums a)) ^ n <= (1 - u a) ^ n.
Proof.
  pose proof (u_small a) as U. induction n as [|n IH]; [simpl; lra|]. cbn [pow].
  pose proof (power_low a n). pose proof (power_high a n).
  assert (u a * (1 - u a) ^ n <= u a * (1 + u a) ^ n) by (apply Rmult_le_compat_l; lra). lra.
Qed.
