/**
 * Building block of mutants with a state: a right layer in small steps, of which a subclass replaces one. Its state is changed in
 * place nowhere, so that sharing and aliasing are mistakes that a subclass has to make.
 */
import type {
  BackwardResult,
  Conventions,
  Implementation,
  Layer,
  LayerConfig,
  LayerState,
  Tensor,
  TrainForwardResult,
} from '../../spec/terms/contract.ts';
import { Rejected } from '../../spec/terms/refusals.ts';
import { copyOf, tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { checkInput, checkState } from '../plain/check-layer-arguments.ts';
import { copyOfState, newState } from '../plain/layer-state.ts';
import { batchNorm, type BatchNorm } from './_batch-norm.ts';

export interface Pending {
  readonly x: Tensor;
  readonly training: boolean;
  /** Statistics of other batches that were used. */
  readonly given?: { readonly mean: Tensor; readonly variance: Tensor };
}

export const mapped = (t: Tensor, change: (value: number, index: number) => number): Tensor =>
  tensor(t.dtype, t.shape, Float64Array.from(valuesOf(t), change));

export class KeptLayer implements Layer {
  readonly config: LayerConfig;
  readonly batchNorm: BatchNorm;
  readonly conventions: Conventions;
  own: LayerState;
  training = true;
  pending: Pending | undefined;

  constructor(config: LayerConfig, conventions: Conventions) {
    this.config = config;
    this.conventions = conventions;
    this.batchNorm = batchNorm({}, conventions);
    this.own = this.initial();
  }

  initial(): LayerState {
    return newState(this.config);
  }

  train(): void {
    this.training = true;
  }

  eval(): void {
    this.training = false;
  }

  forward(x: Tensor): { y: Tensor } {
    checkInput(x, this.config);
    return { y: this.usesBatch() ? this.trainingForward(x) : this.evaluationForward(x) };
  }

  usesBatch(): boolean {
    return this.training || this.own.runningMean === undefined;
  }

  trainingForward(x: Tensor): Tensor {
    const answer = this.trained(x);
    if (this.training) this.update(answer);
    this.pending = { x: copyOf(x), training: true };
    return answer.y;
  }

  evaluationForward(x: Tensor): Tensor {
    const given = this.running();
    this.pending = { x: copyOf(x), training: false, given };
    return this.evaluated(x, given);
  }

  /** One step of training from the present state. */
  trained(x: Tensor): TrainForwardResult {
    const { runningMean, runningVar } = this.own;
    const running = runningMean && runningVar ? { runningMean, runningVar } : {};
    return this.batchNorm.trainForward({ ...this.callOf(x), ...running, momentum: this.momentum() });
  }

  evaluated(x: Tensor, given: NonNullable<Pending['given']>): Tensor {
    return this.batchNorm.inferForward({ ...this.callOf(x), ...given }).y;
  }

  update({ runningMean, runningVar }: TrainForwardResult): void {
    if (runningMean === undefined || runningVar === undefined) return;
    this.own = { ...this.own, runningMean, runningVar, count: (this.own.count ?? 0) + 1 };
  }

  running(): { readonly mean: Tensor; readonly variance: Tensor } {
    const { runningMean: mean, runningVar: variance } = this.own;
    if (mean === undefined || variance === undefined) throw new Rejected('there are no running statistics');
    return { mean, variance };
  }

  callOf(x: Tensor): { x: Tensor; gamma?: Tensor; beta?: Tensor; epsilon: number; axis: number } {
    const { gamma, beta } = this.own;
    return { x, ...(gamma && { gamma }), ...(beta && { beta }), epsilon: this.config.epsilon, axis: this.config.axis };
  }

  /** For the next step, as the operation takes it. */
  momentum(): number {
    const { momentum } = this.config;
    return momentum ?? this.asMomentum(this.cumulativeWeight((this.own.count ?? 0) + 1));
  }

  /** Weight of the new value at a step, from 1. */
  cumulativeWeight(step: number): number {
    return 1 / step;
  }

  asMomentum(weight: number): number {
    return this.conventions.momentumWeights === 'old' ? 1 - weight : weight;
  }

  backward(dy: Tensor): BackwardResult {
    if (this.pending === undefined) throw new Rejected('"backward" expected a forward before it');
    return this.gradients(dy, this.pending);
  }

  gradients(dy: Tensor, { x, training, given }: Pending): BackwardResult {
    const call = { dy, ...this.callOf(x) };
    if (training || given === undefined) return this.batchNorm.trainBackward(call);
    return this.batchNorm.inferBackward({ ...call, ...given });
  }

  state(): LayerState {
    return copyOfState(this.own);
  }

  load(state: LayerState): void {
    checkState(state, this.own);
    this.own = copyOfState(state);
    this.pending = undefined;
  }

  copy(): Layer {
    const other = this.fresh();
    other.own = copyOfState(this.own);
    other.training = this.training;
    return other;
  }

  /** Another layer of the same kind. */
  fresh(): KeptLayer {
    return new (this.constructor as typeof KeptLayer)(this.config, this.conventions);
  }
}

/** Scale and shift are folded at the first evaluation, and kept until a subclass forgets them. */
export class FoldingLayer extends KeptLayer {
  folded: LayerState | undefined;

  override evaluated(x: Tensor): Tensor {
    this.folded ??= this.own;
    const { own } = this;
    this.own = this.folded;
    const y = super.evaluated(x, this.running());
    this.own = own;
    return y;
  }
}

/** An implementation that offers nothing but layers of a kind. */
export const layersOf = (kind: typeof KeptLayer, conventions: Conventions): Implementation => ({
  name: 'mutant',
  claims: batchNorm({}, conventions).claims,
  layer: (config) => new kind(config, conventions),
});
