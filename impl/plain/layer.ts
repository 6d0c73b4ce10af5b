/**
 * A layer over the pure operations, with its state and mode, in the plainest form (chapter BN-15). The state is in the
 * layer's own type, so that what a step starts from is what `state` shows.
 */
import type {
  BackwardResult,
  Implementation,
  InferForwardResult,
  Layer,
  LayerConfig,
  LayerState,
  MaybePromise,
  Tensor,
} from '../../spec/terms/contract.ts';
import { Rejected } from '../../spec/terms/refusals.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { checkConfig, checkInput, checkState } from './check-layer-arguments.ts';
import { copyOfState, newState } from './layer-state.ts';

/** The operations that a layer is made of; they answer at once. */
export type Operations = Required<
  Pick<Implementation, 'trainForward' | 'inferForward' | 'trainBackward' | 'inferBackward'>
> &
  Pick<Implementation, 'claims'>;

/** The forward that `backward` differentiates: its x, and the statistics it used, which later steps replace. */
interface Pending {
  readonly x: Tensor;
  /** Absent where those of the batch were used. */
  readonly given?: { readonly mean: Tensor; readonly variance: Tensor };
}

/** A layer whose calls are answered at once. */
export interface SynchronousLayer extends Layer {
  train(): void;
  eval(): void;
  /** @throws Rejected where x has another type, rank or number of channels than the layer */
  forward(x: Tensor): InferForwardResult;
  /** @throws Rejected before any forward, after `load`, and where dy has another shape than the latest x */
  backward(dy: Tensor): BackwardResult;
  state(): LayerState;
  /** @throws Rejected where an entry is missing, is not the layer's own, or has another length or type */
  load(state: LayerState): void;
  copy(): SynchronousLayer;
}

/**
 * A new layer on these operations, which must answer at once.
 * @throws Rejected for a configuration that makes no sense
 */
export function layerOf(operations: Operations, config: LayerConfig): SynchronousLayer {
  checkConfig(config);
  return new KeptState(operations, config, newState(config), true);
}

class KeptState implements SynchronousLayer {
  readonly #operations: Operations;
  readonly #config: LayerConfig;
  #state: LayerState;
  #training: boolean;
  #pending: Pending | undefined;

  constructor(operations: Operations, config: LayerConfig, state: LayerState, training: boolean) {
    this.#operations = operations;
    this.#config = config;
    this.#state = state;
    this.#training = training;
  }

  train(): void {
    this.#training = true;
  }

  eval(): void {
    this.#training = false;
  }

  forward(x: Tensor): InferForwardResult {
    checkInput(x, this.#config);
    const { gamma, beta, runningMean, runningVar, count = 0 } = this.#state;
    const { epsilon, axis } = this.#config;
    const call = { x, ...(gamma && { gamma }), ...(beta && { beta }), epsilon, axis };
    if (!this.#training && runningMean && runningVar) {
      const given = { mean: runningMean, variance: runningVar };
      const { y } = now(this.#operations.inferForward({ ...call, ...given }));
      this.#pending = { x: copyOf(x), given };
      return { y };
    }
    const running = { ...(runningMean && { runningMean }), ...(runningVar && { runningVar }) };
    const answer = now(this.#operations.trainForward({ ...call, ...running, momentum: this.#momentum(count + 1) }));
    // Only now, since a call that was refused leaves no trace.
    if (answer.runningMean && answer.runningVar) {
      const { runningMean: mean, runningVar: variance } = answer;
      this.#state = { ...this.#state, runningMean: mean, runningVar: variance, count: count + 1 };
    }
    this.#pending = { x: copyOf(x) };
    return { y: answer.y };
  }

  backward(dy: Tensor): BackwardResult {
    if (this.#pending === undefined) throw new Rejected('"backward" expected a forward before it');
    const { x, given } = this.#pending;
    const { gamma, beta } = this.#state;
    const { epsilon, axis } = this.#config;
    const call = { dy, x, ...(gamma && { gamma }), ...(beta && { beta }), epsilon, axis };
    return now(given ? this.#operations.inferBackward({ ...call, ...given }) : this.#operations.trainBackward(call));
  }

  state(): LayerState {
    return copyOfState(this.#state);
  }

  load(state: LayerState): void {
    checkState(state, this.#state);
    this.#state = copyOfState(state);
    this.#pending = undefined;
  }

  copy(): SynchronousLayer {
    return new KeptState(this.#operations, this.#config, copyOfState(this.#state), this.#training);
  }

  /** For this step of training. The mean of n values is that of n - 1 values, moved by 1/n of the way to the last. */
  #momentum(step: number): number {
    const { momentum } = this.#config;
    if (momentum !== null) return momentum;
    const { claims } = this.#operations;
    const weighsOld = typeof claims === 'object' && claims.momentumWeights === 'old';
    return weighsOld ? 1 - 1 / step : 1 / step;
  }
}

/** The contract permits promises; these operations make none. */
const now = <T>(answer: MaybePromise<T>): T => answer as T;
