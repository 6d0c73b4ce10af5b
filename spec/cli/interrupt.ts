/** Exits at once, adapters included: at a signal that no command waits for, or that arrives while one is finishing. */
import { exitCodes } from '../terms/exit-codes.ts';
import { complain } from './screen.ts';

/** For the command-line program only: a program that embeds the suite has its own handlers. */
export function endOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A command that waits for the signal removes its listener at the first one.
      if (process.listenerCount(signal) > 1) return;
      complain('interrupted');
      process.exit(exitCodes.incomplete);
    });
  }
}
