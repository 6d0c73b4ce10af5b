/** Ways to add m numbers in float32, each of which a real kernel uses. Every operation rounds. */

export type Sum = (x: Float64Array) => number;

const f = Math.fround;

export const sequential: Sum = (x) => x.reduce((sum, value) => f(sum + f(value)), 0);

export const reversed: Sum = (x) => sequential(x.toReversed());

/** Halves added recursively. */
export const pairwise: Sum = (x) => {
  if (x.length <= 2) return sequential(x);
  const half = x.length >> 1;
  return f(pairwise(x.subarray(0, half)) + pairwise(x.subarray(half)));
};

/** Eight partial sums, as a vector register holds them, then across. */
export const lanes: Sum = (x) => {
  const partial = new Float64Array(8);
  for (const [i, value] of x.entries()) partial[i % 8] = f(partial[i % 8] + f(value));
  return pairwise(partial);
};

/** Sums in float64, rounded at the end. */
export const wide: Sum = (x) => f(x.reduce((sum, value) => sum + value, 0));

/** The rounding error of each addition is taken along (Kahan 1965). */
export const kahan: Sum = (x) => {
  let [sum, lost] = [0, 0];
  for (const value of x) {
    const y = f(f(value) - lost);
    const next = f(sum + y);
    lost = f(f(next - sum) - y);
    sum = next;
  }
  return sum;
};

/** The same, with the errors in a sum of their own (Neumaier 1974). */
export const neumaier: Sum = (x) => {
  let [sum, lost] = [0, 0];
  for (const value of x) {
    const next = f(sum + f(value));
    const error = Math.abs(sum) >= Math.abs(value) ? f(f(sum - next) + f(value)) : f(f(f(value) - next) + sum);
    lost = f(lost + error);
    sum = next;
  }
  return f(sum + lost);
};
