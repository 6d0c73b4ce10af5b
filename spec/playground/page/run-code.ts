/** Runs code in a worker of its own: one answer is taken, and the worker ends, at latest after 5 s. */
import { type Answer, answerIn } from '../answer.ts';
import { startOwnWorker } from '../../learn/page/own-worker.ts';

/** Longest life of a worker, in milliseconds. */
export const limit = 5000;

/** @returns ends the worker; no answer comes after that */
export function runCode(code: string, take: (answer: Answer) => void): () => void {
  const worker = startOwnWorker();
  const end = (): void => {
    clearTimeout(timer);
    worker.terminate();
  };
  const finish = (answer: Answer): void => {
    end();
    take(answer);
  };
  const timer = setTimeout(
    () =>
      finish({
        kind: 'problem',
        message: `Stopped: no verdict after ${limit / 1000} s. Is there a loop that never ends?`,
      }),
    limit,
  );
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => finish(answerIn(data)), { once: true });
  worker.addEventListener(
    'error',
    (event) => {
      // It is shown on the page, and is no error of the page.
      event.preventDefault();
      const { message, lineno } = event;
      const problem = {
        kind: 'problem',
        message: message.replace(
          /^Uncaught (\w+: )?(?:Failed to execute 'importScripts' on 'WorkerGlobalScope': )?/,
          '$1',
        ),
      } as const;
      finish(lineno > 0 ? { ...problem, line: lineno } : problem);
    },
    { once: true },
  );
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
  worker.postMessage(code);
  return end;
}
