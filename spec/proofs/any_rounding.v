(* Sums with any rounding, truncation included: BN-12, Notation.

   Where all that is known is a factor between 1 - d and 1 + d (d = 2 u where the arithmetic truncates), factors multiply along the
   longest way from a value to the sum. In order, that are m - 1 additions. Without rounding to nearest nothing better holds:
   let x be (1, 0, ..., 0), and every factor 1 + d. *)
Require Import Reals Lra Lia List.
From Proofs Require Import rounding sum.
Open Scope R_scope.

Section AnyRounding.
Variable add : R -> R -> R.
Variable d : R.
Hypothesis d_pos : 0 <= d.
Hypothesis addition_error : forall a b, Rabs (add a b - (a + b)) <= d * Rabs (a + b).

Fixpoint added t := match t with Leaf x => x | Node l r => add (added l) (added r) end.
Fixpoint depth t := match t with Leaf _ => O | Node l r => S (max (depth l) (depth r)) end.

Lemma depth_below_count t : (depth t <= length (values t) - 1 /\ 1 <= length (values t))%nat.
Proof. induction t; simpl; [lia|]. rewrite app_length. lia. Qed.

Theorem sum_by_depth t :
  Rabs (added t - total (values t)) <= ((1 + d) ^ depth t - 1) * total_abs (values t).
Proof.
  induction t as [x | l IHl r IHr].
  - simpl. unfold total, total_abs; simpl. replace (x - (x + 0)) with 0 by ring. rewrite Rabs_R0. lra.
  - cbn [added depth values]. unfold total, total_abs. rewrite !sum_of_app.
    fold (total (values l)) (total (values r)) (total_abs (values l)) (total_abs (values r)).
    set (n := max (depth l) (depth r)).
    assert (Hl : (1 + d) ^ depth l <= (1 + d) ^ n) by (apply Rle_pow; [lra|unfold n; lia]).
    assert (Hr : (1 + d) ^ depth r <= (1 + d) ^ n) by (apply Rle_pow; [lra|unfold n; lia]).
    pose proof (total_abs_pos (values l)) as Pl. pose proof (total_abs_pos (values r)) as Pr.
    pose proof (total_le_abs (values l)) as Al. pose proof (total_le_abs (values r)) as Ar.
    assert (Il : Rabs (added l - total (values l)) <= ((1 + d) ^ n - 1) * total_abs (values l)).
    { eapply Rle_trans; [exact IHl|]. apply Rmult_le_compat_r; lra. }
    assert (Ir : Rabs (added r - total (values r)) <= ((1 + d) ^ n - 1) * total_abs (values r)).
    { eapply Rle_trans; [exact IHr|]. apply Rmult_le_compat_r; lra. }
    pose proof (addition_error (added l) (added r)) as H.
    set (g := (1 + d) ^ n) in *. cbn [pow]. fold g.
    pose proof (Rabs_triang (added l - total (values l)) (added r - total (values r))) as T1.
    assert (T : Rabs (added l + added r) <= g * (total_abs (values l) + total_abs (values r))).
    { replace (added l + added r) with
        ((added l - total (values l)) + (added r - total (values r)) + (total (values l) + total (values r))) by ring.
      eapply Rle_trans; [apply Rabs_triang|]. pose proof (Rabs_triang (total (values l)) (total (values r))). lra. }
    replace (add (added l) (added r) - (total (values l) + total (values r)))
      with ((add (added l) (added r) - (added l + added r)) + ((added l - total (values l)) + (added r - total (values r)))) by ring.
    eapply Rle_trans; [apply Rabs_triang|].
    assert (d * Rabs (added l + added r) <= d * (g * (total_abs (values l) + total_abs (values r))))
      by (apply Rmult_le_compat_l; lra).
    lra.
Qed.

Theorem sum_with_any_rounding t :
  Rabs (added t - total (values t)) <= ((1 + d) ^ (length (values t) - 1) - 1) * total_abs (values t).
Proof.
  eapply Rle_trans; [apply sum_by_depth|]. apply Rmult_le_compat_r; [apply total_abs_pos|].
  pose proof (Rle_pow (1 + d) (depth t) (length (values t) - 1) ltac:(lra) ltac:(apply depth_below_count)). lra.
Qed.
End AnyRounding.
