/** Connects the text, the reference, the implementations and the golden cases: for the command line and for those who import it. */
import { layerStartersIn, startersIn } from '../impl/adapters/starters/index.ts';
import { allMutants, bank, idOf, mutantIds, mutantOf } from '../impl/mutants/_bank.ts';
import { generated } from './cli/generated-modules.ts';
import type { Wiring } from './cli/wiring-interface.ts';
import { checkoutProgram, installedProgram } from './terms/program-command.ts';
import { CouldNotStart } from './wire/start-error.ts';

const isBuilt = !import.meta.url.endsWith('.ts');

/** Adapters in other languages are files to copy: a build leaves them where they are, beside dist/. */
const adapters = new URL(isBuilt ? '../../impl/adapters/' : '../impl/adapters/', import.meta.url);

/** A peer is not installed with the suite: its adapter says what to do. */
async function peer<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new CouldNotStart((error as Error).message);
  }
}

export const wiring: Wiring = {
  program: isBuilt ? installedProgram : checkoutProgram,
  reference: async () => (await import('../reference/oracle.ts')).reference,
  evaluate: async () => (await import('../reference/evaluate.ts')).evaluate,
  rightLayer: async (conventions) => {
    const { implementationOf } = await import('../impl/plain/implementation.ts');
    const { layerOf } = await import('../impl/plain/layer.ts');
    const operations = implementationOf('plain', {}, conventions);
    return { name: operations.name, claims: operations.claims, layer: (config) => layerOf(operations, config) };
  },
  builtIns: {
    fast: () =>
      generated('kernel.wasm', 'the implementation "fast"', async () =>
        (await import('../impl/fast/index.ts')).fastImplementation(),
      ),
    plain: async () => (await import('../impl/plain/index.ts')).default,
    reference: async () => (await import('../reference/implementation.ts')).default,
    onnxruntime: () => peer(async () => (await import('../impl/adapters/javascript/onnxruntime.ts')).default),
  },
  mutantIds,
  mutant: (name) => (idOf(name) === undefined ? undefined : mutantOf(name)),
  mutants: allMutants,
  bank,
  fixtures: async () => (await import('../fixtures/commands.ts')).default,
  defaultTarget: 'fast',
  starters: startersIn(adapters),
  layerStarters: layerStartersIn(adapters),
  candidates: async () => (await import('../impl/adapters/registry.ts')).candidates,
};
