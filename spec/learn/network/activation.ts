/** The non-linear step between layers. The slope is a function of the value after it. */
export const activations = ['tanh', 'relu'] as const;
export type ActivationName = (typeof activations)[number];

export interface Activation {
  readonly value: (before: number) => number;
  readonly slope: (after: number) => number;
}

export const activationOf: Readonly<Record<ActivationName, Activation>> = {
  tanh: { value: Math.tanh, slope: (after) => 1 - after * after },
  relu: { value: (before) => Math.max(0, before), slope: (after) => (after > 0 ? 1 : 0) },
};
