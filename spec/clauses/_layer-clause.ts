/** A clause of chapter BN-15: which sequences of calls it is tried on, and which rules they are judged by. */
import { layerCases, type LayerCase, type SequenceConstraints } from '../cases/layer-sequences.ts';
import { type Clause, clause, type ClauseDefinition } from '../check/trial/clause.ts';
import { runSequence } from '../check/trial/layer-sequence.ts';
import type { Step } from '../check/trial/layer-slot.ts';
import type { Rules } from '../check/trial/layer-world.ts';
import type { Claims } from '../terms/contract.ts';
import { layerClaimsOf } from '../terms/layer-commands.ts';

interface Requirement extends Pick<ClauseDefinition<LayerCase>, 'id' | 'level' | 'says' | 'effort' | 'grades'> {
  /** Undefined where the claims rule it out. */
  readonly sequences: (claims: Claims) => SequenceConstraints | undefined;
  readonly rules: Rules;
  readonly premature?: boolean;
}

export const ofLayer = ({ sequences, rules, premature = false, ...definition }: Requirement): Clause =>
  clause({
    effort: 0.5,
    ...definition,
    needs: [],
    ofLayers: true,
    simplify: false,
    given: (claims, replayPath) => {
      const constraints = sequences(claims);
      return constraints && layerCases(claims, constraints, replayPath);
    },
    holds: (trial, given) => runSequence(trial, given, { rules, premature }),
  });

/** Everything that a layer is asked for, as it is used. */
export const anything = { train: 1, eval: 1, forward: 4, backward: 2, load: 1, transfer: 1, copy: 1 } as const;
export const training = { forward: 4, train: 1, load: 1, eval: 1 } as const;

export const counted = (claims: Claims): boolean => layerClaimsOf(claims).count;
export const inMode = (mode: 'train' | 'eval', step: Step): boolean => step.forward?.mode === mode;
