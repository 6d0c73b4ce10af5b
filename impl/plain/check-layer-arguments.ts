/** The border of a layer: refuses invalid arguments, by name, before anything is changed (BN-15). */
import type { LayerConfig, LayerState, Tensor } from '../../spec/terms/contract.ts';
import { stateTensors } from '../../spec/terms/layer-commands.ts';
import { Rejected } from '../../spec/terms/refusals.ts';

/** @throws Rejected, naming the setting, what was expected and what was given */
export function checkConfig({ channels, axis, rank, epsilon, momentum }: LayerConfig): void {
  if (!Number.isInteger(channels) || channels < 1) {
    throw new Rejected(`"channels" expected an integer >= 1, got ${channels}`);
  }
  if (!Number.isInteger(rank) || rank < 2) throw new Rejected(`"rank" expected an integer >= 2, got ${rank}`);
  if (!Number.isInteger(axis) || axis < 0 || axis >= rank) {
    throw new Rejected(`"axis" expected an integer from 0 to ${rank - 1}, got ${axis}`);
  }
  if (!(Number.isFinite(epsilon) && epsilon >= 0)) {
    throw new Rejected(`"epsilon" expected a finite number >= 0, got ${epsilon}`);
  }
  if (momentum !== null && !(momentum >= 0 && momentum <= 1)) {
    throw new Rejected(`"momentum" expected a number from 0 to 1, or null, got ${momentum}`);
  }
}

/** @throws Rejected */
export function checkInput({ dtype, shape }: Tensor, config: LayerConfig): void {
  const { channels, axis, rank } = config;
  if (dtype !== config.dtype) throw new Rejected(`"x" expected ${config.dtype}, got ${dtype}`);
  if (shape.length !== rank || shape[axis] !== channels) {
    const expected = `${rank} axes with ${channels} channels at axis ${axis}`;
    throw new Rejected(`"x" expected ${expected}, got shape [${shape.join(', ')}]`);
  }
}

/**
 * @param own - the layer's present state, whose entries and types a loaded one must have
 * @throws Rejected
 */
export function checkState(given: LayerState, own: LayerState): void {
  for (const name of stateTensors) {
    const form = formOf(own[name]);
    if (formOf(given[name]) !== form) throw new Rejected(`"${name}" expected ${form}, got ${formOf(given[name])}`);
  }
  if ((given.count === undefined) !== (own.count === undefined)) {
    throw new Rejected(
      `"count" expected ${own.count === undefined ? 'none' : 'a number'}, got ${given.count ?? 'none'}`,
    );
  }
}

const formOf = (tensor: Tensor | undefined): string =>
  tensor === undefined ? 'none' : `${tensor.dtype}[${tensor.shape.join(', ')}]`;
