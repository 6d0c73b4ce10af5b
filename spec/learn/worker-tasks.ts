/** Long-running work of the page: done in a worker, answer by answer. */
import fast from '../../impl/fast/index.ts';
import { type EpochRecord, train } from './experiment/train.ts';
import { type Consequence, consequenceOf } from './computations/training-with-a-mistake.ts';
import { mistakeOf } from './computations/mistakes.ts';
import { type Verdict, verdictOn } from './computations/suite-verdict.ts';
import type { ActivationName } from './network/activation.ts';
import { atOnce } from './network/batch-normalization.ts';

export type Side = 'with' | 'without';
export const sides: readonly Side[] = ['without', 'with'];

export type Task =
  | { readonly kind: 'experiment'; readonly activation: ActivationName; readonly seed: number }
  | { readonly kind: 'mistake'; readonly id: string };

export type Answer =
  | { readonly kind: 'epoch'; readonly side: Side; readonly record: EpochRecord }
  | { readonly kind: 'consequence'; readonly right: Consequence; readonly wrong: Consequence }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'done' };

/** Large enough that a misplaced epsilon is visible. */
export const mistakeEpsilon = 0.25;
const mistakeSeed = 1;

/** @param give - takes the answers as they come; may pause the work by the promise that it returns */
export async function perform(task: Task, give: (answer: Answer) => void | Promise<void>): Promise<void> {
  const batchNorm = atOnce(fast);
  if (task.kind === 'experiment') {
    const { activation, seed } = task;
    const runs = sides.map((side) => ({
      side,
      epochs: train({ activation, seed, ...(side === 'with' && { batchNorm }) }),
    }));
    for (let finished = false; !finished;) {
      for (const { side, epochs } of runs) {
        const next = epochs.next();
        if (next.done) finished = true;
        else await give({ kind: 'epoch', side, record: next.value });
      }
    }
  } else {
    const { implementation } = mistakeOf(task.id);
    await give({ kind: 'verdict', verdict: await verdictOn(implementation) });
    const right = consequenceOf(batchNorm, mistakeSeed, mistakeEpsilon);
    const wrong = consequenceOf(atOnce(implementation), mistakeSeed, mistakeEpsilon);
    await give({ kind: 'consequence', right, wrong });
  }
  await give({ kind: 'done' });
}
