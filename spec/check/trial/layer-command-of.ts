/** From an action of a sequence to the call that carries it out, with the tensors that it stands for. */
import { type Action, dataOf, type Mode, shapeFor, stateOf } from '../../cases/layer-sequences.ts';
import type { LayerState } from '../../terms/contract.ts';
import type { LayerCommand } from '../../terms/layer-commands.ts';
import type { Slot, Step } from './layer-slot.ts';

export interface Sent {
  readonly command: LayerCommand;
  readonly details?: Partial<Pick<Step, 'forward' | 'pending' | 'dy' | 'given'>>;
}

/** The surroundings of a layer, as far as an action needs them. */
export interface Around {
  /** Whether a state that is loaded has a count. */
  readonly counts: boolean;
  /** The state of another layer. */
  readonly stateOfLayer: (layer: number) => LayerState;
  /** A name for a copy. */
  readonly newName: () => string;
}

export function commandOf(action: Action, slot: Slot, { counts, stateOfLayer, newName }: Around): Sent {
  const { name: layer, config } = slot;
  switch (action.do) {
    case 'train':
      return { command: { op: 'layerTrain', layer } };
    case 'eval':
      return { command: { op: 'layerEval', layer } };
    case 'state':
      return { command: { op: 'layerState', layer } };
    case 'forward': {
      const x = dataOf(config, shapeFor(config, action.batch), config.axis, action.seed);
      const forward = { x, mode: slot.mode as Mode, before: slot.state, steps: slot.steps };
      return { command: { op: 'layerForward', layer, x }, details: { forward } };
    }
    case 'badForward': {
      const x = dataOf(config, shapeFor(config, 3, 1), config.axis, action.seed);
      return { command: { op: 'layerForward', layer, x } };
    }
    case 'backward': {
      const { pending } = slot;
      const shape = pending?.x.shape ?? shapeFor(config, 2);
      const dy = dataOf(config, shape, config.axis, action.seed);
      return { command: { op: 'layerBackward', layer, dy }, details: { dy, ...(pending && { pending }) } };
    }
    case 'load': {
      const given = stateOf(config, action.seed, counts);
      return { command: { op: 'layerLoad', layer, state: given }, details: { given } };
    }
    case 'badLoad':
      return { command: { op: 'layerLoad', layer, state: stateOf(config, action.seed, counts, 1) } };
    case 'transfer': {
      const given = stateOfLayer(action.layer);
      return { command: { op: 'layerLoad', layer, state: given }, details: { given } };
    }
    case 'close':
      return { command: { op: 'layerClose', layer } };
    case 'copy':
      return { command: { op: 'layerCopy', layer, copy: newName() } };
  }
}
