/** The wrong implementations in this folder, by id. */
import type { Bank } from '../../spec/terms/mutant-bank.ts';
import type { Layer, LayerConfig } from '../../spec/terms/contract.ts';
import type { Mutant, MutantFactory } from '../../spec/terms/mutant.ts';
import { rowOf } from '../../spec/terms/mutant-id.ts';
import { layerOf, type Operations } from '../plain/layer.ts';
import { aliases } from './_aliases.ts';
import { catalogue } from './_catalogue.ts';

/** In alphabetical order. */
export const mutantIds = (): readonly string[] => Object.keys(catalogue);

/**
 * @param name - an id, a catalogue entry (ST01 is ST01a), or a former id
 * @returns undefined where it is none
 */
export function idOf(name: string): string | undefined {
  const named = (ids: readonly string[]): string | undefined =>
    ids.find((id) => id === name) ?? ids.find((id) => rowOf(id) === name);
  const former = named(Object.keys(aliases));
  return named(mutantIds()) ?? (former && aliases[former]);
}

const load = async (id: string): Promise<MutantFactory> => (await catalogue[id]()).default;

/** @throws Error where nothing is known by this name, see idOf */
export async function mutantOf(name: string): Promise<MutantFactory> {
  const id = idOf(name);
  if (id === undefined) throw new Error(`no mutant "${name}"`);
  return load(id);
}

let all: Promise<readonly MutantFactory[]> | undefined;

export const allMutants = (): Promise<readonly MutantFactory[]> => (all ??= Promise.all(mutantIds().map(load)));

/** Mistakes of operations also in a layer that is made of them. */
export const bank: Bank = async (conventions) =>
  (await allMutants()).map((mutant) => withLayer(mutant.under(conventions)));

function withLayer(mutant: Mutant): Mutant {
  const { implementation } = mutant;
  if (implementation.layer !== undefined) return mutant;
  const layer = (config: LayerConfig): Layer => layerOf(implementation as Operations, config);
  return { ...mutant, implementation: { ...implementation, layer } };
}
