/** One operating-system process that answers frames, from spawn to exit, with a name for each way it can fail. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { setImmediate as endOfTurn, setTimeout as sleep } from 'node:timers/promises';
import { FrameReader, maxFrameBytes } from './frames.ts';
import { killGroup, watchGroup } from './process-group.ts';
import { marked, newMark } from './process-mark.ts';
import type { Frame } from './safetensors.ts';
import { longestTimerMs } from './timer-limits.ts';
import { show, WireError } from './wire-error.ts';

export interface Failure {
  readonly status: 'crash' | 'timeout' | 'protocol-error';
  readonly message: string;
  /** The system made no process of the command, which says nothing of the program. */
  readonly neverRan?: true;
}

export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** End of a process by itself. */
export interface Ending {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ExchangeOptions {
  /** Where to pause for a moment while the frame is written. */
  readonly cuts?: readonly number[];
  /** The limit in words, for the message. */
  readonly limit?: string;
  /** Limit on the answer: a larger one is refused before it is read. */
  readonly mostBytes?: number;
}

/** Longest wait for the last output of a dead process, and for the exit of a process whose pipes are closed. */
const settleMs = 200;
/**
 * Time to collect stray output before reporting it: it often arrives in pieces, and may be the last words of a process.
 */
const gatherMs = 200;
const gatherBytes = 65_536;
/** Long enough that the pieces of a request arrive one by one. */
const cutMs = 30;
const stderrLimit = 65_536;

const notRunning: Failure = { status: 'crash', message: 'ended by the host' };

/** @throws where the command line cannot be passed to the system at all, or the system has no room for the pipes */
function start({ command, args, cwd, env }: CommandLine, mark: string): ChildProcessWithoutNullStreams {
  const environment = marked(env ?? process.env, mark);
  const child = spawn(command, args, { cwd, env: environment, detached: true, stdio: 'pipe' });
  // Out of file descriptors, Node.js makes no pipes and reports the error only later.
  if (!(child.stdin as Writable | undefined)) {
    child.on('error', () => undefined);
    throw new Error('the system has no file descriptors left for it');
  }
  return child;
}

function cannotRun({ command, cwd }: CommandLine, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (cwd !== undefined && !existsSync(cwd)) return `cannot run ${show(command)}: there is no folder ${show(cwd)}`;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such command',
    EACCES: 'it is not a program that may be run',
    E2BIG: 'its arguments are too long',
    ERR_INVALID_ARG_VALUE: 'expected words without NUL, the first of them not empty',
  };
  return `cannot run ${show(command)}: ${reasons[code ?? ''] ?? message}`;
}

/**
 * Node.js has no names for the signals from 32 on, and reports processes killed by one of them as exited with code 0.
 */
const unnamedSignals =
  process.platform === 'linux' ? ' (code 0 may also stand for a realtime signal, SIGRTMIN and up, that ended it)' : '';

export class AdapterProcess {
  /** Undefined where it could not be started. */
  readonly #child: ChildProcessWithoutNullStreams | undefined;
  readonly #reader = new FrameReader();
  #stderr = Buffer.alloc(0);
  /** Limit on the awaited answer. */
  #mostBytes = maxFrameBytes;
  #failure: Failure | undefined;
  #waiting: ((result: Frame | Failure) => void) | undefined;
  #gone = false;
  /** Describes the problem with the output, once there is one. */
  #spoilt: (() => string) | undefined;

  constructor(commandLine: CommandLine) {
    const mark = newMark();
    let child: ChildProcessWithoutNullStreams;
    try {
      child = start(commandLine, mark);
    } catch (error) {
      this.#neverRan(commandLine, error);
      return;
    }
    this.#child = child;
    const { pid, stdin, stdout, stderr } = child;
    if (pid !== undefined) watchGroup(pid, mark);
    child.on('error', (error) => this.#neverRan(commandLine, error));
    child.on('exit', () => {
      this.#gone = true;
      // A surviving child would hold the pipes open; the output itself may still be under way.
      if (pid !== undefined) killGroup(pid);
      setTimeout(() => this.#died(), settleMs).unref();
    });
    child.on('close', () => this.#died());
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
    { cuts = [], limit = `${timeoutMs} ms`, mostBytes = maxFrameBytes }: ExchangeOptions = {},
  ): Promise<Frame | Failure> {
    // Output on stderr from before the last answer has arrived too, but on another pipe: it may be read later.
    await endOfTurn();
    if (this.#spoilt) this.#fail('protocol-error', this.#spoilt());
    if (this.#failure || this.#child === undefined) return this.#failure ?? notRunning;
    const { stdin } = this.#child;
    // Output of earlier calls would only mislead, and would reveal how the calls were distributed.
    this.#stderr = Buffer.alloc(0);
    this.#mostBytes = mostBytes;
    const result = new Promise<Frame | Failure>((resolve) => {
      this.#waiting = resolve;
    });
    const timer = setTimeout(
      () => {
        const partial = this.#reader.pending > 0 ? `; it had sent ${this.#reader.describePending()}` : '';
        this.#fail('timeout', `no complete answer within ${limit}${partial}`);
      },
      Math.min(timeoutMs, longestTimerMs),
    );
    try {
      let from = 0;
      for (const cut of cuts) {
        stdin.write(request.subarray(from, cut));
        from = cut;
        await sleep(cutMs);
      }
      stdin.write(request.subarray(from));
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
    if (this.#child === undefined) return undefined;
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
    if (this.#child?.pid !== undefined) killGroup(this.#child.pid);
    this.#failure ??= notRunning;
    for (const pipe of this.#child?.stdio ?? []) pipe?.destroy();
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
      const frame = this.#reader.next(this.#mostBytes);
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
    const { exitCode = null, signalCode = null } = this.#child ?? {};
    const { pending } = this.#reader;
    const how = signalCode === null ? `exited with code ${exitCode}` : `was killed by ${signalCode}`;
    const when = this.#waiting ? 'before it answered' : 'between calls';
    const sent = pending > 0 ? `, having sent ${this.#reader.describePending()}` : '';
    const status = sent !== '' && exitCode === 0 ? 'protocol-error' : 'crash';
    this.#fail(status, how + ' ' + when + sent + (exitCode === 0 ? unnamedSignals : ''));
  }

  #fail(status: Failure['status'], what: string): void {
    const stderr = this.#stderrTail(16);
    this.#end({ status, message: stderr === '' ? what : `${what}; stderr ends with\n${stderr}` });
  }

  #neverRan(commandLine: CommandLine, error: unknown): void {
    this.#end({ status: 'crash', message: cannotRun(commandLine, error), neverRan: true });
  }

  /** The first failure counts: later ones follow from it. */
  #end(failure: Failure): void {
    if (this.#failure) return;
    this.#failure = failure;
    this.kill();
    this.#settle(failure);
  }

  #settle(result: Frame | Failure): void {
    this.#waiting?.(result);
    this.#waiting = undefined;
  }
}
