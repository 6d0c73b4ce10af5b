/** What of an earlier call is used again is found by pairs of calls, and only where a call made first is right. */
import { expect, test } from 'vitest';
import plain from '../../../../impl/plain/index.ts';
import { reference } from '../../../../reference/oracle.ts';
import { randomOf } from '../../../../spec/cases/random.ts';
import type { Exchange } from '../../../../spec/check/trial/exchange.ts';
import { dependOnEarlierCalls } from '../../../../spec/diagnosis/experiment/earlier-calls.ts';
import { experimentOnMemory } from '../../../../spec/diagnosis/experiment/remembered.ts';
import { Laboratory, type Trial } from '../../../../spec/diagnosis/experiment/laboratory.ts';
import { callOfDraft } from '../../../../spec/diagnosis/hypothesis/draft.ts';
import { drawnDraft } from '../../../../spec/diagnosis/hypothesis/vary-draft.ts';
import type {
  Implementation,
  InferForward,
  InferForwardResult,
  TrainForward,
  TrainForwardResult,
} from '../../../../spec/terms/contract.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';
import type { Target } from '../../../../spec/wire/target.ts';

const claims = resolveClaims(plain.claims);
const train = (call: TrainForward): TrainForwardResult => plain.trainForward?.(call) as TrainForwardResult;
const infer = (call: InferForward): InferForwardResult => plain.inferForward?.(call) as InferForwardResult;

/**
 * What is said of an implementation after fifty calls of it, those that were wrong among them.
 * @param seeds - of the values, which come again after so many calls
 */
async function saidOf(make: () => Implementation, seeds = 50): Promise<string[]> {
  const open = (): Promise<Target> => Promise.resolve(targetOf(make()));
  const target = await open();
  const random = randomOf(8);
  const exchanges: Exchange[] = [];
  for (let i = 0; i < 50; i++) {
    const operation = i % 2 === 0 ? 'trainForward' : 'inferForward';
    const draft = { ...drawnDraft(operation, claims, random, true), shape: [4, 3], axis: 1, seed: i % seeds };
    const call = callOfDraft(draft, claims);
    exchanges.push({ operation, call, outcome: await target.call(operation, call as never) } as Exchange);
  }
  const bench = { target, reference, claims, required: 'stable' } as const;
  const found = await experimentOnMemory(bench, exchanges, { open, usable: target.operations });
  return found.map(({ says }) => says);
}

test('settings that are kept for a shape', { timeout: 60_000 }, async () => {
  const said = await saidOf(() => {
    const kept = new Map<string, number>();
    return {
      ...plain,
      trainForward(call: TrainForward) {
        const key = `${call.x.dtype} ${call.x.shape.join()} ${call.axis}`;
        kept.set(key, kept.get(key) ?? call.epsilon);
        return train({ ...call, epsilon: kept.get(key)! });
      },
    };
  });
  expect(said).toEqual([
    'Epsilon of an earlier call of the same shapes is used again: y and inv_std of train_forward are wrong.',
  ]);
});

test('what another operation leaves', { timeout: 60_000 }, async () => {
  const said = await saidOf(() => {
    let last: number | undefined;
    return {
      ...plain,
      trainForward(call: TrainForward) {
        last = call.epsilon;
        return train(call);
      },
      inferForward: (call: InferForward) => infer({ ...call, epsilon: last ?? call.epsilon }),
    };
  });
  expect(said).toEqual(['Epsilon of an earlier call of train_forward is used again: y of infer_forward is wrong.']);
});

test('a result that is kept for the same x', { timeout: 60_000 }, async () => {
  const make = (): Implementation => {
    const kept = new Map<string, InferForwardResult>();
    return {
      ...plain,
      inferForward(call: InferForward) {
        const { x, axis } = call;
        const key = `${x.dtype} ${x.shape.join()} ${axis} ${x.data.slice(0, 8).join()} ${x.data.at(-1)}`;
        const result = kept.get(key) ?? infer(call);
        kept.set(key, result);
        return { y: { ...result.y, data: result.y.data.slice() } };
      },
    };
  };
  expect(await saidOf(make, 4)).toEqual([
    'The result of an earlier call that differs in epsilon alone is used again: y of infer_forward is wrong.',
  ]);
});

test('a call that is wrong when it is made first, too, is no matter of memory', { timeout: 60_000 }, async () => {
  const said = await saidOf(() => ({
    ...plain,
    inferForward: (call: InferForward) => infer({ ...call, epsilon: 2 * call.epsilon }),
  }));
  expect(said).toEqual([]);
});

/** Two calls of a target. */
async function trialsOf(target: Target): Promise<Trial[]> {
  const lab = new Laboratory({ target, reference, claims, required: 'stable' }, { calls: 10, values: 1e5 });
  const random = randomOf(2);
  const trials = [0, 1].map(() => lab.ask(drawnDraft('inferForward', claims, random, true)));
  return (await Promise.all(trials)).filter((trial): trial is Trial => trial !== undefined);
}

const counting = (count: () => number): Implementation => ({
  ...plain,
  inferForward: (call: InferForward) => infer({ ...call, epsilon: call.epsilon + count() }),
});

test.each([
  [
    'a counter',
    true,
    () => {
      let calls = 0;
      return counting(() => (calls += 1));
    },
  ],
  ['chance', false, () => counting(Math.random)],
  ['nothing', false, () => counting(() => 1)],
])('answers that depend on %s', async (_, depend, make) => {
  const open = (): Promise<Target> => Promise.resolve(targetOf(make()));
  expect(await dependOnEarlierCalls(await trialsOf(await open()), open)).toBe(depend);
});
