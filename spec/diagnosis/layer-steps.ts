/** Sequences of calls of layers as steps: one call between two readings of a layer's state. */
import type { LayerExchange } from '../check/trial/exchange.ts';
import type { LayerConfig, LayerState } from '../terms/contract.ts';
import { type LayerCommand, stateTensors } from '../terms/layer-commands.ts';
import { sameBits } from '../terms/tensor.ts';

export type EntryName = keyof LayerState;

export const entryNames: readonly EntryName[] = [...stateTensors, 'count'];

/** A call, by what it may change. `reading`: none at all. */
export type StepKind =
  | 'reading'
  | 'new'
  | 'train'
  | 'eval'
  | 'training'
  | 'evaluation'
  | 'backward'
  | 'load'
  /** The layer that was copied; `copied`: the copy. */
  | 'copy'
  | 'copied'
  | 'refused'
  /** A call of another layer; `ofCopy`, `ofOriginal`: of its copy, or of the layer that it is a copy of. */
  | 'elsewhere'
  | 'ofCopy'
  | 'ofOriginal';

export interface LayerStep {
  readonly kind: StepKind;
  readonly config: LayerConfig;
  /** Undefined for a new layer; for a copy, that of its original. */
  readonly before: LayerState | undefined;
  readonly after: LayerState;
  /** The state that was loaded. */
  readonly given?: LayerState;
  /** Place of the reading after it in the sequence. */
  readonly at: number;
}

interface Watched {
  readonly config: LayerConfig;
  readonly original?: string;
  mode: 'train' | 'eval';
  last: LayerState | undefined;
  /** Calls since the last reading. */
  since: LayerExchange[];
}

/** Steps with more than one call between two readings are left out. */
export function stepsOf(script: readonly LayerExchange[]): LayerStep[] {
  const layers = new Map<string, Watched>();
  return script.flatMap((exchange, at): LayerStep[] => {
    const { command, outcome } = exchange;
    const named = layers.get(command.layer);
    if (command.op === 'layerState') {
      if (outcome.status !== 'ok' || named === undefined) return [];
      const step = stepTo(command.layer, named, layers);
      named.last = outcome.result;
      named.since = [];
      return step ? [{ ...step, after: outcome.result, at }] : [];
    }
    if (command.op === 'layerClose') layers.delete(command.layer);
    const begun = outcome.status === 'ok' ? begunBy(command, named) : undefined;
    if (begun) layers.set(command.op === 'layerCopy' ? command.copy : command.layer, begun);
    for (const layer of layers.values()) layer.since.push(exchange);
    if (named && outcome.status === 'ok') {
      if (command.op === 'layerTrain') named.mode = 'train';
      if (command.op === 'layerEval') named.mode = 'eval';
    }
    return [];
  });
}

/** A layer that the command makes. */
function begunBy(command: LayerCommand, original: Watched | undefined): Watched | undefined {
  if (command.op === 'layerNew') return { config: command.config, mode: 'train', last: undefined, since: [] };
  if (command.op !== 'layerCopy' || original === undefined) return undefined;
  return { ...original, original: command.layer, since: [] };
}

function stepTo(
  name: string,
  { config, mode, last: before, since, original }: Watched,
  layers: ReadonlyMap<string, Watched>,
): Omit<LayerStep, 'after' | 'at'> | undefined {
  if (since.length > 1) return undefined;
  const [made] = since;
  if (made === undefined) return { kind: 'reading', config, before };
  const { command, outcome } = made;
  if (command.op === 'layerCopy' && command.copy === name) return { kind: 'copied', config, before };
  if (command.layer !== name) {
    const isCopy = layers.get(command.layer)?.original === name;
    return { kind: original === command.layer ? 'ofOriginal' : isCopy ? 'ofCopy' : 'elsewhere', config, before };
  }
  if (outcome.status !== 'ok') return { kind: 'refused', config, before };
  switch (command.op) {
    case 'layerNew':
      return { kind: 'new', config, before: undefined };
    case 'layerTrain':
      return { kind: 'train', config, before };
    case 'layerEval':
      return { kind: 'eval', config, before };
    case 'layerForward':
      return { kind: mode === 'train' ? 'training' : 'evaluation', config, before };
    case 'layerBackward':
      return { kind: 'backward', config, before };
    case 'layerLoad':
      return { kind: 'load', config, before, given: command.state };
    case 'layerCopy':
      return { kind: 'copy', config, before };
    case 'layerState':
    case 'layerClose':
      return undefined;
  }
}

/** Entries that are not the same bit for bit. */
export const changedEntries = (a: LayerState, b: LayerState): EntryName[] =>
  entryNames.filter((name) => {
    if (name === 'count') return a.count !== b.count;
    const [one, other] = [a[name], b[name]];
    return one === undefined || other === undefined ? one !== other : !sameBits(one, other);
  });
