/**
 * The adapter under examination. Unlike the process host it exposes the bytes of the wire: requests can be malformed,
 * cut in pieces, or unknown. A process that crashed is replaced, so that every question finds a running one; what is not answered
 * in time is asked again.
 */
import { AdapterProcess, type CommandLine, type Ending, type Failure } from '../../wire/adapter-process.ts';
import { decodeHelloAnswer, encodeHello, type Hello, mostHelloBytes } from '../../wire/hello.ts';
import { askAgain } from '../../wire/ask-again.ts';
import { decodeAnswer, encodeRequest, mostAnswerBytes } from '../../wire/requests-and-answers.ts';
import { CouldNotStart } from '../../wire/start-error.ts';
import type { LayerOutcome, Outcome } from '../../wire/call-outcome.ts';
import { decodeLayerAnswer, encodeLayerRequest, mostLayerAnswerBytes } from '../../wire/layer-messages.ts';
import type { LayerCommand } from '../../terms/layer-commands.ts';
import type { AnyOperation } from '../../terms/further-operations.ts';
import type { Calls } from '../../terms/operations.ts';
import type { Frame } from '../../wire/safetensors.ts';
import { longestTimerMs, patience } from '../../wire/timer-limits.ts';
import { WireError } from '../../wire/wire-error.ts';

const startTimeoutMs = 60_000;
/** An exit that takes longer is slow. */
export const closingMs = 3000;

export class Patient {
  readonly #command: CommandLine;
  readonly #timeoutMs: number;
  #times = 1;
  #late = 0;
  #process: AdapterProcess | undefined;
  #hello: Hello | undefined;
  #requests = 0;
  #layers = 0;

  constructor(command: CommandLine, timeoutMs: number) {
    this.#command = command;
    this.#timeoutMs = timeoutMs;
  }

  /** The adapter's own description of itself; available only after a start. */
  get hello(): Hello {
    return this.#hello as Hello;
  }

  /** Number of requests that were answered only when they were asked again. */
  get late(): number {
    return this.#late;
  }

  /** @throws CouldNotStart with a reason on one line */
  async start(): Promise<void> {
    this.#process = new AdapterProcess(this.#command);
    const answer = await this.#process.exchange(encodeHello('0'), startTimeoutMs, { mostBytes: mostHelloBytes });
    const refusal = 'status' in answer ? answer.message : this.#read(answer);
    if (refusal === undefined) return;
    this.#process.kill();
    this.#process = undefined;
    const { command, args } = this.#command;
    throw new CouldNotStart(
      `${[command, ...args].join(' ')} could not start: ${refusal.replaceAll(/\s*\n\s*/g, ' | ')}`,
      'status' in answer && answer.neverRan,
    );
  }

  #read(answer: Frame): string | undefined {
    try {
      const hello = decodeHelloAnswer(answer, '0');
      if ('refused' in hello) return hello.refused;
      this.#hello = hello;
      return undefined;
    } catch (error) {
      if (error instanceof WireError) return error.message;
      throw error;
    }
  }

  /**
   * @param cuts - positions at which to pause while the request is written
   * @param mostBytes - limit on the answer
   */
  async exchange(request: Uint8Array, cuts: readonly number[] = [], mostBytes?: number): Promise<Frame | Failure> {
    const ask = (): Promise<Frame | Failure> => this.#exchangeOnce(request, cuts, mostBytes);
    const { result, late } = await askAgain(
      { patiently: (work) => this.#patiently(work) },
      ask,
      (answer) => 'status' in answer && answer.status === 'timeout',
    );
    if (late) this.#late += 1;
    return result;
  }

  /** A failed process was given up already. */
  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    this.#times = patience;
    try {
      return await work();
    } finally {
      this.#times = 1;
    }
  }

  async #exchangeOnce(
    request: Uint8Array,
    cuts: readonly number[],
    mostBytes: number | undefined,
  ): Promise<Frame | Failure> {
    if (this.#process === undefined) await this.start();
    const answer = await (this.#process as AdapterProcess).exchange(request, this.#timeoutMs * this.#times, {
      cuts,
      ...(mostBytes !== undefined && { mostBytes }),
    });
    // Report a failure between calls, too, before a new process takes over.
    if ('status' in answer) this.#process = undefined;
    return answer;
  }

  async call<O extends AnyOperation>(operation: O, call: Calls[O], ask: Ask = {}): Promise<Outcome<O>> {
    const { id = String(++this.#requests), cuts } = ask;
    const answer = await this.exchange(encodeRequest(operation, call, id), cuts, mostAnswerBytes(operation, call));
    if ('status' in answer) return answer;
    return this.#decoded(() => decodeAnswer(operation, answer, id));
  }

  #decoded<R>(decode: () => R): R | Failure {
    try {
      return decode();
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#process?.kill();
      this.#process = undefined;
      return { status: 'protocol-error', message: error.message };
    }
  }

  /** A name that no layer has had. */
  newLayerName(): string {
    return `layer-${++this.#layers}`;
  }

  /** A call of a layer. A process that was replaced knows no layer any more. */
  async layer(command: LayerCommand, ask: Ask = {}): Promise<LayerOutcome> {
    const { id = String(++this.#requests), cuts } = ask;
    const answer = await this.exchange(encodeLayerRequest(command, id), cuts, mostLayerAnswerBytes);
    if ('status' in answer) return answer;
    return this.#decoded(() => decodeLayerAnswer(command.op, answer, id));
  }

  /** Another adapter by the same command, running at the same time. */
  async second(): Promise<Patient> {
    const other = new Patient(this.#command, this.#timeoutMs);
    await other.start();
    return other;
  }

  /**
   * Closes the adapter's input and waits for its exit. Undefined where it had to be killed.
   * @param patiently - whether to wait as long as for a late answer, since the exit itself is examined
   */
  async end(patiently = false): Promise<Ending | undefined> {
    const late = Math.min(patience * this.#timeoutMs, longestTimerMs);
    return this.#process?.close(patiently ? Math.max(closingMs, late) : closingMs);
  }
}

export interface Ask {
  readonly id?: string;
  readonly cuts?: readonly number[];
}
