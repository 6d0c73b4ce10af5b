/** One step of a layer as calls of the pure operations, from the observed state; and comparisons of states. */
import type { BackwardResult, Claims, InferForward, LayerState, TrainForward } from '../../terms/contract.ts';
import { stateTensors } from '../../terms/layer-commands.ts';
import { layoutOf } from '../../terms/layout.ts';
import { type Calls, type Operation, type Results, snakeCase, type TensorName } from '../../terms/operations.ts';
import { sameBits, valuesOf } from '../../terms/tensor.ts';
import { formats } from '../../terms/dtype.ts';
import { Falsified } from './clause-exceptions.ts';
import type { Forward, Pending, Slot, Step } from './layer-slot.ts';
import type { CompareSettings, Trial } from './trial.ts';

/** The claims by which the step of a layer without a momentum is judged: its weight is that of the new value. */
const weighsNew = (claims: Claims): Claims => ({ ...claims, momentumWeights: 'new' });

/** Whether a forward normalizes with the statistics of its batch. */
export const usesBatch = ({ mode }: Pick<Forward, 'mode'>, { config }: Slot): boolean =>
  mode === 'train' || !config.trackRunningStats;

/** Number of values per channel. */
const valuesPerChannel = ({ x }: Pick<Forward, 'x'>, { config }: Slot): number =>
  layoutOf(x.shape, config.axis).perChannel;

const parametersOf = ({ gamma, beta }: LayerState): Pick<LayerState, 'gamma' | 'beta'> => ({
  ...(gamma && { gamma }),
  ...(beta && { beta }),
});

interface TrainingStep {
  readonly call: TrainForward;
  readonly claims: Claims;
}

/** @returns undefined where the weight is not known: the state that was loaded had no count */
export function trainingStep(
  { x, before, mode, steps: known }: Forward,
  slot: Slot,
  claims: Claims,
): TrainingStep | undefined {
  const { epsilon, axis, momentum } = slot.config;
  const { runningMean, runningVar } = before;
  const updates = mode === 'train' && slot.config.trackRunningStats;
  const running = updates ? { ...(runningMean && { runningMean }), ...(runningVar && { runningVar }) } : {};
  const call = { x, ...parametersOf(before), ...running, epsilon, axis };
  if (momentum !== null || !updates) return { call: { ...call, momentum: momentum ?? 0 }, claims };
  const steps = before.count ?? known;
  if (steps === undefined) return undefined;
  return { call: { ...call, momentum: 1 / (steps + 1) }, claims: weighsNew(claims) };
}

const inference = ({ x, before }: Forward, { config: { epsilon, axis } }: Slot): InferForward => {
  const { runningMean: mean, runningVar: variance } = before;
  if (mean === undefined || variance === undefined) throw new Falsified('the state has no running statistics');
  return { x, ...parametersOf(before), mean, variance, epsilon, axis };
};

/** y of a forward (BN-4, BN-5, BN-7). */
export function judgeY({ forward, slot, outcome }: Step, trial: Trial, settings: CompareSettings = {}): void {
  if (forward === undefined || outcome.status !== 'ok' || outcome.result.y === undefined) return;
  const { y } = outcome.result;
  checkForm('y', outcome.result, forward.x.shape, slot.config.dtype);
  if (usesBatch(forward, slot)) {
    // y does not depend on the weight.
    const { call } = trainingStep({ ...forward, mode: 'eval' }, slot, trial.claims) ?? {};
    if (call) trial.judge({ operation: 'trainForward', call, result: { y } }, ['y'], settings);
  } else {
    trial.judge({ operation: 'inferForward', call: inference(forward, slot), result: { y } }, ['y'], settings);
  }
}

/** The running statistics after a forward in training (BN-6). */
export function judgeUpdate(
  { forward, slot, outcome, after }: Step,
  trial: Trial,
  settings: CompareSettings = {},
): void {
  if (forward?.mode !== 'train' || !slot.config.trackRunningStats || outcome.status !== 'ok') return;
  const step = trainingStep(forward, slot, trial.claims);
  const { runningMean, runningVar } = after;
  if (step === undefined || runningMean === undefined || runningVar === undefined) return;
  const { call, claims } = step;
  const result = { y: call.x, runningMean, runningVar };
  // With one value per channel the unbiased variance is a convention (BN-6).
  const outputs: TensorName[] = valuesPerChannel(forward, slot) > 1 ? ['runningMean', 'runningVar'] : ['runningMean'];
  trial.judge({ operation: 'trainForward', call, result }, outputs, { ...settings, claims });
}

/** Gradients of the pending forward (BN-8, BN-9). */
export function judgeGradients(
  { pending, dy, slot, outcome }: Step,
  trial: Trial,
  settings: CompareSettings = {},
): void {
  if (pending === undefined || dy === undefined || outcome.status !== 'ok' || outcome.result.dx === undefined) return;
  const { dx, dgamma, dbeta } = outcome.result;
  const { dtype, parameterDtype, channels, affine } = slot.config;
  checkForm('dx', outcome.result, pending.x.shape, dtype);
  const result: BackwardResult = { dx, ...(affine && dgamma && { dgamma }), ...(affine && dbeta && { dbeta }) };
  if (affine) {
    for (const name of ['dgamma', 'dbeta'] as const) checkForm(name, result, [channels], parameterDtype);
  }
  judgeBackward(pending, dy, slot, result, trial, settings);
}

function judgeBackward(
  pending: Pending,
  dy: TrainForward['x'],
  slot: Slot,
  result: BackwardResult,
  trial: Trial,
  settings: CompareSettings,
): void {
  const { epsilon, axis } = slot.config;
  const common = { dy, x: pending.x, ...parametersOf(pending.before), epsilon, axis };
  const judge = <O extends Operation>(operation: O, call: Calls[O]): void => {
    trial.judge(
      { operation, call, result: result as Results[Operation] as Results[O] },
      ['dx', 'dgamma', 'dbeta'],
      settings,
    );
  };
  if (usesBatch(pending, slot)) judge('trainBackward', common);
  else {
    const { mean, variance } = inference(pending, slot);
    judge('inferBackward', { ...common, mean, variance });
  }
}

function checkForm(
  name: TensorName,
  result: Readonly<Partial<Record<TensorName, TrainForward['x']>>>,
  shape: readonly number[],
  dtype: string,
): void {
  const actual = result[name];
  if (actual === undefined) throw new Falsified(`${snakeCase(name)} is missing`);
  if (actual.shape.join() !== shape.join() || actual.dtype !== dtype) {
    const form = `${actual.dtype}[${actual.shape.join(', ')}]`;
    throw new Falsified(`${snakeCase(name)} expected ${dtype}[${shape.join(', ')}], got ${form}`);
  }
}

interface Compared {
  readonly actual: LayerState;
  readonly expected: LayerState;
}

/** @throws Falsified where an entry is missing or new, or a bit of one differs */
export function sameState(says: string, { actual, expected }: Compared, trial: Trial, count = true): void {
  for (const name of stateTensors) {
    const [is, was] = [actual[name], expected[name]];
    if (is === undefined && was === undefined) continue;
    if (is === undefined || was === undefined) throw new Falsified(`${says}: ${snakeCase(name)}`);
    trial.same(`${says}: ${snakeCase(name)}`, { output: name, tensor: is, expected: was });
    if (!sameBits(is, was)) throw new Falsified(`${says}: ${snakeCase(name)} has other bits`);
  }
  if (count && actual.count !== expected.count) {
    throw new Falsified(`${says}: count expected ${expected.count ?? 'none'}, got ${actual.count ?? 'none'}`);
  }
}

/**
 * Two layers that were treated alike: their states agree bit for bit, or within the errors that all their steps may have made, an
 * old one weighted by what is left of it.
 */
export function agreeingState(says: string, { actual, expected }: Compared, slot: Slot, trial: Trial): void {
  const { runningMean: _m, runningVar: _v, ...rest } = expected;
  const { runningMean, runningVar, ...others } = actual;
  sameState(says, { actual: others, expected: rest }, trial);
  const pairs = [
    ['runningMean', runningMean, expected.runningMean],
    ['runningVar', runningVar, expected.runningVar],
  ] as const;
  for (const [name, is, was] of pairs) {
    if (is === undefined || was === undefined || sameBits(is, was)) continue;
    const bound = errorsOf(name, slot, trial).map((each) => 2 * each);
    trial.within(`${says}: ${snakeCase(name)}`, { output: name, tensor: is, expected: valuesOf(was), bound });
  }
}

/** Errors that the steps of a layer may have added up to since its last load. */
function errorsOf(name: 'runningMean' | 'runningVar', slot: Slot, trial: Trial): Float64Array {
  const { parameterDtype, channels } = slot.config;
  let errors = new Float64Array(channels);
  for (const each of slot.history.slice(slot.history.lastIndexOf('load') + 1)) {
    if (each === 'load') continue;
    const step = trainingStep(each, slot, trial.claims);
    const old = each.before[name];
    if (step === undefined || old === undefined) return errors.fill(Infinity);
    const weight = step.claims.momentumWeights === 'new' ? step.call.momentum : 1 - step.call.momentum;
    const added = trial.bounds('trainForward', step.call, name, parameterDtype, step.claims);
    // A layer may keep more digits than its state shows.
    const shown = formats[parameterDtype].unitRoundoff;
    const magnitudes = valuesOf(old);
    errors = errors.map((error, c) => (1 - weight) * (error + shown * Math.abs(magnitudes[c])) + added[c]);
  }
  return errors;
}
