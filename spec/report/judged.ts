/** The elements of an answered output against their exact values: the numbers of each, the same in every format. */
import { excess } from '../accuracy/judge-element.ts';
import { valuesOf } from '../terms/tensor.ts';
import type { AnsweredOutput } from './exchange-view.ts';

export interface Judged {
  /** Flat index. */
  readonly index: number;
  readonly value: number;
  readonly exact: number;
  readonly error: number;
  readonly bound: number;
  /** Error over allowed error; above 1 the element fails. */
  readonly ratio: number;
}

export type Comparable = Required<AnsweredOutput>;

export const isComparable = (output: AnsweredOutput): output is Comparable => output.exact !== undefined;

export function judged({ actual, exact, low, bound }: Comparable): Judged[] {
  return Array.from(valuesOf(actual), (value, index) => {
    const ratio = excess(value, exact[index], low[index], bound[index], actual.dtype);
    return {
      index,
      value,
      exact: exact[index],
      error: Math.abs(value - exact[index] - low[index]),
      bound: bound[index],
      ratio: Number.isNaN(ratio) ? Infinity : ratio,
    };
  });
}

/** The element that failed, then the others, worst first. */
export const worstFirst = (elements: readonly Judged[], failed: number | undefined): Judged[] =>
  elements.toSorted(
    (a, b) => Number(b.index === failed) - Number(a.index === failed) || b.ratio - a.ratio || a.index - b.index,
  );
