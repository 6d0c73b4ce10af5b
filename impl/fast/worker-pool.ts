/**
 * Workers over the same shared memory. A call is cut into shares, and any free thread takes the next one, the calling
 * thread included, so that a sleeping worker delays nothing.
 */
import type { Heap } from './heap.ts';
import type { Kernel } from './load-kernel.ts';

// Words of the control block, in shared memory.
const control = { job: 0, next: 1, done: 2, ready: 3, call: 4, part: 5, stop: 6, words: 16 } as const;

// Shares per thread: more of them even out the delay of one thread.
const sharesPerThread = 4;

// Turns of waiting in a loop before a worker sleeps: sleeping and waking cost more than a small call.
const patience = 20_000;

/**
 * The program of a worker. It is text because a worker starts from a file or a URL, and no URL is right in sources, in
 * a build and in a bundle alike.
 */
const program = `
function serve({ module, memory, at, shares }) {
  const { share } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  const words = new Int32Array(memory.buffer, at, ${control.words});
  let job = 0;
  Atomics.add(words, ${control.ready}, 1);
  for (;;) {
    let turns = 0;
    while (Atomics.load(words, ${control.job}) === job) {
      if (++turns > ${patience}) Atomics.wait(words, ${control.job}, job);
    }
    job = Atomics.load(words, ${control.job});
    if (Atomics.load(words, ${control.stop})) return;
    for (;;) {
      const index = Atomics.add(words, ${control.next}, 1);
      if (index >= shares) break;
      share(words[${control.call}], words[${control.part}], index, shares);
      Atomics.add(words, ${control.done}, 1);
      Atomics.notify(words, ${control.done});
    }
  }
}`;

const inNode = `${program}
serve(require('node:worker_threads').workerData);`;

const inPage = `${program}
onmessage = (event) => serve(event.data);`;

interface Start {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly at: number;
  readonly shares: number;
}

export class WorkerPool {
  readonly threads: number;
  readonly #shares: number;
  readonly #words: Int32Array;
  readonly #kernel: Kernel;
  readonly #ends: readonly (() => void)[];
  #mayWait = true;

  constructor(module: WebAssembly.Module, kernel: Kernel, heap: Heap, threads: number) {
    const at = heap.take(4 * control.words);
    this.threads = threads;
    this.#shares = threads * sharesPerThread;
    this.#kernel = kernel;
    this.#words = new Int32Array(heap.memory.buffer, at, control.words).fill(0);
    // A late worker may still increment the counter after the last share of a job: no job is open before the first.
    Atomics.store(this.#words, control.next, this.#shares);
    const data = { module, memory: heap.memory, at, shares: this.#shares };
    this.#ends = Array.from({ length: threads - 1 }, () => start(data));
  }

  /** Whether all workers have started. Until then calls run on the calling thread, with the same result. */
  get ready(): boolean {
    return Atomics.load(this.#words, control.ready) === this.threads - 1;
  }

  /** Runs all shares of a part and returns when they are done. */
  run(call: number, part: number): void {
    const words = this.#words;
    words[control.call] = call;
    words[control.part] = part;
    Atomics.store(words, control.done, 0);
    // Opens the job: any thread that takes a share from here on reads the call and the part above.
    Atomics.store(words, control.next, 0);
    Atomics.add(words, control.job, 1);
    Atomics.notify(words, control.job);
    const shares = this.#shares;
    for (;;) {
      const index = Atomics.add(words, control.next, 1);
      if (index >= shares) break;
      this.#kernel.share(call, part, index, shares);
      Atomics.add(words, control.done, 1);
    }
    let turns = 0;
    for (;;) {
      const done = Atomics.load(words, control.done);
      if (done === shares) return;
      if (++turns > patience && this.#mayWait) this.#sleep(done);
    }
  }

  #sleep(done: number): void {
    try {
      Atomics.wait(this.#words, control.done, done);
    } catch {
      // A page's main thread may not sleep: it polls.
      this.#mayWait = false;
    }
  }

  close(): void {
    Atomics.store(this.#words, control.stop, 1);
    Atomics.add(this.#words, control.job, 1);
    Atomics.notify(this.#words, control.job);
    for (const end of this.#ends) end();
  }
}

interface PageWorker {
  postMessage(message: unknown): void;
  terminate(): void;
}

/** A page, or a runtime with Node's modules: Node, Deno, Bun. */
interface Host {
  readonly Worker: new (url: string) => PageWorker;
  readonly process?: { getBuiltinModule?(id: string): unknown };
}

type NodeWorkers = typeof import('node:worker_threads');

/**
 * Starts a worker and returns what ends it. The host is asked for Node's workers first: a global `Worker` proves no page, since
 * libraries add one to Node, and Deno and Bun have one that takes no such program.
 */
function start(data: Start): () => void {
  const host = globalThis as unknown as Host;
  const node = host.process?.getBuiltinModule?.('node:worker_threads') as NodeWorkers | undefined;
  if (node) {
    // It ends by itself, and no program waits for it.
    new node.Worker(inNode, { eval: true, workerData: data }).unref();
    return () => {};
  }
  const url = URL.createObjectURL(new Blob([inPage], { type: 'text/javascript' }));
  const worker = new host.Worker(url);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
  worker.postMessage(data);
  return () => {
    worker.terminate();
    URL.revokeObjectURL(url);
  };
}
