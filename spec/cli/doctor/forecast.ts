/**
 * The duration of a check of all clauses, from a few calls that are timed here and the numbers of calls that a check makes.
 * A target that compiles each shape takes long for a new one and not for the next call of it, so both are timed.
 */
import type { Claims } from '../../terms/contract.ts';
import type { AnyOperation, FurtherOperation } from '../../terms/further-operations.ts';
import type { Operation } from '../../terms/operations.ts';
import { sizeOf } from '../../terms/tensor.ts';
import { callFor, type Form, simplest } from './calls.ts';
import type { Surroundings } from './finding.ts';
import type { Patient } from './patient.ts';

/** Calls that a check makes with default options, as counted in checks of `plain`; of a layer, all its messages. */
export const callsOfACheck: Readonly<Record<AnyOperation | 'layer', number>> = {
  trainForward: 3700,
  inferForward: 1950,
  trainBackward: 2400,
  inferBackward: 1800,
  savedBackward: 1500,
  fold: 950,
  doubleBackward: 1280,
  trainTangent: 940,
  inferTangent: 820,
  layer: 11080,
};

/** Cost of a call, in those of a batch on average. Half the messages of a layer read its state, which nothing recomputes. */
const costOfOthers: Readonly<Record<FurtherOperation | 'layer', number>> = {
  fold: 1,
  doubleBackward: 1.5,
  trainTangent: 1,
  inferTangent: 1,
  layer: 0.25,
};

interface Habits {
  /** Share of the calls whose shapes, types and arguments no earlier call had. */
  readonly newForms: number;
  /** Values in all large tensors of one operation. */
  readonly largeValues: number;
}

const habitsFor: Readonly<Record<Claims['shapes'], Habits>> = {
  many: { newForms: 0.68, largeValues: 1.5e6 },
  few: { newForms: 0.06, largeValues: 0 },
};

/** The suite's own work for a call, measured in exact answers to a small one. */
const workInAnswers = 9;

/** Each kind of call is timed in every round, so that a load that comes or goes meanwhile spares a round of each. */
const rounds = 4;
const repeats = 3;
const largeTensor = 2 ** 18;

/** In milliseconds, where nothing else runs. */
export interface Forecast {
  /** A small call that is repeated. */
  readonly call: number;
  /** The first call of a new shape. */
  readonly newShape: number;
  /** A check of all clauses. */
  readonly check: number;
}

/** @param now - a clock, in milliseconds */
export async function forecast(
  patient: Pick<Patient, 'hello' | 'call'>,
  surroundings: Surroundings,
  now: () => number = () => performance.now(),
): Promise<Forecast> {
  const { operations, further = [], offersLayer = false } = patient.hello;
  const { newForms, largeValues } = habitsFor[surroundings.claims.shapes];
  const found = operations.map((operation) => ({
    operation,
    timings: timingsOf(patient, surroundings, operation),
    fastest: new Fastest(now),
  }));
  for (let round = 0; round < rounds; round++) {
    for (const { timings, fastest } of found) await timings(fastest, round);
  }
  const sums = { calls: 0, call: 0, newShape: 0, check: 0 };
  for (const { operation, fastest } of found) {
    const calls = callsOfACheck[operation];
    const [again, fresh, answer, large] = kinds.map((kind) => fastest.of(kind));
    sums.calls += calls;
    sums.call += calls * again;
    sums.newShape += calls * fresh;
    sums.check += calls * ((1 - newForms) * again + newForms * fresh + workInAnswers * answer);
    sums.check += (largeValues * large) / largeTensor;
  }
  const others = [...further, ...(offersLayer ? (['layer'] as const) : [])];
  const more = others.reduce((sum, each) => sum + callsOfACheck[each] * costOfOthers[each], 0);
  sums.check *= 1 + more / sums.calls;
  return { call: sums.call / sums.calls, newShape: sums.newShape / sums.calls, check: sums.check };
}

const kinds = ['again', 'fresh', 'answer', 'large'] as const;
type Kind = (typeof kinds)[number];

/** Other work on the machine can only make a call slower: the fastest of several tells most of the call itself. */
class Fastest {
  readonly #now: () => number;
  readonly #times = new Map<Kind, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  async time(kind: Kind, work: () => Promise<unknown>): Promise<void> {
    const start = this.#now();
    await work();
    this.#times.set(kind, Math.min(this.of(kind), this.#now() - start));
  }

  of(kind: Kind): number {
    return this.#times.get(kind) ?? Infinity;
  }
}

/** @returns times calls of each kind, none of them with a shape that an earlier round called fresh */
function timingsOf(
  patient: Pick<Patient, 'call'>,
  { claims, reference }: Surroundings,
  operation: Operation,
): (fastest: Fastest, round: number) => Promise<void> {
  const form = simplest(claims);
  const small = callFor(operation, claims, form);
  const callWith = (rows: number): (() => Promise<unknown>) => {
    const call = callFor(operation, claims, withRows(form, rows));
    return () => patient.call(operation, call);
  };
  const large = callWith(Math.round(largeTensor / sizeOf(withRows(form, 1).shape)));
  return async (fastest, round) => {
    for (let i = 0; i < repeats; i++) {
      await fastest.time('again', () => patient.call(operation, small));
      await fastest.time('answer', async () => reference.answer(operation, small, claims));
    }
    await fastest.time('fresh', callWith(6 + round));
    await fastest.time('large', large);
  };
}

const withRows = (form: Form, rows: number): Form => ({
  ...form,
  shape: form.shape.with(form.axis === 0 ? 1 : 0, rows),
});
