/** Calls on which a wrong implementation is compared with `plain`, and the outputs in which they differ. */
import { callOfDraft, type Draft } from '../../../../spec/diagnosis/hypothesis/draft.ts';
import type { Affected } from '../../../../spec/diagnosis/hypothesis/hypothesis.ts';
import { traitsOf } from '../../../../spec/diagnosis/hypothesis/traits.ts';
import type { Claims, DType, Implementation, MaybePromise, Tensor } from '../../../../spec/terms/contract.ts';
import { formats } from '../../../../spec/terms/dtype.ts';
import { type AnyCall, callFrom, type NamedTensors } from '../../../../spec/terms/named-tensors.ts';
import { type Operation, operations, signatures, type TensorName } from '../../../../spec/terms/operations.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { bytesOf, copyOf, sameBits, valuesOf } from '../../../../spec/terms/tensor.ts';
import { withinClaims } from '../../../../spec/terms/within-claims.ts';
import type { Truth } from '../judge.ts';
import { right } from './kernel.ts';

const shapes = [
  [2, 3],
  [3, 4],
  [2, 3, 4],
  [4, 3],
  [6, 2],
  [3, 2, 5],
  [1, 5],
  [5, 11, 2],
  [2, 4, 4],
  [2, 3, 2, 3],
  [4, 2, 3, 3],
  [2, 3, 2, 2, 3],
  [49, 2],
  [101, 3],
  [8, 97],
  [2, 13],
  [31, 2, 3],
  [1, 3, 6],
  [2, 1, 3],
  [7, 2, 1],
];
const epsilons = [1e-5, 0.1, 0, 1e-7, 0.02, 1e-3];
const momenta = [0.1, 0.9, 0, 0.25, 1, 0.01, 0.7, 0.5];
const choices: readonly (readonly TensorName[])[] = [
  ['gamma', 'beta', 'runningMean', 'runningVar'],
  [],
  ['gamma', 'runningVar'],
  ['beta', 'runningMean'],
];

/** Twice each shape with each axis; other aspects come round at lengths of their own. */
function draftsOf(operation: Operation, { dtypes, ownParameters, parameterDtypes }: Claims, truth?: Truth): Draft[] {
  const places = shapes.flatMap((shape) => shape.map((_, axis) => ({ shape, axis })));
  const drafts = [...places, ...places].map((place, k): Draft => {
    const type = dtypes[k % dtypes.length];
    const own: readonly DType[] = ownParameters || parameterDtypes.length === 0 ? [type] : [];
    const vectors = [...own, ...parameterDtypes];
    return {
      operation,
      ...place,
      type,
      parameters: vectors[(k >> 2) % vectors.length],
      statistics: vectors[(k >> 2) % vectors.length],
      given: choices[k % 9 < 3 ? 0 : k % choices.length].filter((name) => signatures[operation].inputs.includes(name)),
      epsilon: epsilons[k % epsilons.length],
      momentum: momenta[k % momenta.length],
      values: {},
      seed: k,
    };
  });
  const examples = (truth?.examples?.[operation] ?? []).flatMap((example) =>
    drafts.slice(0, 6).map((draft) => ({ ...draft, ...example })),
  );
  return [...drafts, ...examples];
}

interface Comparison {
  /** Outputs that are wrong in some call that meets the condition. */
  readonly wrong: ReadonlySet<Affected>;
  /** Operations in which it is. */
  readonly where: ReadonlySet<Operation>;
  /** Differences that the truth does not name. */
  readonly blamed: readonly string[];
  readonly met: number;
  readonly missed: number;
}

/** Units of the last place by which a right answer may differ, and a wrong one must. */
const [few, many] = [4, 32];

/** One instance answers all calls, since memory shows after other calls, of other operations too. */
export async function judged(implementation: Implementation, truth: Truth): Promise<Comparison> {
  const claims = resolveClaims(implementation.claims);
  const wrong = new Set<Affected>();
  const where = new Set<Operation>();
  const blamed: string[] = [];
  let [met, missed] = [0, 0];
  let before:
    | { readonly answer: NamedTensors; readonly bytes: string; readonly isMet: boolean; readonly operation: Operation }
    | undefined;
  const called = truth.what.kind === 'memory' ? operations : truth.operations;
  const all = called.map((operation) => draftsOf(operation, claims, truth));
  for (let k = 0; k < Math.max(...all.map(({ length }) => length)); k++) {
    for (const draft of all.flatMap((drafts) => drafts.slice(k, k + 1))) {
      const call: AnyCall = callOfDraft(draft, claims);
      if (!withinClaims(draft.operation, callFrom(draft.operation, call), claims)) continue;
      const isMet = truth.operations.includes(draft.operation) && truth.when(traitsOf(draft.operation, call));
      if (isMet) met += 1;
      else missed += 1;
      const { answer, outputs } = await compared(implementation, draft.operation, call, isMet ? many : few);
      if (before && printed(before.answer) !== before.bytes) {
        if (before.isMet && truth.outputs.includes('purity')) {
          wrong.add('purity');
          where.add(before.operation);
        } else blamed.push('an earlier answer was changed');
      }
      before = answer && { answer, bytes: printed(answer), isMet, operation: draft.operation };
      for (const output of outputs) {
        if (isMet && truth.outputs.includes(output)) {
          wrong.add(output);
          where.add(draft.operation);
        } else
          blamed.push(`${output} of ${draft.operation}, [${draft.shape.join()}], axis ${draft.axis}, met: ${isMet}`);
      }
    }
  }
  return { wrong, where, blamed: blamed.slice(0, 5), met, missed };
}

/** Operations in which a new instance differs from `plain`, apart from those of the truths. */
export async function otherwiseWrong(implementation: Implementation, truths: readonly Truth[]): Promise<Operation[]> {
  const claims = resolveClaims(implementation.claims);
  const others = operations.filter((operation) => !truths.some((truth) => truth.operations.includes(operation)));
  const wrong = new Set<Operation>();
  for (const operation of others)
    for (const draft of draftsOf(operation, claims).slice(0, 20)) {
      const { outputs } = await compared(implementation, operation, callOfDraft(draft, claims), few);
      if (outputs.length > 0) wrong.add(operation);
    }
  return [...wrong];
}

type Answers = (call: AnyCall) => MaybePromise<NamedTensors>;

const methodOf = (implementation: object, operation: Operation): Answers =>
  (implementation as Record<Operation, Answers>)[operation];

const tensorsOf = (named: NamedTensors, operation: Operation): [TensorName, Tensor][] =>
  signatures[operation].inputs.flatMap((name): [TensorName, Tensor][] => (named[name] ? [[name, named[name]]] : []));

const printed = (tensors: NamedTensors): string =>
  Object.values(tensors)
    .map((t) => Buffer.from(bytesOf(t)).toString('base64'))
    .join();

async function compared(
  implementation: Implementation,
  operation: Operation,
  call: AnyCall,
  units: number,
): Promise<{ answer?: NamedTensors; outputs: Affected[] }> {
  const expected = await methodOf(right, operation)(call);
  const given = tensorsOf(call, operation).map(([name, t]): [TensorName, Tensor] => [name, copyOf(t)]);
  const own: AnyCall = { ...call, ...Object.fromEntries(given) };
  const answer = await answerOf(methodOf(implementation, operation), own);
  if (answer === undefined) return { outputs: ['status'] };
  const named: NamedTensors = call;
  const buffers = new Set(Object.values(answer).map(({ data }) => data.buffer));
  const isPure = given.every(([name, t]) => sameBits(t, named[name]!) && !buffers.has(t.data.buffer));
  const outputs = signatures[operation].outputs.filter(
    (name) => expected[name] && !isNear(answer[name], expected[name], units),
  );
  return { answer, outputs: [...outputs, ...(isPure ? [] : ['purity' as const])] };
}

/** @returns undefined where it throws, or has no answer when all that could lead to one has run */
async function answerOf(operation: Answers, call: AnyCall): Promise<NamedTensors | undefined> {
  const never = new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)));
  try {
    return await Promise.race([operation(call), never]);
  } catch {
    return undefined;
  }
}

function isNear(actual: Tensor | undefined, expected: Tensor, units: number): boolean {
  if (actual?.dtype !== expected.dtype || actual.shape.join() !== expected.shape.join()) return false;
  const [a, b] = [valuesOf(actual), valuesOf(expected)];
  const { unitRoundoff, smallest } = formats[expected.dtype];
  const scale = b.reduce((most, v) => (Number.isFinite(v) ? Math.max(most, Math.abs(v)) : most), smallest);
  return a.every((v, i) => Object.is(v, b[i]) || v === b[i] || Math.abs(v - b[i]) <= units * 2 * unitRoundoff * scale);
}
