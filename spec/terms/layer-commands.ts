/** Calls of layers (BN-15) as data: one record per message, whoever carries it out. The caller names the layers. */
import type { LayerClaims, LayerConfig, LayerState } from './contract.ts';
import type { Claims, Tensor } from './contract.ts';
import type { NamedTensors } from './named-tensors.ts';
import type { TensorName } from './operations.ts';

/** One member per message, so that testing `op` narrows the others. */
export type LayerCommand =
  | { readonly op: 'layerNew'; readonly layer: string; readonly config: LayerConfig }
  | { readonly op: 'layerTrain' | 'layerEval' | 'layerState' | 'layerClose'; readonly layer: string }
  | { readonly op: 'layerForward'; readonly layer: string; readonly x: Tensor }
  | { readonly op: 'layerBackward'; readonly layer: string; readonly dy: Tensor }
  | { readonly op: 'layerLoad'; readonly layer: string; readonly state: LayerState }
  /** `copy` is the new layer's name. */
  | { readonly op: 'layerCopy'; readonly layer: string; readonly copy: string };

export type LayerOperation = LayerCommand['op'];

/** Everything that any of the messages can answer. */
export interface LayerResult extends NamedTensors {
  readonly count?: number;
}

/** Names of a layer's own tensors. */
export const stateTensors: readonly ('gamma' | 'beta' | 'runningMean' | 'runningVar')[] = [
  'gamma',
  'beta',
  'runningMean',
  'runningVar',
];

interface Signature {
  readonly inputs: readonly TensorName[];
  readonly outputs: readonly TensorName[];
  /** Outputs that cannot be left out. */
  readonly required: readonly TensorName[];
}

const nothing: Signature = { inputs: [], outputs: [], required: [] };

/** The tensors of each message, in the order of the wire. */
export const layerSignatures: Readonly<Record<LayerOperation, Signature>> = {
  layerNew: nothing,
  layerTrain: nothing,
  layerEval: nothing,
  layerForward: { inputs: ['x'], outputs: ['y'], required: ['y'] },
  layerBackward: { inputs: ['dy'], outputs: ['dx', 'dgamma', 'dbeta'], required: ['dx'] },
  layerState: { inputs: [], outputs: stateTensors, required: [] },
  layerLoad: { inputs: stateTensors, outputs: [], required: [] },
  layerCopy: nothing,
  layerClose: nothing,
};

export const layerOperations: readonly LayerOperation[] = Object.keys(layerSignatures) as LayerOperation[];

/** Claims that are not stated: as in PyTorch. */
export const layerDefaults: LayerClaims = {
  momentumNull: 'cumulative',
  withoutStatistics: 'batch',
  count: true,
  copy: true,
  backwardInEval: true,
};

export const layerClaimsOf = ({ layer }: Pick<Claims, 'layer'>): LayerClaims => ({ ...layerDefaults, ...layer });

/** The tensors that a command carries, by name. */
export function tensorsOf(command: LayerCommand): NamedTensors {
  switch (command.op) {
    case 'layerForward':
      return { x: command.x };
    case 'layerBackward':
      return { dy: command.dy };
    case 'layerLoad': {
      const { gamma, beta, runningMean, runningVar } = command.state;
      return {
        ...(gamma && { gamma }),
        ...(beta && { beta }),
        ...(runningMean && { runningMean }),
        ...(runningVar && { runningVar }),
      };
    }
    default:
      return {};
  }
}
