(* Sums in any order: BN-12, The mean, first sentence.

   m numbers added in any order, pairwise, in blocks or one by one, are off by at most (m - 1) * u times the sum of their
   magnitudes. There is no term of second order and no condition on m * u (Jeannerod and Rump, 2013), since rounding is to
   nearest: an addition is off by at most u times its result, and also by no more than the smaller of its two operands,
   because the other operand is a number, too.

   An order of summation is a tree: its leaves are the values, each inner node adds two parts. *)
Require Import Reals Lra Psatz List Permutation.
From Proofs Require Import rounding.
Import ListNotations.
Open Scope R_scope.

(* The sum of f over a list: of values, or of the indices of values. *)
Fixpoint sum_of {T} (f : T -> R) (l : list T) : R :=
  match l with [] => 0 | x :: rest => f x + sum_of f rest end.

Lemma sum_of_app {T} (f : T -> R) l k : sum_of f (l ++ k) = sum_of f l + sum_of f k.
Proof. induction l; simpl; lra. Qed.
Lemma sum_of_permuted {T} (f : T -> R) l k : Permutation l k -> sum_of f l = sum_of f k.
Proof. induction 1; simpl; lra. Qed.
Lemma sum_of_le {T} (f g : T -> R) l : (forall x, f x <= g x) -> sum_of f l <= sum_of g l.
Proof. intros H; induction l; simpl; [lra|]. specialize (H a); lra. Qed.
Lemma sum_of_ext {T} (f g : T -> R) l : (forall x, f x = g x) -> sum_of f l = sum_of g l.
Proof. intros H; induction l; simpl; [reflexivity|]. now rewrite IHl, H. Qed.
Lemma sum_of_scaled {T} (f : T -> R) c l : sum_of (fun x => c * f x) l = c * sum_of f l.
Proof. induction l; simpl; [ring|]. rewrite IHl; ring. Qed.
Lemma sum_of_pos {T} (f : T -> R) l : (forall x, 0 <= f x) -> 0 <= sum_of f l.
Proof. intros H; induction l; simpl; [lra|]. specialize (H a); lra. Qed.
Lemma sum_of_map {T U} (f : U -> R) (g : T -> U) l : sum_of f (map g l) = sum_of (fun x => f (g x)) l.
Proof. induction l; simpl; [reflexivity|]. now rewrite IHl. Qed.
Lemma sum_of_linear {T} a b c (f g h : T -> R) l : (forall x, h x = a * f x + b * g x + c) ->
  sum_of h l = a * sum_of f l + b * sum_of g l + c * sum_of (fun _ => 1) l.
Proof. intros H; induction l; simpl; [lra|]. rewrite H, IHl; lra. Qed.
Lemma sum_of_abs {T} (f : T -> R) l : Rabs (sum_of f l) <= sum_of (fun x => Rabs (f x)) l.
Proof.
  induction l; simpl; [rewrite Rabs_R0; lra|].
  eapply Rle_trans; [apply Rabs_triang|lra].
Qed.

(* m, the sum of x and the sum of |x|, of the values of a channel. *)
Definition count (l : list R) := sum_of (fun _ => 1) l.
Definition total (l : list R) := sum_of (fun x => x) l.
Definition total_abs (l : list R) := sum_of Rabs l.

Lemma count_is_length l : count l = INR (length l).
Proof. unfold count. induction l; [reflexivity|]. cbn [sum_of length]. rewrite S_INR. lra. Qed.
Lemma total_abs_pos l : 0 <= total_abs l.
Proof. apply sum_of_pos. apply Rabs_pos. Qed.
Lemma total_le_abs l : Rabs (total l) <= total_abs l.
Proof. apply sum_of_abs. Qed.

Inductive tree := Leaf (x : R) | Node (left right : tree).
Fixpoint values t := match t with Leaf x => [x] | Node l r => values l ++ values r end.
Fixpoint tree_map (f : R -> R) t :=
  match t with Leaf x => Leaf (f x) | Node l r => Node (tree_map f l) (tree_map f r) end.
Fixpoint numbers (a : adder) t := match t with Leaf x => number a x | Node l r => numbers a l /\ numbers a r end.

Lemma values_tree_map f t : values (tree_map f t) = map f (values t).
Proof. induction t; simpl; [reflexivity|]. now rewrite IHt1, IHt2, map_app. Qed.
Lemma numbers_tree_map a f t : (forall x, number a (f x)) -> numbers a (tree_map f t).
Proof. intros H; induction t; simpl; auto. Qed.
Lemma count_ge t : 1 <= count (values t).
Proof.
  induction t; [unfold count; simpl; lra|].
  unfold count in *. cbn [values]. rewrite sum_of_app. lra.
Qed.

(* What the arithmetic makes of the sum. *)
Fixpoint summed (a : adder) t := match t with Leaf x => x | Node l r => fl a (summed a l + summed a r) end.

Lemma summed_number a t : numbers a t -> number a (summed a t).
Proof. destruct t; simpl; auto. intros _. apply fl_number. Qed.

(* One inner node: parts of S and T, off by at most p * u * S and q * u * T, and d what the addition of the two is off by. *)
Lemma addition u p q S T d eS eT :
  0 <= u <= 1 -> 0 <= p -> 0 <= q -> 0 <= S -> 0 <= T -> eS <= p * u * S -> eT <= q * u * T ->
  d <= S + eS -> d <= T + eT -> d <= u * (S + T + eS + eT) ->
  d + eS + eT <= (p + q + 1) * u * (S + T).
Proof.
  intros Hu Hp Hq HS HT HeS HeT H1 H2 H3.
  assert (a1 : 0 <= u * (p * S)) by (repeat apply Rmult_le_pos; lra).
  assert (a2 : 0 <= u * (p * T)) by (repeat apply Rmult_le_pos; lra).
  assert (a3 : 0 <= u * (q * S)) by (repeat apply Rmult_le_pos; lra).
  assert (a4 : 0 <= u * (q * T)) by (repeat apply Rmult_le_pos; lra).
  assert (a5 : 0 <= u * S) by (apply Rmult_le_pos; lra).
  assert (a6 : 0 <= u * T) by (apply Rmult_le_pos; lra).
  assert (uS : u * S <= S) by (rewrite <- (Rmult_1_l S) at 2; apply Rmult_le_compat_r; lra).
  assert (uT : u * T <= T) by (rewrite <- (Rmult_1_l T) at 2; apply Rmult_le_compat_r; lra).
  (* Where one part is less than u times the other, the addition is off by no more than that part. *)
  destruct (Rle_dec T (u * S)) as [C|C].
  { assert (0 <= u * (q * (S - T))) by (repeat apply Rmult_le_pos; lra). lra. }
  destruct (Rle_dec S (u * T)) as [D|D].
  { assert (0 <= u * (p * (T - S))) by (repeat apply Rmult_le_pos; lra). lra. }
  (* Otherwise the terms of second order, u * eS and u * eT, are less than those of first order that are left. *)
  assert (0 <= u * (p * (T - u * S))) by (repeat apply Rmult_le_pos; lra).
  assert (0 <= u * (q * (S - u * T))) by (repeat apply Rmult_le_pos; lra).
  assert (u * eS <= u * (p * u * S)) by (apply Rmult_le_compat_l; lra).
  assert (u * eT <= u * (q * u * T)) by (apply Rmult_le_compat_l; lra).
  lra.
Qed.

(* BN-12, The mean: a sum of m numbers in any order. *)
Theorem sum_in_any_order (a : adder) (t : tree) :
  numbers a t ->
  Rabs (summed a t - total (values t)) <= (count (values t) - 1) * u a * total_abs (values t).
Proof.
  pose proof (u_range a) as U.
  induction t as [x | l IHl r IHr]; intros L.
  - unfold count, total, total_abs; simpl. replace (x - (x + 0)) with 0 by ring. rewrite Rabs_R0. lra.
  - destruct L as [Ll Lr]. specialize (IHl Ll). specialize (IHr Lr).
    cbn [summed values]. unfold total, total_abs, count in *. rewrite !sum_of_app.
    fold (total (values l)) (total (values r)) in *. fold (total_abs (values l)) (total_abs (values r)) in *.
    fold (count (values l)) (count (values r)) in *.
    pose proof (summed_number a l Ll) as Fl. pose proof (summed_number a r Lr) as Fr.
    pose proof (fl_nearest a (summed a l + summed a r) _ Fl) as n1.
    pose proof (fl_nearest a (summed a l + summed a r) _ Fr) as n2.
    pose proof (fl_sum a _ _ Fl Fr) as n3.
    replace (summed a l - (summed a l + summed a r)) with (- summed a r) in n1 by ring.
    replace (summed a r - (summed a l + summed a r)) with (- summed a l) in n2 by ring.
    rewrite Rabs_Ropp in n1, n2.
    pose proof (total_le_abs (values l)). pose proof (total_le_abs (values r)).
    pose proof (count_ge l). pose proof (count_ge r).
    pose proof (total_abs_pos (values l)). pose proof (total_abs_pos (values r)).
    set (eS := Rabs (summed a l - total (values l))) in *. set (eT := Rabs (summed a r - total (values r))) in *.
    assert (tS : Rabs (summed a l) <= total_abs (values l) + eS).
    { replace (summed a l) with (total (values l) + (summed a l - total (values l))) by ring.
      eapply Rle_trans; [apply Rabs_triang|]. fold eS. lra. }
    assert (tT : Rabs (summed a r) <= total_abs (values r) + eT).
    { replace (summed a r) with (total (values r) + (summed a r - total (values r))) by ring.
      eapply Rle_trans; [apply Rabs_triang|]. fold eT. lra. }
    assert (tB : Rabs (summed a l + summed a r) <= total_abs (values l) + total_abs (values r) + eS + eT).
    { eapply Rle_trans; [apply Rabs_triang|]. lra. }
    assert (u a * Rabs (summed a l + summed a r) <= u a * (total_abs (values l) + total_abs (values r) + eS + eT))
      by (apply Rmult_le_compat_l; lra).
    replace (fl a (summed a l + summed a r) - (total (values l) + total (values r))) with
      ((fl a (summed a l + summed a r) - (summed a l + summed a r))
       + ((summed a l - total (values l)) + (summed a r - total (values r)))) by ring.
    eapply Rle_trans; [apply Rabs_triang|].
    pose proof (Rabs_triang (summed a l - total (values l)) (summed a r - total (values r))) as T.
    fold eS eT in T.
    replace (count (values l) + count (values r) - 1)
      with (count (values l) - 1 + (count (values r) - 1) + 1) by ring.
    assert (G : Rabs (fl a (summed a l + summed a r) - (summed a l + summed a r)) + eS + eT <=
       (count (values l) - 1 + (count (values r) - 1) + 1) * u a * (total_abs (values l) + total_abs (values r))).
    { apply addition; lra. }
    lra.
Qed.
