(* Storing a result in a narrower type: BN-12, Storage. One rounding, of a number that may underflow there. *)
Require Import ZArith Reals Lra Lia.
From Flocq Require Import Core Relative.
Open Scope R_scope.

(* p bits; 2^least is the smallest positive number; B is the error before the result is stored. *)
Theorem stored_bound (p least : Z) (ties : Z -> bool) (exact result B : R) : (0 < p)%Z ->
  Rabs (result - exact) <= B ->
  Rabs (round radix2 (FLT_exp least p) (Znearest ties) result - exact)
    <= B + bpow radix2 (- p) * (Rabs exact + B) + bpow radix2 least.
Proof.
  intros Hp HB. assert (P : Prec_gt_0 p) by exact Hp.
  destruct (error_N_FLT radix2 least p Hp ties result) as [eps [eta [He [Ht [_ E]]]]].
  rewrite E. replace (/ 2 * bpow radix2 (- p + 1)) with (bpow radix2 (- p)) in He.
  2: { rewrite bpow_plus. simpl (bpow radix2 1). lra. }
  pose proof (bpow_ge_0 radix2 (- p)). pose proof (bpow_ge_0 radix2 least).
  replace (result * (1 + eps) + eta - exact) with ((result - exact) + (result * eps + eta)) by ring.
  eapply Rle_trans; [apply Rabs_triang|].
  pose proof (Rabs_triang (result * eps) eta) as T. rewrite Rabs_mult in T.
  assert (S : Rabs result <= Rabs exact + B).
  { replace result with (exact + (result - exact)) by ring. eapply Rle_trans; [apply Rabs_triang|]. lra. }
  assert (Rabs result * Rabs eps <= (Rabs exact + B) * bpow radix2 (- p)) by (apply Rmult_le_compat; try apply Rabs_pos; lra).
  lra.
Qed.
