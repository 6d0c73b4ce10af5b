/**
 * Program of worker-pool.slow.test.ts, for any runtime: prints the digest of an engine with two threads, closes it, and must end then.
 * The first argument says what a library has put into the global scope before: "throwing" or "own" a Worker, or "nothing".
 */
import * as threads from 'node:worker_threads';
import { Engine } from '../../../impl/fast/index.ts';
import { residentDigest } from './digest.ts';

function throwing(): never {
  throw new Error('a Worker that was not asked for');
}

const added: Record<string, unknown> = { throwing, own: threads.Worker };
const [, , name = 'nothing'] = process.argv;
if (name in added) Object.assign(globalThis, { Worker: added[name] });

const engine = new Engine({ threads: 2 });
await engine.ready();
console.log(residentDigest(engine));
engine.close();
