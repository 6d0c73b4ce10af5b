/** Runs all decoders on the violations that no known mistake explains, and drops findings that follow from others. */
import { momentumFor } from '../cases/epsilon-and-momentum.ts';
import type { Diagnosis } from '../report/report.ts';
import type { Tensor, TrainBackward } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import type { Calls, Operation } from '../terms/operations.ts';
import { tensor, valuesOf } from '../terms/tensor.ts';
import type { Session } from '../check/trial/session.ts';
import { outcomeOf } from '../wire/ask-again.ts';
import { expectationsOf } from './probe-answers.ts';
import { decodeAffine } from './decoders/gamma-and-beta.ts';
import { decodeBackward } from './decoders/terms-of-dx.ts';
import { byChannel, perChannel } from './channel-data.ts';
import { decodeEpsilon } from './decoders/epsilon.ts';
import type { Scope } from './violations.ts';
import { decodeFormat } from './decoders/narrow-type.ts';
import { decodeForward } from './decoders/formula-of-y.ts';
import { regress } from '../accuracy/least-squares.ts';
import { decodeMomentum } from './decoders/momentum.ts';
import type { Probe } from './probes.ts';
import { decodeRatios } from './decoders/gradient-ratios.ts';
import { decodeRepeated } from './decoders/uncleared-sums.ts';
import { decodeRunning } from './decoders/running-statistics.ts';
import type { Seen } from './answered-calls.ts';
import { decodeStatistics } from './decoders/statistics.ts';
import { decodeTail } from './decoders/loop-tail.ts';

type Context = Pick<Session, 'target' | 'reference' | 'claims'>;

/** Whether it names a mistake of the catalogue, rather than just some wrong term. */
export const isRow = (id: string): boolean => /^[A-Z]{2}\d\d[a-z]?$/.test(id);

/**
 * @param fixed - probes to call once more
 * @param seen - answers to all probes
 * @param left - operations and outputs to be explained
 */
export async function decode(
  context: Context,
  fixed: readonly Probe[],
  seen: readonly Seen[],
  left: readonly Scope[],
): Promise<Diagnosis[]> {
  const missed = (operation: Operation, ...outputs: readonly Scope['output'][]): boolean =>
    left.some((scope) => scope.operation === operation && (outputs.length === 0 || outputs.includes(scope.output)));
  const { target, reference, claims } = context;
  const asked = fixed.filter(({ operation }) => missed(operation));
  const sums = await decodeRepeated(target, asked, expectationsOf(asked, reference, claims), claims);
  // A sum that is never cleared makes everything computed from it wrong.
  if (sums.length > 0) return onceEach(sums);

  const statistics = missed('trainForward', 'mean', 'variance') ? decodeStatistics(seen) : [];
  const epsilon = missed('trainForward', 'y', 'invStd') || missed('inferForward') ? decodeEpsilon(seen) : undefined;
  const formula = statistics.length > 0 || epsilon !== undefined;
  const forward = missed('trainForward', 'y') && !formula ? await forwardOf(context, fixed) : undefined;
  const right = !missed('trainForward', 'mean', 'variance');
  const momentum = right && missed('trainForward', 'runningMean') ? decodeMomentum(seen, claims) : undefined;
  const update = right && missed('trainForward', 'runningVar') && momentum === undefined;
  const running = update ? await runningOf(context, fixed) : undefined;
  const ratios = decodeRatios(seen).filter(({ operation, output }) => missed(operation, output));
  const scaled = ratios.some(({ operation, output }) => operation === 'trainBackward' && output === 'dx');
  const backward = missed('trainBackward', 'dx') && !scaled ? await backwardOf(context, fixed) : undefined;
  const forwards = (['trainForward', 'inferForward'] as const).filter((operation) => missed(operation, 'y'));
  const found = [
    ...statistics,
    ...[epsilon, forward, momentum, running].filter((each) => each !== undefined),
    ...forwards.map((operation) => decodeAffine(seen, operation)).filter((each) => each !== undefined),
    ...ratios.map(({ diagnosis }) => diagnosis),
    ...(backward ? [backward] : []),
    ...decodeTail(seen, left),
    ...decodeFormat(seen, left),
  ];
  // Other findings usually follow from the mistake of a catalogue entry.
  const rows = found.filter(({ id }) => isRow(id));
  return onceEach(rows.length > 0 ? rows : found);
}

/** Formulas can only be fitted to answers of the right shape. */
const isLike = (answer: Tensor, x: Tensor): boolean => answer.shape.join() === x.shape.join();

const onceEach = (all: readonly Diagnosis[]): Diagnosis[] =>
  all.filter(({ id }, i) => all.findIndex((other) => other.id === id) === i);

/** The first call of an operation. */
function firstCall<O extends Operation>(probes: readonly Probe[], operation: O): Calls[O] | undefined {
  return probes.find((probe) => probe.operation === operation)?.call as Calls[O] | undefined;
}

async function forwardOf(
  { target, reference, claims }: Context,
  probes: readonly Probe[],
): Promise<Diagnosis | undefined> {
  const call = firstCall(probes, 'trainForward');
  if (call === undefined) return undefined;
  const answer = await outcomeOf(target, 'trainForward', call);
  if (answer.status !== 'ok' || !isLike(answer.result.y, call.x)) return undefined;
  return decodeForward(call, answer.result.y, reference.answer('trainForward', call, claims));
}

/** The fixed probes contain running statistics. */
async function runningOf(
  { target, reference, claims }: Context,
  probes: readonly Probe[],
): Promise<Diagnosis | undefined> {
  const call = firstCall(probes, 'trainForward');
  if (call === undefined) return undefined;
  const old = call.runningVar as Tensor;
  const higher = tensor(
    old.dtype,
    old.shape,
    valuesOf(old).map((value) => 3 * value + 1),
  );
  const [first, second] = [
    await outcomeOf(target, 'trainForward', call),
    await outcomeOf(target, 'trainForward', { ...call, runningVar: higher }),
  ];
  const [low, high] = [first, second].map((each) => (each.status === 'ok' ? each.result.runningVar : undefined));
  if (low === undefined || high === undefined) return undefined;
  const { channel } = reference.answer('trainForward', call, claims);
  // Where the new statistic is the largest part of the result.
  const share = [...valuesOf(old)].map((value, k) => channel.variance[k] / Math.abs(value));
  const c = share.indexOf(Math.max(...share));
  return decodeRunning(
    {
      old: [valuesOf(old)[c], valuesOf(higher)[c]],
      result: [valuesOf(low)[c], valuesOf(high)[c]],
      variance: channel.variance[c],
      unitRoundoff: formats[low.dtype].unitRoundoff,
      m: call.x.data.length / call.x.shape[call.axis],
      momentum: call.momentum,
      epsilon: call.epsilon,
    },
    claims,
  );
}

async function backwardOf(
  { target, reference, claims }: Context,
  probes: readonly Probe[],
): Promise<Diagnosis | undefined> {
  const call = firstCall(probes, 'trainBackward');
  if (call === undefined) return undefined;
  const answer = await outcomeOf(target, 'trainBackward', call);
  if (answer.status !== 'ok' || !isLike(answer.result.dx, call.x)) return undefined;
  const truth = reference.answer('trainBackward', call, claims);
  const own =
    firstCall(probes, 'trainForward') === undefined ? undefined : await invStdOf({ target, reference, claims }, call);
  return decodeBackward(call, answer.result.dx, truth, own);
}

/** Inverse standard deviation with which the implementation multiplies in its own forward pass on the same data. */
async function invStdOf({ target, claims }: Context, call: TrainBackward): Promise<number[] | undefined> {
  const { x, gamma, beta, epsilon, axis } = call;
  const given = { ...(gamma && { gamma }), ...(beta && { beta }) };
  const momentum = momentumFor(x.dtype, 1, claims);
  const answer = await outcomeOf(target, 'trainForward', { x, ...given, epsilon, axis, momentum });
  if (answer.status !== 'ok' || !isLike(answer.result.y, x)) return undefined;
  const [xs, ys] = [x, answer.result.y].map((t) => byChannel(t, axis));
  const gammas = perChannel(gamma, xs.length, 1);
  const fits = xs.map((values, c) => regress(ys[c], [values, values.map(() => 1)]));
  const straight = fits.every((fit, c) => fit !== undefined && fit.residual < 1e-3 && gammas[c] !== 0);
  return straight ? fits.map((fit, c) => (fit?.k[0] ?? Number.NaN) / gammas[c]) : undefined;
}
