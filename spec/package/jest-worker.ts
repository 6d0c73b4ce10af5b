/** The thread that does the work of jest's tests. */
import { parentPort, workerData } from 'node:worker_threads';
import { Conformance } from './conformance.ts';
import type { JestAnswer, JestRequest } from './jest.ts';
import type { CheckOptions, TargetLike } from './options.ts';

const { target, options } = workerData as { readonly target: TargetLike; readonly options: CheckOptions };
const suite = new Conformance(target, options);

async function answer(request: JestRequest): Promise<JestAnswer> {
  try {
    if ('id' in request) return await suite.judge(request.id, request.alone);
    if ('verdict' in request) return await suite.verdict();
    await suite.close();
    return { status: 'closed' };
  } catch (error) {
    return { status: 'broken', message: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (request: JestRequest) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  void answer(request).then((given) => parentPort?.postMessage(given));
});
