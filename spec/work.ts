/** The process that does the work of a command line. It may be killed at any time, by the one that started it (cli.ts). */
import { endingSignals } from './cli/ending-signals.ts';
import { openJournal, tellSupervisor } from './cli/journal.ts';
import { main } from './cli/main.ts';
import { wiring } from './wiring.ts';
import { onFileBegun } from './wire/write-file.ts';

// A terminal sends them to both processes, and the supervisor decides.
for (const signal of endingSignals) process.on(signal, () => undefined);
openJournal();
onFileBegun((path) => tellSupervisor({ kind: 'file begun', path }));
const code = await main(process.argv.slice(2), wiring);
tellSupervisor({ kind: 'ended', code });
process.exitCode = code;
