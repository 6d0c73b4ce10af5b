/** A whole check of one target, called from code. */
import { begin, type Settings } from '../cli/prepare-check.ts';
import { run } from '../check/run.ts';
import type { Report } from '../report/report.ts';
import { wiring } from '../wiring.ts';
import { asked, type CheckOptions, type TargetLike } from './options.ts';

/** Hooks of a check that runs. */
export interface CheckHooks {
  /** Stops before the next clause; the rest are reported as not judged. */
  readonly signal?: AbortSignal;
  /** Called before each clause. */
  readonly onProgress?: (done: number, total: number, clause: { readonly id: string; readonly says: string }) => void;
}

/**
 * Checks a target against the specification, every clause on generated cases. The same seed gives the same report.
 *
 * A module path or a command runs in a process of its own: crashes and hangs are found, and named. An object runs in this
 * process, where code that never returns cannot be stopped.
 * @param target - an implementation, the path of a module, a built-in name, or the words of a command
 * @throws UsageError for options that are not as documented
 * @throws NotAnImplementation, CouldNotStart where there is nothing to check
 */
export async function check(
  target: TargetLike,
  { signal, onProgress, ...options }: CheckOptions & CheckHooks = {},
): Promise<Report> {
  const { request, settings } = asked(target, options);
  const begun = await begin(request, settings, wiringFor(settings));
  try {
    return await run(begun.target, {
      ...begun.options,
      ...(signal && { signal }),
      ...(onProgress && {
        onProgress: (done: number, total: number, { id, says }: { id: string; says: string }) =>
          onProgress(done, total, { id, says }),
      }),
    });
  } finally {
    await begun.close();
  }
}

/** No command line reaches an object: what is printed to reproduce a failure is an option then. */
export const wiringFor = ({ command }: Settings): typeof wiring =>
  command === '' ? { ...wiring, program: '' } : wiring;
