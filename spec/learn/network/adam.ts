/** Adam (Kingma and Ba, 2015): steps along a running mean of the gradient, scaled by a running mean of its square. */
import type { Parameter } from './parameter.ts';

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

export class Adam {
  readonly #parameters: readonly Parameter[];
  readonly #rate: number;
  readonly #moments: readonly { readonly first: Float32Array; readonly second: Float32Array }[];
  #steps = 0;

  constructor(parameters: readonly Parameter[], rate: number) {
    this.#parameters = parameters;
    this.#rate = rate;
    this.#moments = parameters.map(({ values }) => ({
      first: new Float32Array(values.length),
      second: new Float32Array(values.length),
    }));
  }

  /** One step down the current gradients. */
  step(): void {
    this.#steps++;
    const correction1 = 1 - beta1 ** this.#steps;
    const correction2 = 1 - beta2 ** this.#steps;
    for (const [p, { values, gradient }] of this.#parameters.entries()) {
      const { first, second } = this.#moments[p];
      for (let i = 0; i < values.length; i++) {
        const g = gradient[i];
        first[i] = beta1 * first[i] + (1 - beta1) * g;
        second[i] = beta2 * second[i] + (1 - beta2) * g * g;
        values[i] -= (this.#rate * (first[i] / correction1)) / (Math.sqrt(second[i] / correction2) + epsilon);
      }
    }
  }
}
