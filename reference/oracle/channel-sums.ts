/**
 * Exact Σx, Σx², Σdy and Σdy·x of one channel in one pass. Products of values of up to 24 bits are exact in a double;
 * of 53-bit values each half is multiplied by each half. Outside the range where that holds, integers do it.
 */
import type { Rational } from '../exact/rational.ts';
import { dot, sum } from '../exact/sums.ts';
import { Accumulator, wordsOf, type Words } from './accumulator.ts';
import { chunk, type Reader } from './channel-reader.ts';

/** Range of the values of one channel. */
export interface Range {
  readonly finite: boolean;
  /** Every value that is finite is below 2^(highest + 1). */
  readonly highest: number;
  /** Every value that is finite is a multiple of 2^unit. */
  readonly unit: number;
}

export interface Sums {
  readonly range: Range;
  /** Meaningless unless the range is finite. */
  readonly sum: Rational;
}

const bufferX = wordsOf(chunk);
const bufferDy = wordsOf(chunk);
const product = wordsOf(chunk);
const halfX = new Float64Array(chunk);
const halfDy = new Float64Array(chunk);

const sumOfX = new Accumulator();
const sumOfDy = new Accumulator();
const sumOfSquares = new Accumulator();
const sumOfProducts = new Accumulator();

/** Σx of channel c, which has m values. */
export function measure(x: Reader, c: number, m: number): Sums {
  eachChunk(m, (start, n) => {
    x.read(c, start, n, bufferX.values);
    addValues(sumOfX, x, bufferX, n);
  });
  return finished(sumOfX, x, c, m);
}

/** Σx and Σx². */
export function measureSquares(x: Reader, c: number, m: number): { x: Sums; xx: Rational } {
  eachChunk(m, (start, n) => {
    x.read(c, start, n, bufferX.values);
    addValues(sumOfX, x, bufferX, n);
    addProducts(sumOfSquares, x, x, bufferX, bufferX, n);
  });
  const first = finished(sumOfX, x, c, m);
  return { x: first, xx: finishedProduct(sumOfSquares, [x, first.range], [x, first.range], c, m) };
}

export interface Pairs {
  readonly x: Sums;
  readonly dy: Sums;
  /** Σx²; absent unless asked for. */
  readonly xx: Rational | undefined;
  readonly dyx: Rational;
}

/** Σx, Σdy, Σdy·x and, for batch statistics, Σx². */
export function measurePairs(dy: Reader, x: Reader, c: number, m: number, squares: boolean): Pairs {
  eachChunk(m, (start, n) => {
    x.read(c, start, n, bufferX.values);
    dy.read(c, start, n, bufferDy.values);
    addValues(sumOfX, x, bufferX, n);
    addValues(sumOfDy, dy, bufferDy, n);
    addProducts(sumOfProducts, dy, x, bufferDy, bufferX, n);
    if (squares) addProducts(sumOfSquares, x, x, bufferX, bufferX, n);
  });
  const first = finished(sumOfX, x, c, m);
  const second = finished(sumOfDy, dy, c, m);
  return {
    x: first,
    dy: second,
    xx: squares ? finishedProduct(sumOfSquares, [x, first.range], [x, first.range], c, m) : undefined,
    dyx: finishedProduct(sumOfProducts, [dy, second.range], [x, first.range], c, m),
  };
}

function eachChunk(m: number, visit: (start: number, n: number) => void): void {
  for (let start = 0; start < m; start += chunk) visit(start, Math.min(chunk, m - start));
}

function rangeOf({ top, bottom }: Accumulator, precision: number): Range {
  return { finite: top < 2047, highest: Math.max(top, 1) - 1023, unit: Math.max(bottom - 1022 - precision, -1074) };
}

function finished(accumulator: Accumulator, reader: Reader, c: number, m: number): Sums {
  const range = rangeOf(accumulator, reader.precision);
  const total = accumulator.take();
  const huge = range.finite && range.highest > 960;
  return { range, sum: huge ? sum(allValues(reader, c, m)) : total };
}

type Side = readonly [Reader, Range];

function finishedProduct(
  accumulator: Accumulator,
  [a, rangeA]: Side,
  [b, rangeB]: Side,
  c: number,
  m: number,
): Rational {
  const total = accumulator.take();
  const safe = !rangeA.finite || !rangeB.finite || productsAreExact(rangeA, rangeB);
  return safe ? total : dot(allValues(a, c, m), allValues(b, c, m));
}

/** All products, and those of halves, stay below 2^980 and lose nothing below 2^-1074. */
function productsAreExact(a: Range, b: Range): boolean {
  return Math.max(a.highest, b.highest, a.highest + b.highest) < 960 && a.unit + b.unit >= -1074;
}

function allValues(reader: Reader, c: number, m: number): Float64Array {
  const values = new Float64Array(m);
  const { values: buffer } = bufferX;
  eachChunk(m, (start, n) => {
    reader.read(c, start, n, buffer);
    values.set(buffer.subarray(0, n), start);
  });
  return values;
}

function addValues(into: Accumulator, { precision }: Reader, buffer: Words, n: number): void {
  if (precision <= 24) into.addNarrow(buffer, n);
  else into.add(buffer, n);
}

function addProducts(
  into: Accumulator,
  a: Reader,
  b: Reader,
  { values: x }: Words,
  { values: y }: Words,
  n: number,
): void {
  const { values } = product;
  if (a.precision + b.precision <= 53) {
    for (let i = 0; i < n; i++) values[i] = x[i] * y[i];
    into.add(product, n);
    return;
  }
  split(x, n, halfX);
  split(y, n, halfDy);
  for (let i = 0; i < n; i++) values[i] = halfX[i] * halfDy[i];
  into.add(product, n);
  for (let i = 0; i < n; i++) values[i] = halfX[i] * (y[i] - halfDy[i]);
  into.add(product, n);
  for (let i = 0; i < n; i++) values[i] = (x[i] - halfX[i]) * halfDy[i];
  into.add(product, n);
  for (let i = 0; i < n; i++) values[i] = (x[i] - halfX[i]) * (y[i] - halfDy[i]);
  into.add(product, n);
}

/** The upper halves, of at most 26 bits; the remainders have at most 26 bits too (Veltkamp's splitting by 2^27 + 1). */
function split(x: Float64Array, n: number, high: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const t = 134217729 * x[i];
    high[i] = t - (t - x[i]);
  }
}
