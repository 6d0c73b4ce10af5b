/** Loads an implementation from a module's default export. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Implementation } from '../terms/contract.ts';
import { operations } from '../terms/operations.ts';
import { checkClaims } from './claims.ts';
import { CouldNotStart, NotAnImplementation } from './start-error.ts';
import { show } from './wire-error.ts';

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
    module = (await import(url.href)) as { default?: unknown };
  } catch (error) {
    throw new CouldNotStart(`importing it throws ${String(error)}`);
  }
  return checkImplementation(module.default, path);
}

export function checkExists(path: string): void {
  if (!existsSync(path)) throw new NotAnImplementation(`there is no module "${path}"`);
}

function checkImplementation(value: unknown, path: string): Implementation {
  const fail = (problem: string): never => {
    throw new NotAnImplementation(`"${path}" exports no implementation: ${problem}`);
  };
  if (value === undefined) return fail('it has no default export');
  if (typeof value !== 'object' || value === null) {
    return fail(`default export expected an object, got ${typeof value === 'function' ? 'a function' : show(value)}`);
  }
  const candidate = value as Record<string, unknown>;
  if (typeof candidate['name'] !== 'string' || candidate['name'] === '') {
    return fail(`"name" expected a string, got ${show(candidate['name'])}`);
  }
  const given = operations.filter((operation) => candidate[operation] !== undefined);
  if (given.length === 0) return fail(`expected at least one of ${operations.join(', ')}`);
  const wrong = given.find((operation) => typeof candidate[operation] !== 'function');
  if (wrong !== undefined) return fail(`"${wrong}" expected a function, got ${show(candidate[wrong])}`);
  try {
    if (candidate['claims'] !== undefined) checkClaims(candidate['claims']);
  } catch (error) {
    return fail((error as Error).message);
  }
  return value as Implementation;
}
