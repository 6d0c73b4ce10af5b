/** Which entries the state of a layer has, and in which form. */
import type { LayerConfig, LayerState } from '../../terms/contract.ts';
import { stateTensors } from '../../terms/layer-commands.ts';
import { snakeCase } from '../../terms/operations.ts';

/** Whether one can load the state of the other. */
export const sameEntries = (a: LayerConfig, b: LayerConfig): boolean =>
  a.channels === b.channels &&
  a.parameterDtype === b.parameterDtype &&
  a.affine === b.affine &&
  a.trackRunningStats === b.trackRunningStats;

/** @returns the problem with the form of a state, in words */
export function misformedState(state: LayerState, config: LayerConfig): string | undefined {
  const { channels, parameterDtype, affine, trackRunningStats } = config;
  for (const name of stateTensors) {
    const due = name === 'gamma' || name === 'beta' ? affine : trackRunningStats;
    const tensor = state[name];
    if (tensor === undefined) {
      if (due) return `the state has no ${snakeCase(name)}`;
      continue;
    }
    if (!due) return `the state has a ${snakeCase(name)}, which the layer was made without`;
    if (tensor.shape.join() !== String(channels) || tensor.dtype !== parameterDtype) {
      return `${snakeCase(name)} expected ${parameterDtype}[${channels}], got ${tensor.dtype}[${tensor.shape.join(', ')}]`;
    }
  }
  return undefined;
}
