/** Carries out a sequence of calls of layers, and the same again without reading. */
import fc from 'fast-check';
import type { LayerCase } from '../../cases/layer-sequences.ts';
import type { LayerState } from '../../terms/contract.ts';
import type { LayerCommand } from '../../terms/layer-commands.ts';
import { isReading, LayerWorld, type WorldOptions } from './layer-world.ts';
import type { Trial } from './trial.ts';

/** @throws Falsified where a rule is violated */
export async function runSequence(trial: Trial, given: LayerCase, options: WorldOptions): Promise<void> {
  const world = new LayerWorld(trial, options);
  try {
    await world.begin(given);
    await fc.asyncModelRun(() => ({ model: world, real: undefined }), given.commands);
    await world.end();
  } finally {
    await trial.closeLayers();
  }
}

const twinOf = (name: string): string => name + name;

function renamed(command: LayerCommand): LayerCommand {
  const layer = twinOf(command.layer);
  return command.op === 'layerCopy' ? { ...command, layer, copy: twinOf(command.copy) } : { ...command, layer };
}

/** @returns the states at the end of the same commands on other layers that nobody reads before, in the order of the world's */
export async function statesOfTwins(trial: Trial, world: LayerWorld): Promise<LayerState[]> {
  const commands = trial.layerExchanges.map(({ command }) => command).filter((command) => !isReading(command));
  for (const command of commands) await trial.layer(renamed(command));
  const states: LayerState[] = [];
  for (const { name } of world.slots) {
    const outcome = await trial.layer({ op: 'layerState', layer: twinOf(name) });
    states.push(outcome.status === 'ok' ? outcome.result : {});
  }
  return states;
}
