#!/usr/bin/env node
/** The command line: wires the text, the reference and the implementations together. */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { starters } from '../impl/adapters/starters/index.ts';
import { mutantIds, mutantUnder } from '../impl/mutants/_bank.ts';
import { generated } from './cli/generated.ts';
import { endOnSignals } from './cli/interrupt.ts';
import { main } from './cli/main.ts';
import type { Wiring } from './cli/wiring.ts';
import { CouldNotStart } from './wire/start-error.ts';

/** Adapters in other languages are files to copy: a build leaves them where they are, beside dist/. */
const adapters = new URL(
  import.meta.url.endsWith('.ts') ? '../impl/adapters/' : '../../impl/adapters/',
  import.meta.url,
);

/** A peer is not installed with the suite: its adapter says what to do. */
async function peer<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    throw new CouldNotStart((error as Error).message);
  }
}

export const wiring: Wiring = {
  reference: async () => (await import('../reference/oracle.ts')).reference,
  evaluate: async () => (await import('../reference/evaluate.ts')).evaluate,
  builtIns: {
    fast: () =>
      generated(
        'kernel.wasm',
        'the implementation "fast"',
        async () => (await import('../impl/fast/index.ts')).default,
      ),
    plain: async () => (await import('../impl/plain/index.ts')).default,
    reference: async () => (await import('../reference/implementation.ts')).default,
    onnxruntime: () => peer(async () => (await import('../impl/adapters/javascript/onnxruntime.ts')).default),
  },
  mutantIds,
  mutant: (id, conventions = {}) => mutantUnder(id, conventions),
  fixtures: async () => (await import('../fixtures/tools.ts')).default,
  defaultTarget: 'fast',
  starters: Object.fromEntries(
    Object.entries(starters).map(([language, starter]) => {
      const files = starter.files.map(({ name, source }) => ({ name, source: new URL(source, adapters) }));
      return [language, { ...starter, files }];
    }),
  ),
  candidates: async () => (await import('../impl/adapters/registry.ts')).candidates,
};

/** Run as a program, not imported by a test. A package manager starts it through a link. */
const entry = process.argv[1];
if (entry !== undefined && realpathSync(entry) === fileURLToPath(import.meta.url)) {
  endOnSignals();
  process.exitCode = await main(process.argv.slice(2), wiring);
}
