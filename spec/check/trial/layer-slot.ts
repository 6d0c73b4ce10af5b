/** One layer as a sequence has observed it so far, its pending forward, and the change that a command makes to both. */
import type { Action, Mode } from '../../cases/layer-sequences.ts';
import type { LayerClaims, LayerConfig, LayerState, Tensor } from '../../terms/contract.ts';
import type { LayerOutcome } from '../../wire/call-outcome.ts';

/** A forward, and the state that it began with. */
export interface Forward {
  readonly x: Tensor;
  readonly mode: Mode;
  readonly before: LayerState;
  /** Steps of training before it, see Slot. */
  readonly steps: number | undefined;
}

/** A forward whose backward has not been called. */
export interface Pending extends Forward {
  /** Forwards of this layer before it, the latest of which a mistake may differentiate instead. */
  readonly earlier: number;
  /** Whether the mode was set since. */
  readonly switched: boolean;
  /** Backwards of this layer before it, whose gradients may have been kept. */
  readonly backwards: number;
}

/** One layer, as far as it is observed. */
export interface Slot {
  readonly name: string;
  readonly config: LayerConfig;
  readonly mode: Mode | undefined;
  readonly state: LayerState;
  readonly pending: Pending | undefined;
  /** Steps of training since it was made, or since the count that was loaded; undefined where that is unknown. */
  readonly steps: number | undefined;
  readonly forwards: number;
  readonly backwards: number;
  /** Whether its latest forward was one of evaluation. */
  readonly evaluated: boolean;
  /** Whether it has refused a forward. */
  readonly refused: boolean;
  /** Steps of training and loads, in their order. */
  readonly history: readonly (Forward | 'load')[];
}

/** One command that was carried out. */
export interface Step {
  readonly action: Action;
  readonly outcome: LayerOutcome;
  /** The layer that it names, as it was before. */
  readonly slot: Slot;
  readonly before: LayerState;
  readonly after: LayerState;
  readonly forward?: Forward;
  readonly pending?: Pending;
  readonly dy?: Tensor;
  /** The state that was loaded. */
  readonly given?: LayerState;
  /** A layer that was made by the command, with its state. */
  readonly made?: { readonly state: LayerState };
  /** All other layers. */
  readonly others: readonly { readonly slot: Slot; readonly before: LayerState; readonly after: LayerState }[];
}

/** The layer after a command. */
export function next(slot: Slot, { action, outcome, forward, given }: Step, { count }: LayerClaims): Slot {
  const { pending } = slot;
  switch (action.do) {
    case 'train':
    case 'eval':
      return { ...slot, mode: action.do, pending: pending && { ...pending, switched: true } };
    case 'forward': {
      if (forward === undefined) return slot;
      const { forwards, backwards, steps, history } = slot;
      const training = forward.mode === 'train';
      return {
        ...slot,
        pending: { ...forward, earlier: forwards, switched: false, backwards },
        forwards: forwards + 1,
        steps: steps === undefined ? undefined : steps + Number(training),
        evaluated: !training,
        history: training ? [...history, forward] : history,
      };
    }
    case 'backward':
      return { ...slot, pending: undefined, backwards: slot.backwards + Number(outcome.status === 'ok') };
    case 'load':
    case 'transfer':
      return {
        ...slot,
        pending: undefined,
        steps: count ? given?.count : undefined,
        history: [...slot.history, 'load'],
      };
    case 'badForward':
    case 'badLoad':
      // Whether a backward may follow is left open, and what was accepted is not known to have no effect.
      return {
        ...slot,
        pending: undefined,
        ...(outcome.status === 'ok' ? { steps: undefined } : action.do === 'badForward' && { refused: true }),
      };
    case 'state':
    case 'copy':
    case 'close':
      return slot;
  }
}

/** A copy of it, before anything is done with that. */
export const copied = (slot: Slot): Slot => ({
  ...slot,
  pending: undefined,
  forwards: 0,
  backwards: 0,
  evaluated: false,
});
