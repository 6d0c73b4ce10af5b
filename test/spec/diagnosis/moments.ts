/** Sums that tests make statistics of. */

export const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

export const mean = (values: ArrayLike<number>): number => sum(values) / values.length;

export const squares = (values: ArrayLike<number>, center: number = mean(values)): number =>
  sum(Array.from(values, (v) => (v - center) ** 2));

export const variance = (values: ArrayLike<number>): number => squares(values) / values.length;

export const parts = (values: readonly number[], size: number): number[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, k) => values.slice(k * size, (k + 1) * size));
