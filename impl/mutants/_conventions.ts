/** Helpers for parts of mutants that depend on conventions and are not steps. */
import type { Conventions } from '../../spec/terms/contract.ts';

/** From momentum to the weight of the new statistic, and back. */
export const weighing = ({ momentumWeights }: Conventions): ((momentum: number) => number) =>
  momentumWeights === 'new' ? (momentum) => momentum : (momentum) => 1 - momentum;
