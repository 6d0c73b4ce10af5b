/** A deterministic source of numbers: one seed, the same tensor on every machine. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Mean 0, variance 1, bell-shaped, within ±3.5. */
  normal(): number;
}

export function randomOf(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const uniform = (): number => uniformFloat64(generator);
  return {
    uniform,
    normal: () => {
      // A sum of four uniforms needs no logarithm, whose last bit differs between engines.
      return (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3);
    },
  };
}

/** A 32-bit seed for a name under a seed: FNV-1a over the text. */
export function seedFor(seed: number, name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(`${seed}/${name}`)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash | 0;
}
