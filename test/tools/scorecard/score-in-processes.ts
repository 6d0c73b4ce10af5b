/** Scores many mutants in processes of a few each, as many at once as there are cores, so that all end together. */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('print-scores.ts', import.meta.url));
const few = 8;

/** @returns the scores in the order of the ids */
export async function scoresOf<T>(
  kind: 'mutants' | 'conventions' | 'checks' | 'composites' | 'seeds',
  ids: readonly string[],
  show: (progress: string) => void,
): Promise<T[]> {
  const chunks = Array.from({ length: Math.ceil(ids.length / few) }, (_, k) => ids.slice(k * few, (k + 1) * few));
  const scores: T[][] = [];
  let [next, done] = [0, 0];
  const work = async (): Promise<void> => {
    while (next < chunks.length) {
      const k = next++;
      const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, kind, ...chunks[k]], {
        maxBuffer: 2 ** 26,
      });
      scores[k] = JSON.parse(stdout) as T[];
      done += chunks[k].length;
      show(`${done} of ${ids.length}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return scores.flat();
}
