/**
 * The gradient of the training gradient, exactly (BN-17). With d = x - μ, a = dy, b = ddx and c = ⟨b·P(a)⟩ every element is
 * a combination of centred inputs (exact/double-backward.ts has the formulas term by term):
 *
 *   ddy = ddβ + r·(γ·(b - ⟨b⟩) + (ddγ - γ·r²·⟨b·d⟩)·d)
 *   dx  = r·(k·(a - ⟨a⟩) - γ·r²·⟨a·d⟩·(b - ⟨b⟩) - (k·r²·⟨a·d⟩ + γ·r²·(c - r²·⟨a·d⟩·⟨b·d⟩))·d),  k = ddγ - γ·r²·⟨b·d⟩
 *
 * A NaN or an infinity makes the results of its channel that depend on it NaN; where it is an infinity, none of them is judged.
 */
import type { DoubleBackward } from '../../spec/terms/further-contract.ts';
import { layoutOf } from '../../spec/terms/layout.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import type { Truth } from '../../spec/terms/truth.ts';
import { checkFurther, checkShapes, fail } from '../check-arguments.ts';
import { scaled, type Scale } from '../exact/channel-outputs.ts';
import { integer, multiply, negate, rational, subtract, add, zero, type Rational } from '../exact/rational.ts';
import type { Exact } from '../exact/surd.ts';
import { readerOf, type Reader } from '../oracle/channel-reader.ts';
import { measurePairs, type Pairs } from '../oracle/channel-sums.ts';
import { combinedElements, type CentredTerm } from '../oracle/combined-elements.ts';
import { givenElements, type Frame, type Input } from '../oracle/elements.ts';
import { ChannelTensor, ElementTensor, type CertifiedTensor, type Elements } from '../oracle/exact-tensors.ts';
import { batchStatistics, channelTruth, parameter, specialStatistics, type Statistics } from '../oracle/forward.ts';
import { type Moments, momentsOf, projectedProduct, squaredScale, zeros } from '../oracle/second-order-sums.ts';

export interface DoubleBackwardTruth {
  readonly outputs: Readonly<Record<'ddy' | 'dx' | 'dgamma', CertifiedTensor>>;
  readonly channel: Truth['channel'];
}

interface Second {
  readonly ddy: Elements;
  readonly dx: Elements;
  readonly dgamma: Exact;
  readonly statistics: Statistics;
}

interface Readers {
  readonly x: Reader;
  readonly dy: Reader;
  readonly ddx: Reader;
}

/** The numbers of a channel, and whether results depend on them. */
interface Numbers {
  readonly gamma: number;
  readonly ddgamma: number;
  readonly ddbeta: number;
  readonly withDdx: boolean;
}

export function doubleBackward(given: DoubleBackward): DoubleBackwardTruth {
  // Outputs are computed on demand. The caller may have changed the inputs by then.
  const call = { ...given, x: copyOf(given.x), dy: copyOf(given.dy), ...(given.ddx && { ddx: copyOf(given.ddx) }) };
  const layout = layoutOf(call.x.shape, call.axis);
  const { channels, perChannel: m } = layout;
  const readers: Readers = {
    x: readerOf(call.x, layout),
    dy: readerOf(call.dy, layout),
    ddx: call.ddx ? readerOf(call.ddx, layout) : zeros,
  };
  const gamma = parameter(call.gamma, channels, 1);
  const [ddgamma, ddbeta] = [call.ddgamma, call.ddbeta].map((given) => parameter(given, channels, 0));
  const all = Array.from({ length: channels }, (_, c) => {
    const numbers = { gamma: gamma[c], ddgamma: ddgamma[c], ddbeta: ddbeta[c], withDdx: call.ddx !== undefined };
    return ofChannel(readers, c, m, call.epsilon, numbers);
  });
  const elements = (name: 'ddy' | 'dx'): ElementTensor =>
    new ElementTensor(
      call.x.shape,
      call.axis,
      all.map((each) => each[name]),
    );
  const statistic = (name: 'mean' | 'variance' | 'invStd'): ChannelTensor =>
    new ChannelTensor(all.map(({ statistics }) => statistics[name]));
  return {
    outputs: {
      ddy: elements('ddy'),
      dx: elements('dx'),
      dgamma: new ChannelTensor(all.map(({ dgamma }) => dgamma)),
    },
    channel: channelTruth(statistic('mean'), statistic('variance'), statistic('invStd')),
  };
}

function ofChannel(readers: Readers, c: number, m: number, epsilon: number, numbers: Numbers): Second {
  const { x, dy, ddx } = readers;
  const first = measurePairs(dy, x, c, m, true);
  const second = measurePairs(ddx, x, c, m, false);
  const input = (reader: Reader, range: Input['range']): Input => ({ reader, c, range });
  const inputs = { x: input(x, first.x.range), dy: input(dy, first.dy.range), ddx: input(ddx, second.dy.range) };
  const statistics = first.x.range.finite
    ? batchStatistics(first.x.sum, first.xx as Rational, m, epsilon)
    : specialStatistics(inputs.x, m);
  const { frame } = statistics;
  const known = (used: readonly number[], given: readonly Input[]): boolean =>
    frame !== undefined && used.every(Number.isFinite) && given.every(({ range }) => range.finite);
  const { gamma, ddgamma, ddbeta, withDdx } = numbers;
  const scales = withDdx ? [gamma, ddgamma] : [ddgamma];
  const at = (own: Frame): Exactly =>
    new Exactly(own, inputs, { first, second }, measurePairs(ddx, dy, c, m, false).dyx, m);
  const unknown = givenElements(() => NaN);
  const everything = [inputs.dy, inputs.ddx];
  return {
    statistics,
    ddy: known([...scales, ddbeta], [inputs.ddx]) ? at(frame as Frame).ddy(numbers) : unknown,
    dx: known(scales, everything) ? at(frame as Frame).dx(numbers) : unknown,
    dgamma: known([], everything) ? at(frame as Frame).dgamma() : withDdx ? NaN : 0,
  };
}

/** The results of a channel whose arguments are finite, as far as they enter. */
class Exactly {
  readonly #frame: Frame;
  readonly #inputs: Readonly<Record<'x' | 'dy' | 'ddx', Input>>;
  readonly #dy: Moments;
  readonly #ddx: Moments;
  readonly #dot: Rational;
  readonly #m: number;
  readonly #r2: Rational;

  constructor(
    frame: Frame,
    inputs: Readonly<Record<'x' | 'dy' | 'ddx', Input>>,
    { first, second }: { readonly first: Pairs; readonly second: Pairs },
    dot: Rational,
    m: number,
  ) {
    this.#frame = frame;
    this.#inputs = inputs;
    this.#dy = momentsOf(first, frame, m);
    this.#ddx = momentsOf(second, frame, m);
    this.#dot = dot;
    this.#m = m;
    this.#r2 = squaredScale(frame);
  }

  get #scale(): Scale {
    return this.#frame.scale;
  }

  /** γ·r²·⟨a·d⟩ */
  #along({ along }: Moments, gamma: Rational): Rational {
    return multiply(gamma, multiply(this.#r2, along));
  }

  #centred(name: 'dy' | 'ddx' | 'x', coefficient: Rational): CentredTerm {
    const centre = { dy: this.#dy.mean, ddx: this.#ddx.mean, x: this.#frame.mean }[name];
    return { input: this.#inputs[name], centre, coefficient };
  }

  ddy({ gamma, ddgamma, ddbeta, withDdx }: Numbers): Elements {
    const g = withDdx ? rational(gamma) : zero;
    const slope = subtract(rational(ddgamma), this.#along(this.#ddx, g));
    return combinedElements([this.#centred('ddx', g), this.#centred('x', slope)], this.#scale, ddbeta);
  }

  dx({ gamma, ddgamma, withDdx }: Numbers): Elements {
    const g = withDdx ? rational(gamma) : zero;
    const k = subtract(rational(ddgamma), this.#along(this.#ddx, g));
    const ofDdx = negate(this.#along(this.#dy, g));
    const twice = multiply(this.#r2, multiply(this.#dy.along, this.#ddx.along));
    const curved = multiply(multiply(g, this.#r2), subtract(this.#product(), twice));
    const ofX = negate(add(multiply(k, multiply(this.#r2, this.#dy.along)), curved));
    return combinedElements(
      [this.#centred('dy', k), this.#centred('ddx', ofDdx), this.#centred('x', ofX)],
      this.#scale,
      0,
    );
  }

  dgamma(): Exact {
    return scaled(this.#scale, multiply(integer(this.#m), this.#product()));
  }

  #product(): Rational {
    return projectedProduct(this.#dot, this.#dy, this.#ddx, this.#r2, this.#m);
  }
}

/** @throws Rejected, naming the field: shapes that do not match, no cotangent, or one by a parameter that is not given */
export function checkDoubleBackward(call: DoubleBackward): void {
  checkFurther('doubleBackward', call);
  checkShapes(call.x, call.axis, {
    whole: { dy: call.dy, ddx: call.ddx },
    perChannel: { gamma: call.gamma, beta: call.beta, ddgamma: call.ddgamma, ddbeta: call.ddbeta },
  });
  const { ddx, ddgamma, ddbeta } = call;
  if (!ddx && !ddgamma && !ddbeta) fail('ddx', 'a tensor, where ddgamma and ddbeta are not given', 'nothing');
}
