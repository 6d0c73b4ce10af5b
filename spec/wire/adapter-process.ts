/** One operating-system process that answers frames, from spawn to exit, with a name for each way it can fail. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate as endOfTurn, setTimeout as sleep } from 'node:timers/promises';
import { FrameReader } from './frames.ts';
import { killGroup, watchGroup } from './process-group.ts';
import { marked, newMark } from './process-mark.ts';
import type { Frame } from './safetensors.ts';
import { WireError } from './wire-error.ts';

export interface Failure {
  readonly status: 'crash' | 'timeout' | 'protocol-error';
  readonly message: string;
}

export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** How a process ended by itself. */
export interface Ending {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ExchangeOptions {
  /** Where to pause for a moment while the frame is written. */
  readonly cuts?: readonly number[];
  /** The limit in words, for the message. */
  readonly limit?: string;
}

/**
 * How long the last output of a dead process may take to arrive, and the exit of a process to follow its closed pipes.
 */
const settleMs = 200;
/**
 * How long to collect stray output before reporting it: it often arrives in pieces, and may be the last words of a
 * process.
 */
const gatherMs = 200;
const gatherBytes = 65_536;
/** Long enough that the pieces of a request arrive one by one. */
const cutMs = 30;
const stderrLimit = 65_536;

export class AdapterProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #reader = new FrameReader();
  #stderr = Buffer.alloc(0);
  #failure: Failure | undefined;
  #waiting: ((result: Frame | Failure) => void) | undefined;
  #gone = false;
  /** Describes the problem with the output, once there is one. */
  #spoilt: (() => string) | undefined;

  constructor({ command, args, cwd, env }: CommandLine) {
    const mark = newMark();
    const environment = marked(env ?? process.env, mark);
    this.#child = spawn(command, args, { cwd, env: environment, detached: true, stdio: 'pipe' });
    const { pid, stdin, stdout, stderr } = this.#child;
    if (pid !== undefined) watchGroup(pid, mark);
    this.#child.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      this.#fail('crash', `cannot run "${command}": ${code === 'ENOENT' ? 'there is no such command' : message}`);
    });
    this.#child.on('exit', () => {
      this.#gone = true;
      // A surviving child would hold the pipes open; the output itself may still be under way.
      if (pid !== undefined) killGroup(pid);
      setTimeout(() => this.#died(), settleMs).unref();
    });
    this.#child.on('close', () => this.#died());
    stdout.on('data', (chunk: Buffer) => this.#read(chunk));
    stdout.on('end', () => this.#closedPipe('output'));
    stdin.on('error', () => this.#closedPipe('input'));
    stderr.on('data', (chunk: Buffer) => {
      this.#stderr = Buffer.concat([this.#stderr, chunk]).subarray(-stderrLimit);
    });
    stdout.on('error', () => this.#closedPipe('output'));
  }

  /** Set once the process is unusable, even between calls. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Sends one frame and waits for its answer. The limit is for the whole answer. */
  async exchange(
    request: Uint8Array,
    timeoutMs: number,
    { cuts = [], limit = `${timeoutMs} ms` }: ExchangeOptions = {},
  ): Promise<Frame | Failure> {
    // Output on stderr from before the last answer has arrived too, but on another pipe: it may be read later.
    await endOfTurn();
    if (this.#spoilt) this.#fail('protocol-error', this.#spoilt());
    if (this.#failure) return this.#failure;
    // Output of earlier calls would only mislead, and would reveal how the calls were distributed.
    this.#stderr = Buffer.alloc(0);
    const result = new Promise<Frame | Failure>((resolve) => {
      this.#waiting = resolve;
    });
    const timer = setTimeout(() => {
      const partial = this.#reader.pending > 0 ? `; it had sent ${this.#reader.describePending()}` : '';
      this.#fail('timeout', `no complete answer within ${limit}${partial}`);
    }, timeoutMs);
    try {
      let from = 0;
      for (const cut of cuts) {
        this.#child.stdin.write(request.subarray(from, cut));
        from = cut;
        await sleep(cutMs);
      }
      this.#child.stdin.write(request.subarray(from));
      return await result;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Lets the process end by itself when its input ends; kills its group after `graceMs`.
   * @returns how it ended; undefined where it had to be killed
   */
  async close(graceMs: number): Promise<Ending | undefined> {
    let killed = this.#failure !== undefined;
    if (!this.#gone && !killed) {
      const exit = once(this.#child, 'exit');
      this.#child.stdin.end();
      const limit = setTimeout(() => {
        killed = true;
        this.kill();
      }, graceMs);
      await exit;
      clearTimeout(limit);
    }
    this.kill();
    return killed ? undefined : { exitCode: this.#child.exitCode, signal: this.#child.signalCode };
  }

  kill(): void {
    if (this.#child.pid !== undefined) killGroup(this.#child.pid);
    this.#failure ??= { status: 'crash', message: 'ended by the host' };
    for (const pipe of this.#child.stdio) pipe?.destroy();
  }

  #stderrTail(lines: number): string {
    const text = this.#stderr.toString('utf8').trimEnd();
    return text.split('\n').slice(-lines).join('\n').slice(-4000);
  }

  #read(chunk: Buffer): void {
    if (this.#failure) return;
    if (this.#spoilt === undefined || this.#reader.pending < gatherBytes) this.#reader.push(chunk);
    if (this.#spoilt) return;
    if (this.#waiting) this.#deliver();
    if (!this.#waiting && this.#reader.pending > 0) {
      this.#spoil(() => `stray output between calls: ${this.#reader.describePending()}`);
    }
  }

  #deliver(): void {
    const problem = this.#tryDeliver();
    if (problem !== undefined) this.#spoil(() => this.#tryDeliver() ?? problem);
  }

  #tryDeliver(): string | undefined {
    try {
      const frame = this.#reader.next();
      if (frame) this.#settle(frame);
      return undefined;
    } catch (error) {
      if (error instanceof WireError) return error.message;
      throw error;
    }
  }

  #spoil(describe: () => string): void {
    this.#spoilt = describe;
    setTimeout(() => this.#fail('protocol-error', describe()), gatherMs).unref();
  }

  /** An exit closes the pipes, too, and is the more precise description: wait whether it follows. */
  #closedPipe(which: 'input' | 'output'): void {
    setTimeout(() => {
      if (!this.#gone) this.#fail('protocol-error', `closed its standard ${which} while it was running`);
    }, settleMs).unref();
  }

  #died(): void {
    const { exitCode, signalCode } = this.#child;
    const { pending } = this.#reader;
    const how = signalCode === null ? `exited with code ${exitCode}` : `was killed by ${signalCode}`;
    const when = this.#waiting ? 'before it answered' : 'between calls';
    const sent = pending > 0 ? `, having sent ${this.#reader.describePending()}` : '';
    this.#fail(sent !== '' && exitCode === 0 ? 'protocol-error' : 'crash', `${how} ${when}${sent}`);
  }

  /** The first failure counts: later ones follow from it. */
  #fail(status: Failure['status'], what: string): void {
    if (this.#failure) return;
    const stderr = this.#stderrTail(16);
    this.#failure = { status, message: stderr === '' ? what : `${what}; stderr ends with\n${stderr}` };
    this.kill();
    this.#settle(this.#failure);
  }

  #settle(result: Frame | Failure): void {
    this.#waiting?.(result);
    this.#waiting = undefined;
  }
}
