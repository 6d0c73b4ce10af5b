/**
 * Forward mode (BN-18), exactly. In training, ty is the derivative of y applied to the tangents, and ddy of a second derivative is
 * the transpose of the transpose of the same, applied to the cotangents: one number under two names. In inference
 *
 *   ty = tβ + r·(γ·(tx - tμ) + (tγ - γ·r²·tv/2)·(x - μ))
 *
 * A NaN or an infinity makes the values of ty that depend on it NaN; where it is an infinity, none of them is judged.
 */
import type { Conventions } from '../../spec/terms/contract.ts';
import type { InferTangent, TrainTangent } from '../../spec/terms/further-contract.ts';
import { layoutOf } from '../../spec/terms/layout.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { checkFurther, checkShapes } from '../check-arguments.ts';
import { multiply, rational, subtract, type Rational } from '../exact/rational.ts';
import { readerOf, type Reader } from '../oracle/channel-reader.ts';
import { measure } from '../oracle/channel-sums.ts';
import { combinedElements } from '../oracle/combined-elements.ts';
import { givenElements, type Input } from '../oracle/elements.ts';
import { type CertifiedTensor, ElementTensor, type Elements, fillExactly } from '../oracle/exact-tensors.ts';
import { type CertifiedTruth, inferForward, inverseStd, parameter, trainForward } from '../oracle/forward.ts';
import { squaredScale } from '../oracle/second-order-sums.ts';
import { doubleBackward } from './double-backward.ts';

const withTangent = ({ outputs, channel }: CertifiedTruth, ty: CertifiedTensor): CertifiedTruth => ({
  outputs: { y: outputs.y as CertifiedTensor, ty },
  channel,
});

export function trainTangent(call: TrainTangent, conventions: Conventions): CertifiedTruth {
  const [x, tx] = [copyOf(call.x), copyOf(call.tx)];
  const { gamma, beta, tgamma: ddgamma, tbeta: ddbeta, epsilon, axis } = call;
  const shared = { x, ...(gamma && { gamma }), epsilon, axis };
  const forward = trainForward({ ...shared, ...(beta && { beta }), momentum: 0 }, conventions);
  const cotangents = { ddx: tx, ...(ddgamma && { ddgamma }), ...(ddbeta && { ddbeta }) };
  // dy enters no ddy.
  return withTangent(forward, doubleBackward({ ...shared, dy: tx, ...cotangents }).outputs.ddy);
}

export function inferTangent(call: InferTangent): CertifiedTruth {
  const given = { ...call, x: copyOf(call.x), tx: copyOf(call.tx) };
  const layout = layoutOf(given.x.shape, given.axis);
  const readers: Readers = { x: readerOf(given.x, layout), tx: readerOf(given.tx, layout) };
  const vector = (name: Exclude<keyof Numbers, 'epsilon'>, missing = 0): Float64Array =>
    parameter(given[name], layout.channels, missing);
  const vectors = {
    gamma: vector('gamma', 1),
    tgamma: vector('tgamma'),
    tbeta: vector('tbeta'),
    mean: vector('mean'),
    tmean: vector('tmean'),
    variance: vector('variance'),
    tvariance: vector('tvariance'),
  };
  const elements = Array.from({ length: layout.channels }, (_, c) => {
    const numbers = Object.fromEntries(Object.entries(vectors).map(([name, values]) => [name, values[c]]));
    return ofChannel(readers, c, layout.perChannel, { ...numbers, epsilon: given.epsilon } as unknown as Numbers);
  });
  return withTangent(inferForward(given), new ElementTensor(given.x.shape, given.axis, elements));
}

interface Readers {
  readonly x: Reader;
  readonly tx: Reader;
}

/** The numbers of a channel. */
interface Numbers {
  readonly gamma: number;
  readonly tgamma: number;
  readonly tbeta: number;
  readonly mean: number;
  readonly tmean: number;
  readonly variance: number;
  readonly tvariance: number;
  readonly epsilon: number;
}

function ofChannel({ x, tx }: Readers, c: number, m: number, numbers: Numbers): Elements {
  const { scale } = inverseStd(numbers.variance, numbers.epsilon);
  if (scale === undefined || !Object.values(numbers).every(Number.isFinite)) return givenElements(() => NaN);
  const [gamma, tgamma, mean, tmean] = [numbers.gamma, numbers.tgamma, numbers.mean, numbers.tmean].map(rational);
  const slope = subtract(tgamma, multiply(multiply(gamma, squaredScale({ mean, scale })), half(numbers.tvariance)));
  const input = (reader: Reader): Input => ({ reader, c, range: measure(reader, c, m).range });
  const [ofX, ofTx] = [input(x), input(tx)];
  const terms = [
    { input: ofTx, centre: tmean, coefficient: gamma },
    { input: ofX, centre: mean, coefficient: slope },
  ];
  const elements = combinedElements(terms, scale, numbers.tbeta);
  if (ofX.range.finite && ofTx.range.finite) return elements;
  const exact: Elements['exact'] = (i) =>
    Number.isFinite(x.at(c, i)) && Number.isFinite(tx.at(c, i)) ? elements.exact(i) : NaN;
  return {
    exact,
    fill: (start, n, block) => {
      fillExactly({ exact }, start, n, block);
    },
  };
}

const half = (value: number): Rational => {
  const { n, d, e } = rational(value);
  return { n, d, e: n === 0n ? 0 : e - 1 };
};

/** @throws Rejected, naming the field: shapes that do not match */
export function checkTrainTangent(call: TrainTangent): void {
  checkFurther('trainTangent', call);
  checkTangents(call, {});
}

/** @throws Rejected, naming the field: shapes that do not match */
export function checkInferTangent(call: InferTangent): void {
  checkFurther('inferTangent', call);
  const { mean, tmean, variance, tvariance } = call;
  checkTangents(call, { mean, tmean, variance, tvariance });
}

function checkTangents(call: TrainTangent, statistics: Readonly<Record<string, InferTangent['tmean']>>): void {
  const { x, tx, axis, gamma, tgamma, beta, tbeta } = call;
  checkShapes(x, axis, { whole: { tx }, perChannel: { gamma, tgamma, beta, tbeta, ...statistics } });
}
