/** Loads an implementation from a module's default export. */
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Implementation } from '../terms/contract.ts';
import { implementationOf } from './implementation.ts';
import { kindOf } from './read-file.ts';
import { NoAnswer, settled } from './untrusted-promise.ts';
import { CouldNotStart, NotAnImplementation } from './start-error.ts';
import { briefly, isA } from './thrown-value.ts';
import { understandTypeScript } from './typescript.ts';

/** By path: number of times it was loaded here. */
const loads = new Map<string, number>();

/**
 * Returns a fresh copy, with no state from earlier calls: from the second time on the module runs again.
 * @param path - of a file, from the current folder
 * @throws NotAnImplementation where there is no such file, or it exports no implementation or one with invalid claims
 * @throws CouldNotStart where importing it throws
 */
export async function loadImplementation(path: string): Promise<Implementation> {
  checkExists(path);
  await understandTypeScript(path);
  let module: { default?: unknown };
  try {
    const url = pathToFileURL(resolve(path));
    const before = loads.get(url.href) ?? 0;
    loads.set(url.href, before + 1);
    if (before > 0) {
      url.searchParams.set('copy', String(before));
      // A CommonJS module is cached by its file, whatever the query.
      delete createRequire(import.meta.url).cache[fileURLToPath(url)];
    }
    module = (await settled(import(url.href))) as { default?: unknown };
  } catch (error) {
    if (isA(error, NoAnswer)) throw new CouldNotStart(`importing "${path}" never ends`);
    throw new CouldNotStart(`importing it throws ${briefly(error).replace(/^threw /, '')}`);
  }
  try {
    const fail = notExported(path);
    const exported = defaultOf(module);
    return exported === undefined
      ? fail('it has no default export')
      : implementationOf(exported, 'default export', fail);
  } catch (error) {
    if (isA(error, NotAnImplementation)) throw error;
    throw new NotAnImplementation(`"${path}" exports no implementation: reading it throws ${briefly(error)}`);
  }
}

/** TypeScript outside a package of type "module" becomes CommonJS, whose exports come as the default of another module. */
function defaultOf({ default: exported }: { readonly default?: unknown }): unknown {
  const wrapped = typeof exported === 'object' && exported !== null && '__esModule' in exported;
  return wrapped ? (exported as { readonly default?: unknown }).default : exported;
}

/** @returns throws, with the problem that it is given */
const notExported =
  (path: string) =>
  (problem: string): never => {
    throw new NotAnImplementation(`"${path}" exports no implementation: ${problem}`);
  };

export function checkExists(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new NotAnImplementation(`there is no module "${path}"`);
  // A pipe would be waited for, and a device read without end.
  if (!stats.isFile()) throw new NotAnImplementation(`the module "${path}" expected a file, got ${kindOf(stats)}`);
}
