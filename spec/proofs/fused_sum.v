(* Sums by fused multiply-adds: BN-12, Notation, last sentence, and The mean.

   sum = fl(sum + a b), where the product is not rounded. The addend is no number of the format, so only half of the argument of sum.v
   is left: an addition is off by no more than its addend, because the sum before it is a number. That is enough, since the
   addend has no error of its own. m products are off by m u times the sum of their magnitudes: as much as if they were rounded
   first, one rounding each, and added by m - 1 additions. *)
Require Import Reals Lra Psatz List.
From Proofs Require Import rounding sum.
Import ListNotations.
Open Scope R_scope.

Section Fused.
Variable a : arithmetic.

(* The exact products, from the last to the first. *)
Fixpoint fused (products : list R) : R := match products with [] => 0 | p :: rest => fl a (fused rest + p) end.

Theorem sum_by_fused_steps products :
  number a 0 -> Rabs (fused products - total products) <= count products * u a * total_abs products.
Proof.
  intros N0. pose proof (u_small a) as U. induction products as [|p rest IH].
  - unfold total, total_abs, count; simpl. replace (0 - 0) with 0 by ring. rewrite Rabs_R0. lra.
  - cbn [fused]. assert (N : number a (fused rest)) by (destruct rest; [exact N0|apply fl_number]).
    replace (total (p :: rest)) with (p + total rest) by reflexivity.
    replace (total_abs (p :: rest)) with (Rabs p + total_abs rest) by reflexivity.
    replace (count (p :: rest)) with (1 + count rest) by reflexivity.
    pose proof (fl_nearest a (fused rest + p) _ N) as near. pose proof (fl_relative a (fused rest + p)) as rel.
    replace (fused rest - (fused rest + p)) with (- p) in near by ring. rewrite Rabs_Ropp in near.
    pose proof (total_le_abs rest) as TA. pose proof (total_abs_pos rest) as T0. pose proof (Rabs_pos p) as p0.
    assert (q0 : 0 <= count rest) by (apply sum_of_pos; intros; lra).
    set (T := total_abs rest) in *. set (q := count rest) in *. set (S := Rabs p) in *.
    set (d := Rabs (fl a (fused rest + p) - (fused rest + p))) in *. set (e := Rabs (fused rest - total rest)) in *.
    assert (size : Rabs (fused rest + p) <= S + T + e).
    { replace (fused rest + p) with ((fused rest - total rest) + (total rest + p)) by ring.
      eapply Rle_trans; [apply Rabs_triang|]. pose proof (Rabs_triang (total rest) p) as tr. fold S in tr. fold e. lra. }
    assert (rel2 : d <= u a * (S + T + e)) by (eapply Rle_trans; [exact rel|]; apply Rmult_le_compat_l; lra).
    replace (fl a (fused rest + p) - (p + total rest)) with
      ((fl a (fused rest + p) - (fused rest + p)) + (fused rest - total rest)) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. fold d e.
    assert (ue : u a * e <= u a * (q * u a * T)) by (apply Rmult_le_compat_l; lra).
    assert (a1 : 0 <= u a * (q * S)) by (repeat apply Rmult_le_pos; lra).
    assert (a2 : 0 <= u a * T) by (apply Rmult_le_pos; lra).
    assert (a3 : 0 <= u a * S) by (apply Rmult_le_pos; lra).
    destruct (Rle_dec S (u a * T)) as [C|C]; [lra|].
    (* The sum before is not so large that its error, times u, would count. *)
    assert (u a * (q * (u a * T)) <= u a * (q * S)).
    { apply Rmult_le_compat_l; [lra|]. apply Rmult_le_compat_l; lra. }
    lra.
Qed.
End Fused.
