/** Claims of folding that are not stated: as in PyTorch. And where the channels of each kind of weight lie. */
import type { Claims } from './contract.ts';
import type { Fold, FoldClaims, FoldLayout } from './further-contract.ts';

export const foldLayouts: readonly FoldLayout[] = [
  'first',
  'second',
  'second-grouped',
  'last',
  'last-grouped',
  'before-last',
];

export const foldDefaults: FoldClaims = { weights: ['first', 'second', 'second-grouped'], weightRanks: [2, 3, 4, 5] };

/** Claims of an implementation that folds any weight. */
export const everyFold: FoldClaims = { weights: foldLayouts, weightRanks: [2, 3, 4, 5] };

export const foldClaimsOf = ({ fold }: Pick<Claims, 'fold'>): FoldClaims => ({ ...foldDefaults, ...fold });

/** @returns undefined where the rank has no room for it, or another layout stands for the same */
export function foldAxes(layout: FoldLayout, rank: number): Pick<Fold, 'axis' | 'groupAxis'> | undefined {
  switch (layout) {
    case 'first':
      return { axis: 0 };
    case 'second':
      return { axis: 1 };
    case 'second-grouped':
      return { axis: 1, groupAxis: 0 };
    case 'last':
      return { axis: rank - 1 };
    case 'last-grouped':
      return rank > 2 ? { axis: rank - 1, groupAxis: rank - 2 } : undefined;
    case 'before-last':
      return rank > 2 ? { axis: rank - 2 } : undefined;
  }
}

/** Whether a call is within the claims, as far as its weight goes. */
export function outsideFoldClaims({ weight, axis, groupAxis, groups = 1 }: Fold, claims: Claims): string | undefined {
  const { weights, weightRanks } = foldClaimsOf(claims);
  const rank = weight.shape.length;
  if (!weightRanks.includes(rank)) return `weight of rank ${rank} is not claimed`;
  const grouped = groups > 1 ? groupAxis : undefined;
  const claimed = weights.some((layout) => {
    const axes = foldAxes(layout, rank);
    return axes?.axis === axis && (grouped === undefined || axes.groupAxis === grouped);
  });
  if (claimed) return undefined;
  const where = grouped === undefined ? '' : ` and groups in axis ${grouped}`;
  return `output channels in axis ${axis}${where} of rank ${rank} are not claimed`;
}
