/** Whether answers depend on the calls before them: the same calls are made in another order, in targets that are started afresh. */
import type { NamedTensors } from '../../terms/named-tensors.ts';
import type { Target } from '../../wire/target.ts';
import { type Answer, answersTo } from '../probe-answers.ts';
import type { Trial } from './laboratory.ts';

/** Starts the target afresh, with no state from earlier calls. */
export type Open = () => Promise<Target>;

/** Asks a target that has answered nothing. @returns `otherwise` where none can be started */
export async function inFresh<T>(open: Open, otherwise: T, find: (target: Target) => Promise<T>): Promise<T> {
  const target = await open().catch(() => undefined);
  if (target === undefined) return otherwise;
  try {
    return await find(target);
  } finally {
    await target.close();
  }
}

/** Calls that are asked again after each other. */
const asked = 3;

/** Whether the answers to the same calls differ with the calls before them, in the same way in each new process. */
export async function dependOnEarlierCalls(trials: readonly Trial[], open: Open): Promise<boolean> {
  const probes = trials.slice(0, asked).map(({ probe }) => probe);
  if (probes.length < 2) return false;
  const order = [...probes.keys(), ...probes.keys(), ...[...probes.keys()].toReversed()];
  const answered = (): Promise<string[]> =>
    inFresh(open, [], async (target) => {
      const answers = await answersTo(
        target,
        order.map((i) => probes[i]),
      );
      return answers.map(bitsOf);
    });
  const [once, again] = [await answered(), await answered()];
  const differ = probes.some((_, i) => new Set(once.filter((__, at) => order[at] === i)).size > 1);
  return differ && once.every((bits, at) => bits === again[at]);
}

const bitsOf = (answer: Answer): string =>
  answer.status === 'ok'
    ? Object.values(answer.result as NamedTensors)
        .map(
          ({ dtype, data }) => `${dtype}:${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex')}`,
        )
        .join()
    : answer.status;
