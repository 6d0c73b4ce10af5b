(* Mean, magnitude and variance of the values of a channel, exact: BN-1 and BN-12, Notation. *)
Require Import Reals Lra Psatz List Permutation.
From Proofs Require Import sum.
Open Scope R_scope.

Definition mean l := total l / count l.                                      (* the mean, mu *)
Definition mean_abs l := total_abs l / count l.                              (* A *)
Definition variance l := sum_of (fun x => (x - mean l) ^ 2) l / count l.     (* v *)
Definition sigma l := sqrt (variance l).                                     (* standard deviation *)

Section Channel.
Variable l : list R.
Hypothesis some : 1 <= count l.

Lemma inverse_count : 0 < / count l.
Proof. apply Rinv_0_lt_compat; lra. Qed.
Lemma mean_abs_pos : 0 <= mean_abs l.
Proof. pose proof inverse_count. pose proof (total_abs_pos l). apply Rmult_le_pos; lra. Qed.
Lemma mean_le_abs : Rabs (mean l) <= mean_abs l.
Proof.
  pose proof inverse_count. unfold mean, mean_abs, Rdiv.
  rewrite Rabs_mult, (Rabs_right (/ count l)) by lra. apply Rmult_le_compat_r; [lra|apply total_le_abs].
Qed.
Lemma variance_pos : 0 <= variance l.
Proof.
  pose proof inverse_count. apply Rmult_le_pos; [|lra]. apply sum_of_pos. intros; apply pow2_ge_0.
Qed.
Lemma sigma_pos : 0 <= sigma l.
Proof. apply sqrt_pos. Qed.
Lemma sigma_squared : sigma l ^ 2 = variance l.
Proof. unfold sigma. apply pow2_sqrt, variance_pos. Qed.

(* The mean of (x - q)^2 is v + (q - mean)^2. *)
Lemma squares_around q : sum_of (fun x => (x - q) ^ 2) l / count l = variance l + (q - mean l) ^ 2.
Proof.
  assert (E : sum_of (fun x => (x - q) ^ 2) l =
      1 * sum_of (fun x => (x - mean l) ^ 2) l + (2 * (mean l - q)) * total l
      + ((mean l - q) ^ 2 - 2 * (mean l - q) * mean l) * count l).
  { apply sum_of_linear. intros; ring. }
  rewrite E. unfold variance. replace (total l) with (mean l * count l) by (unfold mean; field; lra).
  field. lra.
Qed.

(* The mean distance from the mean is at most sigma. *)
Definition distance c := sum_of (fun x => Rabs (x - c)) l.
Lemma distance_le_sigma : distance (mean l) <= count l * sigma l.
Proof.
  pose proof sigma_pos as S. pose proof inverse_count as I.
  (* 2 |d| z <= d^2 + z^2, with z to be chosen: sigma where it is not 0. *)
  assert (G : forall z, 0 < z -> distance (mean l) <= (count l * variance l / z + count l * z) / 2).
  { intros z Hz. unfold distance.
    assert (P : forall x, Rabs (x - mean l) <= (/ (2 * z)) * (x - mean l) ^ 2 + 0 * 0 + z / 2).
    { intros x. apply Rmult_le_reg_r with (2 * z); [lra|].
      replace ((/ (2 * z) * (x - mean l) ^ 2 + 0 * 0 + z / 2) * (2 * z)) with (Rabs (x - mean l) ^ 2 + z ^ 2).
      2: { rewrite pow2_abs. field. lra. }
      pose proof (pow2_ge_0 (Rabs (x - mean l) - z)). lra. }
    eapply Rle_trans; [apply sum_of_le; exact P|].
    rewrite (sum_of_linear (/ (2 * z)) 0 (z / 2) (fun x => (x - mean l) ^ 2) (fun _ => 0)) by (intros; ring).
    fold (count l). right. unfold variance. field. lra. }
  rewrite <- sigma_squared in G. destruct S as [P|Z].
  - specialize (G (sigma l) P).
    replace ((count l * sigma l ^ 2 / sigma l + count l * sigma l) / 2) with (count l * sigma l) in G by (field; lra).
    exact G.
  - rewrite <- Z in *. rewrite Rmult_0_r. apply Rnot_lt_le. intros D.
    assert (Q : 0 < distance (mean l) / count l) by (apply Rmult_lt_0_compat; lra).
    specialize (G _ Q).
    replace ((count l * 0 ^ 2 / (distance (mean l) / count l) + count l * (distance (mean l) / count l)) / 2)
      with (distance (mean l) / 2) in G by (field; lra).
    lra.
Qed.
End Channel.
