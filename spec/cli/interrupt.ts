/** An end at once, adapters included: at a signal that no command waits for, or that comes while one is finishing. */
import { exitCodes } from '../terms/exit-codes.ts';
import { complain } from './screen.ts';

/** For the program alone: whoever embeds the suite has handlers of their own. */
export function endOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A command that waits for the signal takes its listener away with the first one.
      if (process.listenerCount(signal) > 1) return;
      complain('interrupted');
      process.exit(exitCodes.incomplete);
    });
  }
}
