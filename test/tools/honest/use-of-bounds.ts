/** How much of its bounds each class of honest arithmetic uses, over many generated calls: no class may exceed them. */
import fc from 'fast-check';
import { reference } from '../../../reference/oracle.ts';
import { accumulatorOf, boundsOf, type Bounds } from '../../../spec/accuracy/bounds.ts';
import { neededK } from '../../../spec/accuracy/compare.ts';
import { constantFor } from '../../../spec/accuracy/grade.ts';
import { stored, worstOf } from '../../../spec/accuracy/judge-element.ts';
import { callOf, type Scenario, type ScenarioConstraints, scenarios } from '../../../spec/cases/scenario.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Claims, Tensor } from '../../../spec/terms/contract.ts';
import { formats } from '../../../spec/terms/dtype.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import { type Operation, operations, signatures, type TensorName } from '../../../spec/terms/operations.ts';
import { furtherClasses, type HonestClass, honestClasses } from './classes.ts';

/** Data on which the classes differ; sizes from one value per channel to more than a thousand. */
const kinds: readonly (ScenarioConstraints & { readonly share: number })[] = [
  {
    share: 0.8,
    families: ['ordinary', 'hard', 'centred', 'offset', 'alternating', 'outlier', 'far-first', 'symmetric', 'constant'],
    dyFamilies: ['random', 'one-hot', 'constant', 'xhat'],
    epsilons: [1, 1e-5, 1e-3, 0.25],
    sizes: [1, 2, 3, 4],
    channels: [1, 2, 3],
    maxPerChannel: 16,
  },
  {
    share: 0.1,
    families: ['small', 'large', 'subnormal'],
    epsilons: [1, 1e-5, 2 ** -40],
    sizes: [1, 2, 3, 5],
    channels: [1, 2],
    maxPerChannel: 16,
  },
  {
    share: 0.09,
    families: ['ordinary', 'offset', 'outlier', 'far-first', 'alternating'],
    dyFamilies: ['random', 'constant', 'xhat'],
    epsilons: [1, 1e-5],
    sizes: [4, 7, 16],
    channels: [1, 2],
    minPerChannel: 17,
    maxPerChannel: 128,
  },
  {
    share: 0.01,
    families: ['ordinary', 'offset', 'far-first', 'alternating'],
    epsilons: [1, 1e-5],
    sizes: [7, 16, 33],
    channels: [1],
    minPerChannel: 129,
    maxPerChannel: 2112,
  },
];

export interface ClassRecord {
  readonly name: string;
  readonly grade: HonestClass['grade'];
  cases: number;
  violations: number;
  /** Largest K that an element needed, by output, for at most 16 values per channel and for more. */
  readonly small: Partial<Record<TensorName, number>>;
  readonly large: Partial<Record<TensorName, number>>;
  /** Largest share of a bound that was used, by operation and output, for at most 16 values per channel. */
  readonly used: Record<string, number>;
}

/** @param runs - calls per class @param onProgress - calls done so far */
export function studyHonestClasses(
  runs: number,
  seed: number,
  onProgress: (done: number) => void = () => undefined,
): ClassRecord[] {
  const records = [...honestClasses, ...furtherClasses].map((honest) => ({
    honest,
    claims: resolveClaims(honest.implementation.claims),
    record: {
      name: honest.implementation.name,
      grade: honest.grade,
      cases: 0,
      violations: 0,
      small: {},
      large: {},
      used: {},
    } as ClassRecord,
  }));
  // Classes with equal types see the same calls, so that exact values and bounds are found once.
  const types = new Set(records.map(({ claims }) => claims.dtypes.join()));
  let done = 0;
  for (const type of types) {
    const group = records.filter(({ claims }) => claims.dtypes.join() === type);
    const [{ claims }] = group;
    for (const { share, ...constraints } of kinds) {
      const count = Math.ceil((runs * share) / operations.length);
      for (let start = 0; start < count; start += chunk) {
        const numRuns = Math.min(chunk, count - start);
        const cases = fc.sample(scenarios(claims, constraints), { seed: seed + start, numRuns });
        for (const s of cases) {
          for (const operation of operations) judgeAll(group, operation, s, claims);
        }
        done += numRuns * operations.length;
        onProgress(done);
      }
    }
  }
  return records.map(({ record }) => record);
}

const chunk = 200;

function judgeAll(
  group: readonly { readonly honest: HonestClass; readonly record: ClassRecord }[],
  operation: Operation,
  s: Scenario,
  claims: Claims,
): void {
  const call = callOf[operation](s);
  const truth = reference.answer(operation, call, claims);
  const { perChannel: m } = layoutOf(call.x.shape, call.axis);
  const accumulator = accumulatorOf(call.x.dtype, claims);
  const known = new Map<string, Bounds>();
  for (const { honest, record } of group) {
    const { implementation, grade } = honest;
    let bounds = known.get(grade);
    if (bounds === undefined) {
      bounds = boundsOf(operation, call, truth, { grade, claims, growth: 'any-order' });
      known.set(grade, bounds);
    }
    record.cases += 1;
    const result = implementation[operation]?.(call as never) as Partial<Record<TensorName, Tensor>>;
    for (const name of signatures[operation].outputs) {
      const [actual, exact, bound] = [result[name], truth.outputs[name], bounds[name]];
      if (actual === undefined || exact === undefined || bound === undefined) continue;
      const { excess, element } = worstOf(actual, exact, (i) =>
        stored(bound[i], exact.hi[i], formats[actual.dtype], formats[accumulator], false),
      );
      if (excess > 1) record.violations += 1;
      const K = neededK(excess, element, bound[element.index]) * constantFor(operation, name, m, 'any-order');
      const where = m <= 16 ? record.small : record.large;
      where[name] = Math.max(where[name] ?? 0, K);
      if (m > 16 || element.bound !== bound[element.index]) continue;
      const key = `${operation}.${name}`;
      record.used[key] = Math.max(record.used[key] ?? 0, excess);
    }
  }
}
