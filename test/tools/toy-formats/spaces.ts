/** The inputs that are tried in toy formats, space by space: BN-12 must not blame any honest form there. */
import { everyChannel, everyNth, inBatches, scaledChannels } from './toy-channels.ts';
import { noShares, shareForward, shareGradients, shareInference, type Shares } from './largest-shares.ts';
import { everyNumber, numbersOf, type ToyFormat } from './toy-format.ts';

export interface Space {
  readonly name: string;
  readonly says: string;
  /** @param nth - of the inputs, one of so many */
  readonly study: (nth: number) => Shares;
}

/** Channels of one call. */
const batch = 4096;

/** Rounding alone: exponents without end. */
function rounding(precision: number, m: number, exponents: readonly number[], epsilons: readonly number[]): Space {
  const format = { precision };
  return {
    name: `${precision} bits, m = ${m}`,
    says: `the largest magnitude in [1, 2), the others 0 or with an exponent of ${exponents.join(', ')}; ε ${epsilons.join(', ')}`,
    study: (nth) => {
      const shares = noShares();
      for (const epsilon of epsilons) {
        const channels = scaledChannels(m, numbersOf(precision, [0]), [0, ...numbersOf(precision, exponents)]);
        for (const some of inBatches(everyNth(channels, nth), batch)) shareForward(shares, some, format, epsilon);
      }
      return shares;
    },
  };
}

/** x and dy, each of its own. */
function gradient(
  precision: number,
  m: number,
  x: readonly number[],
  dy: readonly number[],
  says: string,
  epsilons: readonly number[],
): Space {
  return {
    name: `gradients, ${precision} bits, m = ${m}`,
    says: `${says}; ε ${epsilons.join(', ')}`,
    study: (nth) => {
      const shares = noShares();
      function* pairs(): Generator<readonly [number[], number[]]> {
        const dys = [...scaledChannels(m, dy, dy)];
        for (const one of scaledChannels(m, x, x)) for (const other of dys) yield [one, other];
      }
      for (const epsilon of epsilons) {
        for (const some of inBatches(everyNth(pairs(), nth), batch))
          shareGradients(shares, some, { precision }, epsilon);
      }
      return shares;
    },
  };
}

/** Range, too: every number of the format, the domain decides. */
function range(precision: number, exponentBits: number, epsilons: readonly number[]): Space {
  const format: ToyFormat & { exponentBits: number } = { precision, exponentBits };
  return {
    name: `${precision} bits and ${exponentBits} of exponent, m = 2`,
    says: `every number, subnormals too; ε ${epsilons.join(', ')}`,
    study: (nth) => {
      const shares = noShares();
      for (const epsilon of epsilons) {
        const channels = everyChannel(2, everyNumber(format));
        for (const some of inBatches(everyNth(channels, nth), batch)) shareForward(shares, some, format, epsilon);
      }
      return shares;
    },
  };
}

function inference(
  precision: number,
  exponentBits: number,
  variances: readonly number[],
  epsilons: readonly number[],
): Space {
  const format: ToyFormat & { exponentBits: number } = { precision, exponentBits };
  return {
    name: `inference, ${precision} bits and ${exponentBits} of exponent`,
    says: `every x and given mean; variances ${variances.join(', ')}; ε ${epsilons.join(', ')}`,
    study: (nth) => {
      const shares = noShares();
      for (const epsilon of epsilons) {
        for (const variance of variances) {
          const pairs = everyChannel(2, everyNumber(format)) as Generator<[number, number]>;
          for (const some of inBatches(everyNth(pairs, nth), batch))
            shareInference(shares, some, variance, format, epsilon);
        }
      }
      return shares;
    },
  };
}

/** Two significands are enough to tell equal values of dy from others. */
const few = [1, 1.5, -1, -1.5];

/** Each takes from seconds to a few minutes. */
export const spaces: readonly Space[] = [
  inference(3, 5, [0, 2 ** -12, 0.25, 1.5, 96], [2 ** -14, 0.25]),
  gradient(4, 3, numbersOf(4, [0]), few, 'every significand of x in both signs, of dy 1 and 1.5', [2 ** -3]),
  rounding(6, 2, [0, -1, -2, -3, -4, -5, -6, -7, -8], [2 ** -8, 2 ** -3]),
  range(4, 5, [2 ** -14, 2 ** -2]),
  gradient(5, 2, numbersOf(5, [0]), numbersOf(5, [0]), 'every significand of x and of dy, in both signs', [2 ** -3]),
  rounding(7, 2, [0, -1, -2, -3, -6, -9], [2 ** -8, 2 ** -3]),
  rounding(5, 3, [0, -1, -2], [2 ** -3]),
];
