/**
 * `import { conformance } from 'bnspec/jest'`: the requirements as tests of jest. Jest cannot import ES modules without a flag, so
 * this file is bundled as CommonJS, and has the work done in a worker thread.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { failed } from './failed.ts';

/** As in `bnspec`, where it is documented; a jest test cannot hand over an object, only what another thread can open. */
export interface JestOptions {
  readonly profile?: string;
  readonly require?: 'exact' | 'offset-free' | 'stable' | 'cancelling';
  readonly clauses?: readonly string[];
  readonly seed?: number;
  readonly runs?: number;
  readonly replay?: string;
  readonly expected?:
    string | readonly { readonly clause: string; readonly reason: string; readonly thread?: string }[];
  readonly timeoutMs?: number;
  readonly jobs?: number;
  readonly fixtures?: boolean;
}

/** The tests, before any of them runs. */
export interface JestPlan {
  readonly name: string;
  readonly verdictTitle: string;
  /** With the reason why it does not apply, if that is known already. */
  readonly tests: readonly { readonly id: string; readonly title: string; readonly skip?: string }[];
}

/** Request to the worker thread. */
export type JestRequest =
  { readonly id: string; readonly alone: boolean } | { readonly verdict: true } | { readonly close: true };
/** Answer of the worker thread. */
export type JestAnswer =
  | { readonly status: 'passed' | 'closed' }
  | { readonly status: 'skipped' | 'failed' | 'broken'; readonly message: string };

/** The globals of a test file, as far as they are used. */
interface Jest {
  describe(name: string, body: () => void): void;
  test: {
    (name: string, body: () => Promise<void>, timeout: number): void;
    skip(name: string, body: () => void): void;
  };
  afterAll(work: () => Promise<void>): void;
}

/** Longest that a timer can wait: jest knows no test without a limit. */
const noLimit = 2 ** 31 - 1;

/** Whether jest was given a pattern of names. Only its default runner says so. */
function filtered(): boolean {
  const symbol = Object.getOwnPropertySymbols(globalThis).find(
    ({ description }) => description === 'JEST_STATE_SYMBOL',
  );
  const state =
    symbol && (globalThis as unknown as Record<symbol, { readonly testNamePattern?: RegExp | null }>)[symbol];
  return Boolean(state?.testNamePattern);
}

/**
 * Registers a test for each clause, named by its id and its sentence, and a last one, `verdict`, for the evidence, the grade and
 * the diagnosis. `-t BN-8` runs one chapter; the first failure then has the diagnosis. What does not apply to the target is
 * skipped; what turns out so only while it runs is listed in a warning.
 * @param target - the path of a module that default-exports an implementation, a built-in name, or the words of a command
 * @throws Error for options that are not as documented, and where the target cannot be opened
 */
export function conformance(target: string | readonly string[], options: JestOptions = {}): void {
  const jest = globalThis as unknown as Jest;
  const { name, tests, verdictTitle } = planFor(target, options);
  const thread = new Thread(target, options);
  const skipped: string[] = [];
  jest.describe(`bnspec: ${name}`, () => {
    for (const { id, title, skip } of tests) {
      if (skip !== undefined) {
        jest.test.skip(`${title} [${skip}]`, () => undefined);
        continue;
      }
      const work = async (): Promise<void> => {
        const answer = await thread.ask({ id, alone: filtered() });
        if (answer.status === 'skipped') skipped.push(`${id}: ${answer.message}`);
        if (answer.status === 'failed') throw failed(answer.message);
      };
      jest.test(title, work, noLimit);
    }
    const verdict = async (): Promise<void> => {
      const answer = await thread.ask({ verdict: true });
      if (answer.status === 'failed') throw failed(answer.message);
    };
    jest.test(verdictTitle, verdict, noLimit);
    jest.afterAll(async () => {
      await thread.close();
      // oxlint-disable-next-line no-console -- jest has no way to skip a test that has begun
      if (skipped.length > 0) console.warn(`bnspec: not judged, though shown as passed:\n${skipped.join('\n')}`);
    });
  });
}

/** Beside this file. */
const script = (name: string): string => join(__dirname, `${name}.js`);

function planFor(target: unknown, options: JestOptions): JestPlan {
  const input = JSON.stringify({ target, options });
  const { status, stdout, stderr } = spawnSync(process.execPath, [script('jest-plan')], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.trim());
  return JSON.parse(stdout) as JestPlan;
}

/** The worker, started when the first test needs it. It answers one request after the other. */
class Thread {
  readonly #data: unknown;
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(target: unknown, options: JestOptions) {
    this.#data = { target, options };
  }

  ask(request: JestRequest): Promise<JestAnswer> {
    const answered = this.#last.then(() => this.#exchange(request));
    this.#last = answered.catch(() => undefined);
    return answered;
  }

  async close(): Promise<void> {
    if (this.#worker === undefined) return;
    await this.ask({ close: true });
    await this.#worker.terminate();
  }

  #exchange(request: JestRequest): Promise<JestAnswer> {
    const worker = (this.#worker ??= new Worker(script('jest-worker'), { workerData: this.#data }));
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => reject(error);
      worker.once('error', fail);
      worker.once('message', (answer: JestAnswer) => {
        worker.off('error', fail);
        if (answer.status === 'broken') reject(new Error(answer.message));
        else resolve(answer);
      });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage(request);
    });
  }
}
