/** Building blocks of mutants of folding: the plain one with another step, or around it. Nothing else is offered. */
import type { Claims, Conventions, Implementation } from '../../spec/terms/contract.ts';
import { everyFold } from '../../spec/terms/fold-claims.ts';
import type { Fold, FoldResult } from '../../spec/terms/further-contract.ts';
import { foldWith, type FoldSteps, plainFoldSteps } from '../plain/fold.ts';
import { plainClaims } from '../plain/implementation.ts';

/** @param claims - the conventions to follow, and what else differs from the plain claims */
export const folding = (
  offered: { readonly fold: (call: Fold) => FoldResult },
  claims: Partial<Claims>,
): Implementation => ({ name: 'mutant', claims: { ...plainClaims, fold: everyFold, ...claims }, ...offered });

/** @param changes - steps that differ from the plain ones */
export const foldWithout = (changes: Partial<FoldSteps>, conventions: Conventions): Implementation =>
  folding({ fold: (call) => foldWith({ ...plainFoldSteps, ...changes }, call) }, conventions);
