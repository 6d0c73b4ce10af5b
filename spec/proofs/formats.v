(* Binary formats do what rounding.v assumes: bfloat16, float16, float32 and float64, with rounding to nearest.

   Flocq (Boldo and Melquiond) defines the formats: FLX has p bits and no bound on the exponent, which is what BN-12, Domain
   leaves; FLT has subnormals. How ties are broken does not matter: `ties` may be any rule. *)
Require Import ZArith Reals Lra Lia.
From Flocq Require Import Core Relative Plus_error.
From Proofs Require Import rounding sum.
Open Scope R_scope.

Section Format.
Variable p : Z.                                     (* 8, 11, 24 or 53 bits *)
Hypothesis p_8 : (8 <= p)%Z.
Variable ties : Z -> bool.
Instance p_positive : Prec_gt_0 p. Proof. unfold Prec_gt_0. lia. Qed.

Definition unit_roundoff := bpow radix2 (- p).      (* 2^-p *)

Lemma unit_roundoff_as_flocq : / 2 * bpow radix2 (- p + 1) = unit_roundoff.
Proof. unfold unit_roundoff. rewrite bpow_plus. simpl (bpow radix2 1). lra. Qed.
Lemma unit_roundoff_range : 0 <= unit_roundoff <= 1 / 256.
Proof.
  unfold unit_roundoff. split; [apply bpow_ge_0|].
  apply Rle_trans with (bpow radix2 (-8)); [apply bpow_le; lia|simpl; lra].
Qed.

Lemma nearest fexp {V : Valid_exp fexp} z f : generic_format radix2 fexp f ->
  Rabs (round radix2 fexp (Znearest ties) z - z) <= Rabs (f - z).
Proof. intros F. now apply (round_N_pt radix2 fexp ties z). Qed.

Lemma relative z : Rabs (round radix2 (FLX_exp p) (Znearest ties) z - z) <= unit_roundoff * Rabs z.
Proof. rewrite <- unit_roundoff_as_flocq. apply relative_error_N_FLX. exact p_positive. Qed.

Lemma in_binade z e : Rabs z < 2 * powerRZ 2 e ->
  Rabs (round radix2 (FLX_exp p) (Znearest ties) z - z) <= unit_roundoff * powerRZ 2 e.
Proof.
  intros Z. assert (P : powerRZ 2 e = bpow radix2 e) by (rewrite bpow_powerRZ; reflexivity). rewrite P in *.
  assert (B : 2 * bpow radix2 e = bpow radix2 (e + 1)) by (rewrite bpow_plus; change (bpow radix2 1) with 2; ring). rewrite B in Z.
  pose proof (error_le_half_ulp radix2 (FLX_exp p) ties z) as H. eapply Rle_trans; [exact H|].
  destruct (Req_dec z 0) as [->|Z0].
  - rewrite ulp_FLX_0 by exact p_positive. rewrite Rmult_0_r. apply Rmult_le_pos; apply bpow_ge_0.
  - rewrite ulp_neq_0 by exact Z0. unfold cexp, FLX_exp. pose proof (mag_le_bpow radix2 z (e + 1) Z0 Z) as M.
    apply Rle_trans with (/ 2 * bpow radix2 (e + 1 - p)).
    + apply Rmult_le_compat_l; [lra|]. apply bpow_le. lia.
    + right. unfold unit_roundoff. replace (e + 1 - p)%Z with (- p + e + 1)%Z by ring. rewrite !bpow_plus.
      change (bpow radix2 1) with 2. field.
Qed.

Definition unbounded_sums : adder.
Proof.
  refine {| fl := round radix2 (FLX_exp p) (Znearest ties);
            number := generic_format radix2 (FLX_exp p); u := unit_roundoff |}.
  - pose proof unit_roundoff_range. lra.
  - intros; apply generic_format_round; auto with typeclass_instances.
  - intros; apply nearest; auto with typeclass_instances.
  - intros. apply relative.
Defined.

Definition binary : arithmetic.
Proof.
  refine {| sums := unbounded_sums |}.
  - apply unit_roundoff_range.
  - apply relative.
  - apply in_binade.
Defined.

(* Sums with subnormals: one that underflows is exact. *)
Variable least : Z.                                 (* the smallest positive number is 2^least *)
Definition sums_with_subnormals : adder.
Proof.
  refine {| fl := round radix2 (FLT_exp least p) (Znearest ties);
            number := generic_format radix2 (FLT_exp least p); u := unit_roundoff |}.
  - pose proof unit_roundoff_range. lra.
  - intros; apply generic_format_round; auto with typeclass_instances.
  - intros; apply nearest; auto with typeclass_instances.
  - intros a b Fa Fb. destruct (FLT_plus_error_N_ex radix2 least p ties a b Fa Fb) as [d [Hd E]].
    rewrite E. replace ((a + b) * (1 + d) - (a + b)) with (d * (a + b)) by ring.
    rewrite Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos|].
    eapply Rle_trans; [exact Hd|]. unfold u_ro. rewrite unit_roundoff_as_flocq.
    pose proof unit_roundoff_range as U.
    apply Rmult_le_reg_r with (1 + unit_roundoff); [lra|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    assert (0 <= unit_roundoff * unit_roundoff) by (apply Rmult_le_pos; lra). lra.
Defined.
End Format.

(* BN-12, The mean, with subnormals: the bound of a sum needs nothing added. *)
Theorem sum_with_subnormals p (p_8 : (8 <= p)%Z) ties least t :
  numbers (sums_with_subnormals p p_8 ties least) t ->
  Rabs (summed (sums_with_subnormals p p_8 ties least) t - total (values t))
    <= (count (values t) - 1) * bpow radix2 (- p) * total_abs (values t).
Proof. apply (sum_in_any_order (sums_with_subnormals p p_8 ties least)). Qed.
