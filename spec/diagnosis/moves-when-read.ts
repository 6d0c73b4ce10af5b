/** Whether a state that changes with no call in between does so because it is read, or by itself as time passes. */
import type { LayerExchange } from '../check/trial/exchange.ts';
import type { LayerState } from '../terms/contract.ts';
import { type LayerCommand } from '../terms/layer-commands.ts';
import type { Target } from '../wire/target.ts';
import { changedEntries } from './layer-steps.ts';

/** Long beside a call, short beside a diagnosis. */
const pauseMs = 60;

const readings = 3;

/**
 * @param script - calls after which a reading differed from the one before it
 * @returns the end of a sentence; undefined where neither shows
 */
export async function movesWhenRead(target: Target, script: readonly LayerExchange[]): Promise<string | undefined> {
  const commands = script.map(({ command }) => command);
  const read = commands.findLast(({ op }) => op === 'layerState');
  if (read === undefined) return undefined;
  const calls = commands.filter(({ op }) => op !== 'layerState');
  const quick = await statesAfter(target, calls, read, 0);
  const late = await statesAfter(target, calls, read, pauseMs);
  const [[first, ...others], [firstLate]] = [quick, late];
  if (first === undefined || firstLate === undefined) return undefined;
  if (changedEntries(first, firstLate).length > 0) return 'between calls, whether or not the state is read';
  const moves = others.some((state) => changedEntries(first, state).length > 0);
  const alike = quick.every((state, i) => late[i] !== undefined && changedEntries(state, late[i]).length === 0);
  return moves && alike ? 'when the state is read' : undefined;
}

async function statesAfter(
  target: Target,
  calls: readonly LayerCommand[],
  read: LayerCommand,
  wait: number,
): Promise<LayerState[]> {
  for (const command of calls) await target.layer?.(command);
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  const states: LayerState[] = [];
  for (let i = 0; i < readings; i++) {
    const outcome = await target.layer?.(read);
    if (outcome?.status === 'ok') states.push(outcome.result);
  }
  return states;
}
