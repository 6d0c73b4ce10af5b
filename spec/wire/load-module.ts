/** Loads an implementation from a module's default export. */
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Implementation } from '../terms/contract.ts';
import { type Operation, operations } from '../terms/operations.ts';
import { checkClaims } from './claims.ts';
import { kindOf } from './read-file.ts';
import { NoAnswer, settled } from './untrusted-promise.ts';
import { CouldNotStart, NotAnImplementation } from './start-error.ts';
import { briefly, isA } from './thrown-value.ts';
import { show, WireError } from './wire-error.ts';

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
    module = (await settled(import(url.href))) as { default?: unknown };
  } catch (error) {
    if (isA(error, NoAnswer)) throw new CouldNotStart(`importing "${path}" never ends`);
    throw new CouldNotStart(`importing it throws ${briefly(error).replace(/^threw /, '')}`);
  }
  try {
    return implementationOf(module.default, path);
  } catch (error) {
    if (isA(error, NotAnImplementation)) throw error;
    throw new NotAnImplementation(`"${path}" exports no implementation: reading it throws ${briefly(error)}`);
  }
}

export function checkExists(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new NotAnImplementation(`there is no module "${path}"`);
  // A pipe would be waited for, and a device read without end.
  if (!stats.isFile()) throw new NotAnImplementation(`the module "${path}" expected a file, got ${kindOf(stats)}`);
}

/** A record of what the export has, read once. Its functions run with the export as `this`. */
function implementationOf(value: unknown, path: string): Implementation {
  const fail = (problem: string): never => {
    throw new NotAnImplementation(`"${path}" exports no implementation: ${problem}`);
  };
  if (value === undefined) return fail('it has no default export');
  if (typeof value !== 'object' || value === null) {
    return fail(`default export expected an object, got ${show(value)}`);
  }
  const candidate = value as Readonly<Record<string, unknown>>;
  const { name, version, claims, close } = candidate;
  if (typeof name !== 'string' || name === '') return fail(`"name" expected a string, got ${show(name)}`);
  if (version !== undefined && typeof version !== 'string') {
    return fail(`"version" expected a string, got ${show(version)}`);
  }
  const functions = [...operations, 'close'].flatMap((key): [string, unknown][] => {
    const given = key === 'close' ? close : candidate[key];
    if (given === undefined) return [];
    if (typeof given !== 'function') return fail(`"${key}" expected a function, got ${show(given)}`);
    return [[key, (call: unknown): unknown => Reflect.apply(given, value, [call])]];
  });
  if (!functions.some(([key]) => key !== 'close')) return fail(`expected at least one of ${operations.join(', ')}`);
  let claimed: Implementation['claims'];
  try {
    if (claims !== undefined) claimed = checkClaims(claims);
  } catch (error) {
    if (isA(error, WireError)) return fail(error.message);
    throw error;
  }
  return {
    name,
    ...(version !== undefined && { version }),
    ...(claimed !== undefined && { claims: claimed }),
    ...(Object.fromEntries(functions) as Pick<Implementation, Operation | 'close'>),
  };
}
