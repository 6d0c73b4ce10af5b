/**
 * The duration of a check of all clauses, from a few calls that are timed here and the numbers of calls that a check makes.
 * A target that compiles each shape takes long for a new one and not for the next call of it, so both are timed.
 */
import type { Claims } from '../../terms/contract.ts';
import type { Operation } from '../../terms/operations.ts';
import { sizeOf } from '../../terms/tensor.ts';
import { callFor, type Form, simplest } from './calls.ts';
import type { Surroundings } from './finding.ts';
import type { Patient } from './patient.ts';

/** Calls that a check makes with default options, as counted in checks of `plain`. */
export const callsOfACheck: Readonly<Record<Operation, number>> = {
  trainForward: 3700,
  inferForward: 1950,
  trainBackward: 2400,
  inferBackward: 1800,
  savedBackward: 1500,
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

const repeats = 10;
const newShapes = 4;
const largeTensor = 2 ** 18;

/** In milliseconds. */
export interface Forecast {
  /** A small call that is repeated. */
  readonly call: number;
  /** The first call of a new shape. */
  readonly newShape: number;
  /** A check of all clauses. */
  readonly check: number;
}

export async function forecast(patient: Patient, surroundings: Surroundings): Promise<Forecast> {
  const { operations } = patient.hello;
  const { newForms, largeValues } = habitsFor[surroundings.claims.shapes];
  const sums = { calls: 0, call: 0, newShape: 0, check: 0 };
  for (const operation of operations) {
    const calls = callsOfACheck[operation];
    const { again, fresh, perValue, answer } = await timesOf(patient, surroundings, operation);
    sums.calls += calls;
    sums.call += calls * again;
    sums.newShape += calls * fresh;
    sums.check += calls * ((1 - newForms) * again + newForms * fresh + workInAnswers * answer) + largeValues * perValue;
  }
  return { call: sums.call / sums.calls, newShape: sums.newShape / sums.calls, check: sums.check };
}

async function timesOf(
  patient: Patient,
  { claims, reference }: Surroundings,
  operation: Operation,
): Promise<{ again: number; fresh: number; perValue: number; answer: number }> {
  const form = simplest(claims);
  const small = callFor(operation, claims, form);
  const timeOf = (rows: number): Promise<number> => {
    const call = callFor(operation, claims, withRows(form, rows));
    return timed(() => patient.call(operation, call));
  };
  const again = await meanOf(repeats, () => timed(() => patient.call(operation, small)));
  const fresh = await meanOf(newShapes, (i) => timeOf(6 + i));
  const answer = await meanOf(repeats, () => timed(async () => reference.answer(operation, small, claims)));
  const rows = Math.round(largeTensor / sizeOf(withRows(form, 1).shape));
  // The first call of a large shape may compile it.
  await timeOf(rows);
  return { again, fresh, answer, perValue: (await timeOf(rows)) / largeTensor };
}

const withRows = (form: Form, rows: number): Form => ({
  ...form,
  shape: form.shape.with(form.axis === 0 ? 1 : 0, rows),
});

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** No median: on a busy machine a few slow calls take most of the time. */
async function meanOf(count: number, time: (i: number) => Promise<number>): Promise<number> {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += await time(i);
  return sum / count;
}
