/** Exceptions thrown by a clause: a violation, with the number that shows it, or that there is nothing to judge. */
import type { Growth } from '../../accuracy/grade.ts';
import type { DType } from '../../terms/contract.ts';
import type { AnyExchange, LayerExchange } from './exchange.ts';

/**
 * Where and by how much. Absolute errors in the units of the output. Where an element of an answer violates an error bound,
 * that of the required grade.
 */
export interface Finding {
  readonly output: string;
  readonly index: readonly number[];
  /** The call that answered with this element; absent where it was computed from answers, like a sum in a law. */
  readonly exchange?: AnyExchange;
  /** Likewise, where a layer answered. */
  readonly layerExchange?: LayerExchange;
  readonly expected: number;
  readonly actual: number;
  readonly error: number;
  readonly bound: number;
  readonly K: number;
  readonly dtype: DType;
  /** Growth of the bound with the number of values; absent where the number violates a law. */
  readonly growth?: Growth;
}

/** The clause does not hold for this case. */
export class Falsified extends Error {
  override readonly name = 'Falsified';
  readonly finding: Finding | undefined;
  /** True if an earlier call caused this, or may have. */
  readonly belated: boolean;

  constructor(message: string, finding?: Finding, belated = false) {
    super(message);
    this.finding = finding;
    this.belated = belated;
  }
}

/** The implementation does not offer what this case needs. */
export class NotApplicable extends Error {
  override readonly name: string = 'NotApplicable';
}

/** It refused a valid call that its claims and the text allow (BN-13.7): not judged, and counted as evidence that is missing. */
export class Refused extends NotApplicable {
  override readonly name = 'Refused';
}
