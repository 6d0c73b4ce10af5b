#!/usr/bin/env node
/** The command line: wires the text, the reference and the implementations together. */
import { readdirSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { starters } from '../impl/adapters/starters/index.ts';
import { endOnSignals } from './command/interrupt.ts';
import { main } from './command/main.ts';
import type { Wiring } from './command/wiring.ts';
import type { Mutant } from './terms/mutant.ts';
import { CouldNotStart } from './wire/start-error.ts';

const mutants = new URL('../impl/mutants/', import.meta.url);
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** Adapters in other languages are files to copy: a build leaves them where they are, beside dist/. */
const adapters = new URL(extension === '.ts' ? '../impl/adapters/' : '../../impl/adapters/', import.meta.url);

/** Some mistakes live in what is remembered between calls: each mutant that is asked for is one that remembers nothing. */
let copies = 0;

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
    fast: async () => (await import('../impl/fast/index.ts')).default,
    plain: async () => (await import('../impl/plain/index.ts')).default,
    reference: async () => (await import('../reference/implementation.ts')).default,
    onnxruntime: () => peer(async () => (await import('../impl/adapters/javascript/onnxruntime.ts')).default),
  },
  mutantIds: () =>
    readdirSync(mutants)
      .filter((file) => /^[A-Z]{2}\d\d/.test(file) && file.endsWith(extension))
      .map((file) => file.slice(0, -extension.length)),
  mutant: async (id) => {
    copies += 1;
    const url = new URL(`${id}${extension}?copy=${copies}`, mutants);
    return ((await import(url.href)) as { default: Mutant }).default;
  },
  fixtures: async () => (await import('../fixtures/index.ts')).default,
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
