/**
 * The smallest failing case of a clause so far, and its cause: the case itself, or an earlier call whose effect only
 * shows in it.
 */
import { type AnyExchange, isFatal, type LayerExchange } from './exchange.ts';
import type { Falsified } from './clause-exceptions.ts';

export class Failure {
  /** Whether it fails only after a call of an earlier case. Then there is no smaller case. */
  readonly needsEarlierCall: boolean;
  #objection: Falsified;
  #exchanges: readonly AnyExchange[];
  #layerExchanges: readonly LayerExchange[];
  #fatal: number;

  /**
   * @param before - calls of earlier cases without which the case does not fail
   * @param ofLayers - calls of layers
   */
  constructor(
    objection: Falsified,
    own: readonly AnyExchange[],
    before: readonly AnyExchange[],
    ofLayers: readonly LayerExchange[] = [],
  ) {
    this.needsEarlierCall = before.length > 0;
    this.#objection = objection;
    this.#exchanges = [...before, ...own];
    this.#layerExchanges = ofLayers;
    this.#fatal = Number(isDeadly([...own, ...ofLayers]));
  }

  get objection(): Falsified {
    return this.#objection;
  }

  /** All calls that it takes, in order. */
  get exchanges(): readonly AnyExchange[] {
    return this.#exchanges;
  }

  get layerExchanges(): readonly LayerExchange[] {
    return this.#layerExchanges;
  }

  /** Number of cases so far that ended the called process. */
  get fatal(): number {
    return this.#fatal;
  }

  /** @returns whether another case with this objection replaces it from now on */
  becomes(objection: Falsified, own: readonly AnyExchange[], ofLayers: readonly LayerExchange[] = []): boolean {
    if (!this.#admits(objection, own)) return false;
    this.#objection = objection;
    this.#exchanges = own;
    this.#layerExchanges = ofLayers;
    this.#fatal += Number(isDeadly([...own, ...ofLayers]));
    return true;
  }

  #admits({ belated }: Falsified, own: readonly AnyExchange[]): boolean {
    if (this.needsEarlierCall) return false;
    // The effect of the case before is no property of this case.
    if (belated && !this.#objection.belated) return false;
    // Several calls are no simpler than the one that suffices.
    return this.#exchanges.length !== 1 || own.length <= 1;
  }
}

export const isDeadly = (exchanges: readonly (AnyExchange | LayerExchange)[]): boolean =>
  exchanges.some(({ outcome }) => isFatal(outcome.status));
