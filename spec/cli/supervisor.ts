/**
 * The process that the user starts. Another one does the work, so that this one is never busy: at a signal it ends the other,
 * whatever that is doing, and finishes what was begun.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes } from '../terms/exit-codes.ts';
import { forgetProcess, killProcess, watchProcess } from '../wire/process-group.ts';
import { hurry } from '../wire/write-descriptor.ts';
import { marked, newMark } from '../wire/process-mark.ts';
import { endingSignals } from './ending-signals.ts';
import { Journal, type Unpresented } from './journal.ts';
import { clearProgress, complain } from './print-safely.ts';

/** npm and tsx pass on a signal that they received together with this process: for so long it is the same one. */
const sameSignalMs = 500;

/** Longest wait for the last lines of a process that has ended: they are in the pipe already. */
const drainMs = 200;

/**
 * Runs the work to its end or to the first signal. A second signal ends everything at once.
 * @param script - that does the work
 * @returns the exit code
 */
export async function supervise(script: string, words: readonly string[]): Promise<number> {
  let pid: number | undefined;
  const end = (): void => {
    if (pid !== undefined) killProcess(pid);
  };
  const wasSignalled = onFirstSignal(end);
  const mark = newMark();
  const work = spawn(process.execPath, [...process.execArgv, script, ...words], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: marked(process.env, mark),
  });
  pid = work.pid;
  if (pid !== undefined) watchProcess(pid, mark);
  const journal = new Journal();
  const kept = keep(journal, work.stdio[3] as Readable);
  const [code, signal] = (await once(work, 'exit')) as [number | null, NodeJS.Signals | null];
  if (code !== null && !wasSignalled()) {
    if (pid !== undefined) forgetProcess(pid);
    await Promise.race([kept, sleep(drainMs)]);
    if (journal.ended === code || !isVerdict(code)) return code;
    return finish(journal.check, `the work ended with exit code ${code} before it had a verdict`);
  }
  end();
  await Promise.race([kept, sleep(drainMs)]);
  // It may have come to its end by itself in the meantime.
  if (code !== null && journal.check === undefined) return code;
  for (const path of journal.begun) rmSync(path, { force: true });
  hurry();
  clearProgress();
  return finish(journal.check, wasSignalled() ? 'interrupted' : `interrupted, since the work was ended by ${signal}`);
}

/** Node.js has codes of its own, and whatever runs in the process may end it with any. */
const isVerdict = (code: number): boolean =>
  code === exitCodes.success || !Object.values<number>(exitCodes).includes(code) || code === exitCodes.failure;

/** @returns whether there was one */
function onFirstSignal(act: () => void): () => boolean {
  let first: number | undefined;
  for (const signal of endingSignals) {
    process.on(signal, () => {
      if (first === undefined) {
        first = performance.now();
        act();
      } else if (performance.now() - first > sameSignalMs) {
        complain('interrupted');
        process.exit(exitCodes.incomplete);
      }
    });
  }
  return () => first !== undefined;
}

/** @returns when all of it was read */
async function keep(journal: Journal, lines: Readable): Promise<void> {
  let prepared = false;
  for await (const text of lines.setEncoding('utf8')) {
    journal.add(text as string);
    if (prepared || journal.check === undefined) continue;
    prepared = true;
    const { presentation } = journal.check;
    // At the signal there is no time for it.
    void import('./present-interrupted.ts').then(async ({ prepareToPresent }) => prepareToPresent(presentation));
  }
}

async function finish(check: Unpresented | undefined, why: string): Promise<number> {
  if (check === undefined) {
    complain(why);
    return exitCodes.incomplete;
  }
  const { presentLate } = await import('./present-interrupted.ts');
  return presentLate(check, why);
}
