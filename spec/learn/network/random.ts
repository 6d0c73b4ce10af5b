/** Pseudo-random numbers from a seed: the same seed gives the same data, network and batches everywhere. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  normal(mean: number, std: number): number;
  /** 0 … n-1 in random order. */
  permutation(n: number): number[];
}

const warmUp = 32;

export function randomFrom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  // The first numbers of small seeds are all alike.
  for (let i = 0; i < warmUp; i++) generator.next();
  const uniform = (): number => uniformFloat64(generator);
  return {
    uniform,
    // Box and Muller's transform; 1 - u keeps the logarithm finite.
    normal: (mean, std) => mean + std * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    permutation(n) {
      const order = Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = Math.floor(uniform() * (i + 1));
        [order[i], order[j]] = [order[j], order[i]];
      }
      return order;
    },
  };
}
