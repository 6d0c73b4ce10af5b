/** Famous mistakes: wrong implementations from the suite's catalogue, one at a time, compared with the right one. */
import AF02b from '../../../impl/mutants/AF02b.ts';
import BW01 from '../../../impl/mutants/BW01.ts';
import BW02 from '../../../impl/mutants/BW02.ts';
import BW03 from '../../../impl/mutants/BW03.ts';
import BW05a from '../../../impl/mutants/BW05a.ts';
import EP01a from '../../../impl/mutants/EP01a.ts';
import EP02a from '../../../impl/mutants/EP02a.ts';
import IF04a from '../../../impl/mutants/IF04a.ts';
import MD01 from '../../../impl/mutants/MD01.ts';
import MD02a from '../../../impl/mutants/MD02a.ts';
import PR01 from '../../../impl/mutants/PR01.ts';
import RS01 from '../../../impl/mutants/RS01.ts';
import RS02 from '../../../impl/mutants/RS02.ts';
import RS10 from '../../../impl/mutants/RS10.ts';
import ST01a from '../../../impl/mutants/ST01a.ts';
import ST07a from '../../../impl/mutants/ST07a.ts';
import type { Tensor } from '../../terms/contract.ts';
import type { Mutant } from '../../terms/mutant.ts';
import { type Operation, type Results, signatures, type TensorName } from '../../terms/operations.ts';
import { atOnce, type BatchNorm } from '../network/batch-normalization.ts';
import { type Matrix, zeros } from '../network/matrix.ts';
import { randomFrom } from '../network/random.ts';

/** In the order in which the page offers them. */
export const mistakes: readonly Mutant[] = [
  EP01a,
  EP02a,
  ST01a,
  ST07a,
  PR01,
  RS01,
  RS02,
  RS10,
  MD01,
  MD02a,
  IF04a,
  AF02b,
  BW01,
  BW02,
  BW03,
  BW05a,
].map((mutant) => mutant.under());

export type MistakeId =
  | 'EP01a'
  | 'EP02a'
  | 'ST01a'
  | 'ST07a'
  | 'PR01'
  | 'RS01'
  | 'RS02'
  | 'RS10'
  | 'MD01'
  | 'MD02a'
  | 'IF04a'
  | 'AF02b'
  | 'BW01'
  | 'BW02'
  | 'BW03'
  | 'BW05a';

export const mistakeOf = (id: string): Mutant => mistakes.find((mistake) => mistake.id === id)!;

/** One result of one operation, right and wrong, value by value. */
export interface Difference {
  readonly operation: Operation;
  readonly output: TensorName;
  readonly right: readonly number[];
  readonly wrong: readonly number[];
}

/** Smaller differences than this share of the largest value cannot be seen in a picture. */
export const visible = 0.004;

const samples = 10;
const perChannel = (...values: number[]): Tensor => ({ dtype: 'float32', shape: [1], data: Float32Array.from(values) });

/** One unit, ten samples, `offset` away from 0, and an epsilon that is large enough to be seen. */
function calls(offset: number): Parameters<BatchNorm['inferBackward']>[0] & { momentum: number } & {
  runningMean: Tensor;
  runningVar: Tensor;
} {
  const random = randomFrom(11);
  const draw = (mean: number, std: number): Matrix => {
    const matrix = zeros(samples, 1);
    for (let i = 0; i < samples; i++) matrix.data[i] = random.normal(mean, std);
    return matrix;
  };
  const statistics = { mean: perChannel(offset + 0.5), variance: perChannel(2.25) };
  return {
    x: draw(offset, 0.7),
    dy: draw(0.4, 1),
    gamma: perChannel(1.5),
    beta: perChannel(0.5),
    ...statistics,
    runningMean: statistics.mean,
    runningVar: statistics.variance,
    epsilon: 0.25,
    momentum: 0.25,
    axis: 1,
  };
}

/** Every result in which the mistake differs by more than rounding can explain, the most different first. */
export function differences(right: BatchNorm, mistake: Mutant, offset: number): Difference[] {
  const wrong = atOnce(mistake.implementation);
  const call = calls(offset);
  const found: (Difference & { readonly share: number })[] = [];
  for (const operation of ['trainForward', 'inferForward', 'trainBackward'] as const) {
    const answer = (by: BatchNorm): Partial<Record<TensorName, Tensor>> =>
      (by[operation] as (call: object) => Results[Operation])(argumentsOf(operation, call));
    const [good, bad] = [answer(right), answer(wrong)];
    for (const output of signatures[operation].outputs) {
      const a = Array.from((good[output] as Matrix).data);
      const b = Array.from((bad[output] as Matrix).data);
      const size = Math.max(...a.map(Math.abs));
      const share = Math.max(...a.map((value, i) => Math.abs(value - b[i]))) / size;
      if (share > visible) found.push({ operation, output, right: a, wrong: b, share });
    }
  }
  return found.toSorted((a, b) => Number(b.right.length > 1) - Number(a.right.length > 1) || b.share - a.share);
}

function argumentsOf(operation: Operation, call: ReturnType<typeof calls>): object {
  const { inputs, scalars } = signatures[operation];
  return Object.fromEntries([...inputs, ...scalars].map((name) => [name, call[name as keyof typeof call]]));
}
