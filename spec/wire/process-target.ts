/**
 * A program in any language as a target. One process answers one request at a time; any failure ends that process and
 * is named in the outcome, and the next call starts a fresh one: operations are pure, so there is no state to restore.
 */
import type { Calls } from '../terms/operations.ts';
import { resolve } from 'node:path';
import type { LayerCommand } from '../terms/layer-commands.ts';
import type { AnyOperation } from '../terms/further-operations.ts';
import { AdapterProcess, type CommandLine, type Failure } from './adapter-process.ts';
import { Echo } from './earlier-call-mutations.ts';
import { decodeHelloAnswer, encodeHello, mostHelloBytes, type Hello, type Refusal } from './hello.ts';
import { decodeAnswer, encodeRequest, mostAnswerBytes } from './requests-and-answers.ts';
import { checkExists } from './load-module.ts';
import type { LayerOutcome, Outcome } from './call-outcome.ts';
import { decodeLayerAnswer, encodeLayerRequest, mostLayerAnswerBytes } from './layer-messages.ts';
import type { Frame } from './safetensors.ts';
import type { Target } from './target.ts';
import { RunLimits } from './run-limits.ts';
import { serveProgram } from './serve-program.ts';
import { CouldNotStart, NotAnImplementation, CannotGoOn } from './start-error.ts';
import { checkedMs, patience } from './timer-limits.ts';
import { WireError } from './wire-error.ts';

export { killAll } from './process-group.ts';

export interface Limits {
  /** For one answer, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
  /** For a process's first answer, where libraries compile. Default 60,000. */
  readonly firstTimeoutMs?: number;
  /** For the handshake, where libraries load. Default: as for the first answer. */
  readonly startTimeoutMs?: number;
  /** Name of the program in messages. Default: the command line. */
  readonly label?: string;
  /** Most replacements of a crashed or stuck process. Default 20. */
  readonly restarts?: number;
  /** Shared with other processes of the run. Default: its own. */
  readonly shared?: RunLimits;
}

/**
 * Starts the program and shakes hands.
 * @throws CouldNotStart with a reason on one line
 * @throws NotAnImplementation where the adapter says that the user named the wrong thing
 */
export async function spawnTarget(options: CommandLine & Limits): Promise<Target> {
  const host = new ProcessHost(options);
  const hello = await host.start();
  if ('status' in hello) throw new CouldNotStart(`${host.label} could not start: ${oneLine(hello.message)}`);
  if ('refused' in hello) {
    await host.close();
    if (hello.reason === 'not-an-implementation') throw new NotAnImplementation(hello.refused);
    throw new CouldNotStart(`${host.label} could not start: ${oneLine(hello.refused)}`);
  }
  const { offersLayer = false, ...identity } = hello;
  return {
    ...identity,
    call: (operation, call) => host.call(operation, call),
    ...(offersLayer && { layer: (command: LayerCommand) => host.layer(command) }),
    patiently: (work) => host.patiently(work),
    afresh: () => host.afresh(),
    falls: () => host.falls,
    close: () => host.close(),
  };
}

/**
 * A module that default-exports an implementation, run in a Node process of its own.
 * @param path - of a JavaScript or TypeScript file
 */
export async function moduleTarget(path: string, options: Limits = {}): Promise<Target> {
  return spawnTarget({ label: path, ...options, ...moduleCommand(path) });
}

/** The command that serves a module. */
export function moduleCommand(path: string): CommandLine {
  checkExists(path);
  return { command: process.execPath, args: [...serveProgram(), resolve(path)] };
}

/** A request and how its answer is read. */
interface Message<R> {
  readonly encode: (id: string) => Uint8Array;
  /** Limit on the answer. */
  readonly mostBytes: number;
  /** @throws WireError for anything but the answer */
  readonly decode: (frame: Frame, id: string) => R;
}

/** Time for a process to end by itself after its input has ended. */
const closingMs = 500;

class ProcessHost {
  readonly label: string;
  readonly #command: CommandLine;
  readonly #timeoutMs: number;
  readonly #firstTimeoutMs: number;
  readonly #startTimeoutMs: number;
  readonly #restarts: number;
  readonly #shared: RunLimits;
  /** Both limits: which one applied to a call depends on earlier calls, and a report must not. */
  readonly #limit: string;
  readonly #longLimit: string;
  readonly #echo = new Echo();
  #started = 0;
  #requests = 0;
  #process: AdapterProcess | undefined;
  #answered = false;
  /** Cleared once a first answer has timed out, so that later hangs cost the short limit. */
  #mayCompile = true;
  /** The work at hand is done again, alone. */
  #alone = false;
  /** Grows where an answer came late: then the machine is busy, and later ones will be late as well. */
  #times = 1;
  readonly falls: string[] = [];
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: CommandLine & Limits) {
    const { label, timeoutMs = 10_000, firstTimeoutMs = 60_000, startTimeoutMs, ...others } = options;
    const { restarts = 20, shared = new RunLimits(), ...command } = others;
    this.label = label ?? [command.command, ...command.args].join(' ');
    this.#command = command;
    this.#timeoutMs = checkedMs('timeoutMs', timeoutMs);
    this.#firstTimeoutMs = Math.max(checkedMs('firstTimeoutMs', firstTimeoutMs), this.#timeoutMs);
    this.#startTimeoutMs = checkedMs('startTimeoutMs', startTimeoutMs ?? this.#firstTimeoutMs);
    this.#restarts = restarts;
    this.#shared = shared;
    shared.atLeast(this.#timeoutMs);
    this.#limit = `${this.#timeoutMs} ms`;
    if (this.#firstTimeoutMs > this.#timeoutMs) this.#limit += ` (${this.#firstTimeoutMs} ms after a start)`;
    this.#longLimit = `${this.#limit}, nor, asked again with nothing else running, within ${patience * this.#timeoutMs} ms`;
  }

  async start(): Promise<Hello | Refusal | Failure> {
    this.#started++;
    this.#answered = false;
    this.#process = new AdapterProcess(this.#command);
    const id = this.#nextId();
    const answer = await this.#process.exchange(encodeHello(id), this.#startTimeoutMs, {
      mostBytes: mostHelloBytes,
    });
    if ('status' in answer) return this.#failed(answer);
    try {
      return decodeHelloAnswer(answer, id);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      return this.#failed({ status: 'protocol-error', message: error.message });
    }
  }

  async call<O extends AnyOperation>(operation: O, call: Calls[O]): Promise<Outcome<O>> {
    const outcome = await this.#inTurn({
      encode: (id) => encodeRequest(operation, call, id),
      mostBytes: mostAnswerBytes(operation, call),
      decode: (frame, id) => decodeAnswer(operation, frame, id),
    });
    return this.#echo.without(outcome);
  }

  /** A process that was replaced knows no layer: whoever tries a sequence again does so from its start. */
  layer(command: LayerCommand): Promise<LayerOutcome> {
    return this.#inTurn({
      encode: (id) => encodeLayerRequest(command, id),
      mostBytes: mostLayerAnswerBytes,
      decode: (frame, id) => decodeLayerAnswer(command.op, frame, id),
    });
  }

  #inTurn<R>(message: Message<R>): Promise<R | Failure> {
    const now = (): Promise<R | Failure> => this.#exchangeNow(message);
    const outcome = this.#queue.then(() => (this.#alone ? now() : this.#shared.machine.pass(now)));
    this.#queue = outcome.catch(() => undefined);
    return outcome;
  }

  patiently<T>(work: () => Promise<T>): Promise<T> {
    return this.#shared.machine.alone(async () => {
      this.#process?.kill();
      this.#process = undefined;
      this.#alone = true;
      const fallsBefore = this.falls.length;
      try {
        return await work();
      } finally {
        this.#alone = false;
        if (this.falls.length === fallsBefore) this.#times = patience;
      }
    });
  }

  async afresh(): Promise<void> {
    await this.#queue;
    this.#process?.kill();
    this.#process = undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue;
    await this.#process?.close(closingMs);
    this.#process = undefined;
  }

  async #exchangeNow<R>({ encode, mostBytes, decode }: Message<R>): Promise<R | Failure> {
    if (this.#closed) throw new Error(`${this.label} is closed`);
    if (this.#process === undefined) {
      this.#shared.check(this.label, this.falls.at(-1));
      if (this.#started > this.#restarts) {
        throw new CannotGoOn(
          `${this.label}: had to be restarted more than ${this.#restarts} times, the last time because: ${this.falls.at(-1)}`,
        );
      }
      const hello = await this.#timed(this.start());
      if ('status' in hello && hello.neverRan) {
        throw new CannotGoOn(`${this.label} could not be started again: ${oneLine(hello.message)}`);
      }
      if ('status' in hello) return { ...hello, message: `in the handshake after a restart: ${hello.message}` };
      if ('refused' in hello) return this.#failed({ status: 'crash', message: `after a restart: ${hello.refused}` });
    }
    const process = this.#process as AdapterProcess;
    const id = this.#nextId();
    const first = !this.#answered && this.#mayCompile;
    const timeoutMs = Math.max(
      this.#timeoutMs * (this.#alone ? patience : this.#times),
      first ? this.#firstTimeoutMs : 0,
    );
    const answer = await process.exchange(encode(id), timeoutMs, {
      limit: this.#alone ? this.#longLimit : this.#limit,
      mostBytes,
    });
    if ('status' in answer) {
      if (answer.status === 'timeout') {
        this.#shared.lose(timeoutMs);
        if (first) this.#mayCompile = false;
      }
      return this.#failed(answer);
    }
    this.#answered = true;
    try {
      return decode(answer, id);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      return this.#failed({ status: 'protocol-error', message: error.message });
    }
  }

  async #timed<T>(restart: Promise<T>): Promise<T> {
    const before = performance.now();
    try {
      return await restart;
    } finally {
      this.#shared.lose(performance.now() - before);
    }
  }

  #failed(failure: Failure): Failure {
    this.#process?.kill();
    this.#process = undefined;
    this.falls.push(oneLine(failure.message));
    return failure;
  }

  /** Ids of one length: messages tell sizes, and must not depend on how the calls were shared out between processes. */
  #nextId(): string {
    return String(this.#requests++).padStart(9, '0');
  }
}

const oneLine = (text: string): string => text.trim().replaceAll(/\s*\n\s*/g, ' | ');
