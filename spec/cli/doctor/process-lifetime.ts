/** Duration of a call, a second process beside the first, and exit at the end of input. */
import { callFor } from './calls.ts';
import { fine, type Item, note, wrong } from './finding.ts';
import { CouldNotStart } from '../../wire/start-error.ts';
import { remedyFor } from './remedy.ts';

const timedCalls = 21;
const slowMs = 20;
/** A check of all clauses with default options makes about this many calls. */
const callsOfACheck = 6000;

export const speed: Item = {
  id: 'speed',
  async examine(patient, { claims }) {
    const [operation] = patient.hello.operations;
    const call = callFor(operation, claims);
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
    const call = callFor(operation, claims);
    const fix =
      'occupy no port, lock or whole device: after a crash a new process must start at once, and --jobs runs several';
    let other;
    try {
      other = await patient.second();
    } catch (error) {
      if (!(error instanceof CouldNotStart)) throw error;
      return wrong(`a second process at the same time: ${error.message}`, fix);
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
    return fine('a second process can run at the same time');
  },
};

export const ending: Item = {
  id: 'ending',
  async examine(patient, { claims }) {
    const [operation] = patient.hello.operations;
    const outcome = await patient.call(operation, callFor(operation, claims));
    if (outcome.status !== 'ok')
      return wrong(`a last call ended with ${outcome.status}: ${outcome.message}`, remedyFor(outcome.message));
    const end = await patient.end();
    if (end === undefined) {
      return wrong(
        'it did not exit when its input ended',
        'leave the loop when a read returns no bytes, and stop your own threads',
      );
    }
    const { exitCode, signal } = end;
    if (exitCode === 0) return fine('it exits when its input ends');
    const how = signal === null ? `exit code ${exitCode}` : signal;
    return wrong(`when its input ended, it exited with ${how}`, 'the end of input is not an error: exit with code 0');
  },
};
