/**
 * Known mistakes of the further operations: those that answer the same calls as the target does. The calls are those of the
 * counterexamples, which a right implementation answers in another way, and some that use everything.
 */
import { allowedErrors } from '../accuracy/allowed.ts';
import { furtherExamples } from '../cases/further/index.ts';
import { type AnyExchange, isFatal } from '../check/trial/exchange.ts';
import { rightAnswer } from '../check/trial/right-answer.ts';
import type { Session } from '../check/trial/session.ts';
import type { Diagnosis } from '../report/report.ts';
import type { Claims, Tensor } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import {
  type AnyTensor,
  type FurtherCalls,
  type FurtherOperation,
  furtherOperations,
  furtherSignatures,
} from '../terms/further-operations.ts';
import type { Mutant } from '../terms/mutant.ts';
import type { NamedTensors } from '../terms/named-tensors.ts';
import { valuesOf } from '../terms/tensor.ts';
import type { Outcome } from '../wire/call-outcome.ts';
import { targetOf } from '../wire/in-process.ts';
import type { Target } from '../wire/target.ts';

/** Calls of counterexamples to compare, the smallest first. */
const mostCalls = 40;

/** Mistakes that nothing tells apart. */
const mostNamed = 3;

/** Roundings that may differ beside those that the bounds of the right answer allow: the answers compared are wrong ones. */
const roundings = 64;

const seeds = [1, 2, 3] as const;

type Call = FurtherCalls[FurtherOperation];
type Means = Pick<Session, 'target' | 'reference' | 'claims'>;

/** A call, the target's outcome, and the errors that a right answer may have. */
interface Asked {
  readonly call: Call;
  readonly outcome: Outcome<FurtherOperation>;
  readonly allowed: (output: AnyTensor, tensor: Tensor) => Float64Array;
}

export async function nameFurtherMistakes(
  means: Means,
  counterexamples: readonly (readonly AnyExchange[])[],
  bank: readonly Mutant[],
): Promise<Diagnosis[]> {
  const found: Diagnosis[] = [];
  for (const operation of furtherOperations) {
    const shown = counterexamples.filter((exchanges) => exchanges.some((each) => each.operation === operation));
    if (shown.length === 0 || shown.flat().some(({ outcome }) => isFatal(outcome.status))) continue;
    const known = bank.filter(({ implementation }) => implementation[operation] !== undefined);
    found.push(...(await named(operation, means, callsOf(operation, shown, means.claims), known)));
  }
  return found;
}

/** Each counterexample in its order, since a mistake may need two calls. */
function callsOf(operation: FurtherOperation, shown: readonly (readonly AnyExchange[])[], claims: Claims): Call[] {
  const sorted = shown.toSorted((a, b) => a.length - b.length).flat();
  const ofCases = sorted.filter((each) => each.operation === operation).map(({ call }) => call as Call);
  const examples = seeds.flatMap((seed): readonly Call[] => furtherExamples[operation](claims, seed));
  return [...ofCases.slice(0, mostCalls), ...examples];
}

async function named(
  operation: FurtherOperation,
  { target, reference, claims }: Means,
  calls: readonly Call[],
  known: readonly Mutant[],
): Promise<Diagnosis[]> {
  const asked: Asked[] = [];
  for (const call of calls) {
    const outcome = await target.call(operation, call);
    asked.push({ call, outcome, allowed: allowedIn(operation, call, reference, claims) });
  }
  const matches: { readonly mutant: Mutant; readonly agreed: number }[] = [];
  for (const mutant of known) {
    const agreed = await agreements(targetOf(mutant.implementation), operation, asked);
    if (2 * agreed >= asked.length) matches.push({ mutant, agreed });
  }
  const most = Math.max(...matches.map(({ agreed }) => agreed));
  return matches
    .filter(({ agreed }) => agreed === most)
    .slice(0, mostNamed)
    .map(({ mutant: { id, says }, agreed }) => ({ id, says, evidence: evidenceOf(agreed, asked.length) }));
}

const evidenceOf = (agreed: number, all: number): string =>
  `agrees with this mistake in ${agreed === all ? 'each' : `${agreed}`} of ${all} calls (within rounding)`;

async function agreements(target: Target, operation: FurtherOperation, asked: readonly Asked[]): Promise<number> {
  let agreed = 0;
  for (const { call, outcome, allowed } of asked) {
    if (alike(operation, await target.call(operation, call), outcome, allowed)) agreed += 1;
  }
  return agreed;
}

function alike(
  operation: FurtherOperation,
  own: Outcome<FurtherOperation>,
  other: Outcome<FurtherOperation>,
  allowed: Asked['allowed'],
): boolean {
  if (own.status !== 'ok' || other.status !== 'ok') return own.status === other.status;
  if (own.mutated.join() !== other.mutated.join() || own.aliased.join() !== other.aliased.join()) return false;
  const [one, another]: NamedTensors[] = [own.result, other.result];
  return (furtherSignatures[operation].outputs as readonly AnyTensor[]).every((name) => {
    const [a, b] = [one[name], another[name]];
    if (a === undefined || b === undefined) return a === b;
    return a.dtype === b.dtype && a.shape.join() === b.shape.join() && close(a, b, allowed(name, a));
  });
}

function close(a: Tensor, b: Tensor, allowed: Float64Array): boolean {
  const [one, other] = [valuesOf(a), valuesOf(b)];
  const unit = roundings * formats[a.dtype].unitRoundoff;
  return one.every((value, i) => {
    if (Object.is(value, other[i]) || value === other[i]) return true;
    return Math.abs(value - other[i]) <= 2 * (allowed[i] ?? 0) + unit * Math.abs(value);
  });
}

function allowedIn(
  operation: FurtherOperation,
  call: Call,
  reference: Session['reference'],
  claims: Claims,
): Asked['allowed'] {
  const truth = rightAnswer(reference, operation, call, claims);
  if (truth === undefined) return (_, { data }) => new Float64Array(data.length);
  const errors = allowedErrors(operation, call, truth, { grade: 'cancelling', claims, growth: 'any-order' });
  return (output, { dtype }) => errors(output, dtype).map((error) => (error < Infinity ? error : 0));
}
