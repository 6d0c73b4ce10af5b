/** Duration of a call, a second process beside the first, and exit at the end of input. */
import { anyCall } from './any-call.ts';
import { duration } from '../pace.ts';
import { forecast } from './forecast.ts';
import { fine, type Item, note, unasked, wrong } from './finding.ts';
import { CouldNotStart } from '../../wire/start-error.ts';
import { closingMs } from './patient.ts';
import { remedyFor } from './remedy.ts';

const slowMs = 20;
/** A new shape that takes so many times as long as one that was asked before is compiled. */
const compiled = 5;

export const speed: Item = {
  id: 'speed',
  async examine(patient, surroundings) {
    const { call, newShape, check } = await forecast(patient, surroundings);
    const compiles = newShape > slowMs && newShape > compiled * call;
    const says = [
      ...(patient.late > 0 ? [`${requests(patient.late)} answered only when asked again, with more time`] : []),
      `a small call takes ${call.toPrecision(2)} ms`,
      ...(compiles ? [`the first of a new shape ${Math.round(newShape)} ms`] : []),
      `a check of all clauses about ${duration(check)} where nothing else runs`,
    ].join('; ');
    if (compiles && surroundings.claims.shapes === 'many') {
      return note(says, `claim ${JSON.stringify({ shapes: 'few' })}: a check then keeps to a few dozen shapes`);
    }
    if (call < slowMs && patient.late === 0) return fine(says);
    return note(says, 'load and compile once, before the first answer; use one thread for small tensors');
  },
};

const requests = (count: number): string => (count === 1 ? '1 request was' : `${count} requests were`);

export const second: Item = {
  id: 'second',
  async examine(patient, { claims }) {
    const fix =
      'occupy no port, lock or whole device: after a crash a new process must start at once, and --jobs runs several';
    let other;
    try {
      other = await patient.second();
    } catch (error) {
      if (!(error instanceof CouldNotStart)) throw error;
      if (error.neverRan) return unasked(error);
      // Nothing asks a target to be several processes at once.
      return note(`there is no second process at the same time: ${error.message}`, fix);
    }
    try {
      for (const one of [other, patient]) {
        const outcome = await anyCall(one, claims);
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
    const outcome = await anyCall(patient, claims);
    if (outcome.status !== 'ok')
      return wrong(`a last call ended with ${outcome.status}: ${outcome.message}`, remedyFor(outcome.message));
    const before = performance.now();
    const end = await patient.end(true);
    const tookMs = performance.now() - before;
    if (end === undefined) {
      return wrong(
        'it did not exit when its input ended',
        'leave the loop when a read returns no bytes, and stop your own threads',
      );
    }
    const { exitCode, signal } = end;
    if (exitCode === 0 && tookMs > closingMs) {
      const seconds = (tookMs / 1000).toPrecision(2);
      return note(
        `it exits ${seconds} s after its input ends`,
        'a check kills it after half a second, and loses nothing',
      );
    }
    if (exitCode === 0) return fine('it exits when its input ends');
    const how = signal === null ? `exit code ${exitCode}` : signal;
    return wrong(`when its input ended, it exited with ${how}`, 'the end of input is not an error: exit with code 0');
  },
};
