/** A target that keeps account of the time that its calls take: what is left of a run is the suite's own. */
import type { Target } from '../../wire/target.ts';

export interface Timed {
  readonly target: Target;
  /** Milliseconds so far, by the clock: to ask for the processor time takes longer than many a call. */
  readonly spentMs: () => number;
}

export function timed(target: Target): Timed {
  let spent = 0;
  const during = async <T>(work: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    try {
      return await work();
    } finally {
      spent += performance.now() - begun;
    }
  };
  return {
    target: {
      ...target,
      call: (operation, call) => during(() => target.call(operation, call)),
      ...(target.layer && { layer: (command) => during(() => target.layer!(command)) }),
      ...(target.afresh && { afresh: () => during(() => target.afresh!()) }),
    },
    spentMs: () => spent,
  };
}
