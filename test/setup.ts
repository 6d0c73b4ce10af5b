/** What all tests share. */
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, vi } from 'vitest';
import { clear } from './support/after-file.ts';
import { builtFolder, root } from './support/repository-files.ts';

// One seed for every property, so that a run can be repeated.
fc.configureGlobal({ seed: Number(process.env['BNSPEC_SEED'] ?? 1) });

// Wrong implementations are checked here on purpose: none of them is to be announced beside the change under test.
delete process.env['GITHUB_ACTIONS'];

// Modules are served by the program that users get: it starts in a third of the time that its source takes.
vi.mock('../spec/wire/serve-program.ts', () => ({
  serveProgram: () => [join(root, builtFolder, 'spec/wire/serve.js')],
}));

afterAll(clear);
