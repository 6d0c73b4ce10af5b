/** How long a call takes, whether a second process can run beside the first, and whether the end of input is the end. */
import { callFor, simplest } from './calls.ts';
import { fine, type Item, note, wrong } from './finding.ts';
import { CouldNotStart } from '../../wire/start-error.ts';
import { remedyFor } from './remedy.ts';

const timedCalls = 21;
const slowMs = 20;
/** A check of all clauses with default options makes about this many. */
const callsOfACheck = 6000;

export const speed: Item = {
  id: 'speed',
  async examine(patient, { claims }) {
    const [operation] = patient.hello.operations;
    const call = callFor(operation, simplest(claims));
    const times: number[] = [];
    for (let i = 0; i < timedCalls; i++) {
      const start = performance.now();
      await patient.call(operation, call);
      times.push(performance.now() - start);
    }
    const median = times.toSorted((a, b) => a - b)[(timedCalls - 1) / 2];
    const seconds = Math.ceil((median * callsOfACheck) / 1000);
    const says = `a small call takes ${median.toPrecision(2)} ms, all calls of a check about ${seconds} s`;
    if (median < slowMs) return fine(says);
    return note(says, 'load and compile once, before the first answer; use one thread for small tensors');
  },
};

export const second: Item = {
  id: 'second',
  async examine(patient, { claims }) {
    const [operation] = patient.hello.operations;
    const call = callFor(operation, simplest(claims));
    const fix =
      'claim no port, lock or whole device: after a crash a new process must start at once, and --jobs runs several';
    let other;
    try {
      other = await patient.second();
    } catch (error) {
      if (!(error instanceof CouldNotStart)) throw error;
      return wrong(`a second process beside the first: ${error.message}`, fix);
    }
    try {
      for (const one of [other, patient]) {
        const outcome = await one.call(operation, call);
        if (outcome.status !== 'ok')
          return wrong(`with two processes, a call ended with ${outcome.status}: ${outcome.message}`, fix);
      }
    } finally {
      await other.end();
    }
    return fine('a second process can run beside the first');
  },
};

export const ending: Item = {
  id: 'ending',
  async examine(patient, { claims }) {
    const [operation] = patient.hello.operations;
    const outcome = await patient.call(operation, callFor(operation, simplest(claims)));
    if (outcome.status !== 'ok')
      return wrong(`a last call ended with ${outcome.status}: ${outcome.message}`, remedyFor(outcome.message));
    const end = await patient.end();
    if (end === undefined) {
      return wrong(
        'it did not end when its input ended',
        'leave the loop when a read brings no bytes, and end threads of your own',
      );
    }
    const { exitCode, signal } = end;
    if (exitCode === 0) return fine('it ends when its input ends');
    const how = signal === null ? `exit code ${exitCode}` : signal;
    return wrong(`when its input ended, it ended with ${how}`, 'the end of input is no error: exit with code 0');
  },
};
