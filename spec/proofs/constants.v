(* The constants of BN-12: how many roundings the bounds allow for, and how many values the theorems reach.

   `npm run proofs` writes them to proved.json, where a test compares them with spec/accuracy. *)
Require Import Reals Lra Lia NArith Arith.
Open Scope R_scope.

(* K where m values are summed: BN-12, Notation. *)
Definition K (m : nat) : nat := m + Nat.max 4 (2 * Nat.log2 m).

(* K where nothing is summed, and K of a weighted mean of an old and a new statistic. *)
Definition K_elementwise : nat := 4.
Definition K_update : nat := 6.

(* All that the proofs use of K, and the one condition on how many values there may be: K u <= 1/2. *)
Definition enough (m k u : R) : Prop := m + 4 <= k /\ (8 <= m -> m + 6 <= k) /\ k * u <= 1 / 2.

Theorem K_is_enough (m : nat) (u : R) : INR (K m) * u <= 1 / 2 -> enough (INR m) (INR (K m)) u.
Proof.
  intros H. unfold enough. repeat split; [| |exact H].
  - replace 4 with (INR 4) by (simpl; lra). rewrite <- plus_INR. apply le_INR. unfold K. lia.
  - intros M. replace 8 with (INR 8) in M by (simpl; lra). apply INR_le in M.
    replace 6 with (INR 6) by (simpl; lra). rewrite <- plus_INR. apply le_INR. unfold K.
    assert (3 <= Nat.log2 m)%nat by (change 3%nat with (Nat.log2 8); now apply Nat.log2_le_mono). lia.
Qed.

Lemma K_monotone m n : (m <= n)%nat -> (K m <= K n)%nat.
Proof. intros H. pose proof (Nat.log2_le_mono m n H). unfold K. lia. Qed.

(* The same K, and the largest m with K u <= 1/2 for u = 2^-p, in binary numbers: unary ones of this size fit in no memory. *)
Definition K_binary (m : N) : N := m + N.max 4 (2 * N.log2 m).
Definition fits (p m : N) : bool := (K_binary m <=? 2 ^ (p - 1))%N.
Fixpoint largest_from (p candidate : N) (tries : nat) : N :=
  match tries with
  | O => 0
  | S fewer => if fits p candidate then candidate else largest_from p (candidate - 1)%N fewer
  end.
Definition largest_m (p : N) : N := largest_from p (2 ^ (p - 1))%N 200.

Lemma log2_binary m : N.to_nat (N.log2 m) = Nat.log2 (N.to_nat m).
Proof.
  destruct (N.eq_dec m 0) as [->|Z]; [reflexivity|]. symmetry.
  destruct (N.log2_spec m ltac:(lia)) as [Low High].
  assert (H : forall n, (2 ^ N.to_nat n)%nat = N.to_nat (2 ^ n)) by (intros; rewrite N2Nat.inj_pow; reflexivity).
  apply Nat.log2_unique; [lia|]. split.
  - rewrite H. lia.
  - rewrite <- N2Nat.inj_succ, H. lia.
Qed.
Lemma K_in_binary m : N.to_nat (K_binary m) = K (N.to_nat m).
Proof. unfold K_binary, K. rewrite <- log2_binary. lia. Qed.

(* The condition holds for every m up to the one that proved.json lists. *)
Theorem up_to_largest (p m largest : nat) : (1 <= p)%nat -> (m <= largest)%nat ->
  fits (N.of_nat p) (N.of_nat largest) = true -> INR (K m) * / 2 ^ p <= 1 / 2.
Proof.
  intros P M F. unfold fits in F. apply N.leb_le in F.
  assert (L : (K m <= 2 ^ (p - 1))%nat).
  { apply Nat.le_trans with (K largest); [now apply K_monotone|].
    pose proof (K_in_binary (N.of_nat largest)) as E. rewrite Nat2N.id in E. rewrite <- E.
    replace (2 ^ (p - 1))%nat with (N.to_nat (2 ^ (N.of_nat p - 1))); [lia|].
    rewrite N2Nat.inj_pow, N2Nat.inj_sub, Nat2N.id. reflexivity. }
  apply le_INR in L. rewrite pow_INR in L. replace (INR 2) with 2 in L by (simpl; lra).
  assert (0 < 2 ^ p) by (apply pow_lt; lra).
  apply Rmult_le_reg_r with (2 ^ p); [assumption|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  replace p with (S (p - 1)) at 1 by lia. cbn [pow]. lra.
Qed.
