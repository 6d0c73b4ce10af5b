/** Tasks in a worker that runs the same program as the page; where there are no workers, in slices of the page's time. */
import { type Answer, perform, type Task } from '../worker-tasks.ts';
import { startOwnWorker } from './own-worker.ts';

/** The side of the worker: one task per worker. */
export function serve(): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
  const post = postMessage as (answer: Answer) => void;
  addEventListener('message', ({ data }: MessageEvent<Task>) => {
    void perform(data, post);
  });
}

/** @returns stops the task; no answer comes after that */
export function start(task: Task, take: (answer: Answer) => void): () => void {
  let stopped = false;
  const pass = (answer: Answer): void => {
    if (!stopped) take(answer);
  };
  const here = (): void => {
    // Lets the page respond between answers.
    void perform(task, async (answer) => {
      pass(answer);
      await new Promise((resolve) => setTimeout(resolve));
    });
  };
  let worker: Worker | undefined;
  try {
    worker = startOwnWorker();
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => pass(data));
    worker.addEventListener('error', here, { once: true });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
    worker.postMessage(task);
  } catch {
    here();
  }
  return () => {
    stopped = true;
    worker?.terminate();
  };
}
