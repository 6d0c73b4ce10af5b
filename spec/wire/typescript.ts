/** Modules in TypeScript, in a process that runs compiled code. */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CouldNotStart } from './start-error.ts';

export const isTypeScript = (path: string): boolean => /\.[cm]?tsx?$/.test(path);

/** Sources of our own run under tsx already. */
const fromSources = isTypeScript(import.meta.url);

/** From Node 22.18 on, types are stripped without a flag. */
const strips = (process.features as { readonly typescript?: unknown }).typescript !== undefined;

/**
 * Before a module is imported. The package tsx, installed beside the module or beside the suite, understands everything that a
 * project may have set up; Node by itself only erases types.
 * @throws CouldNotStart where neither is there
 */
export async function understandTypeScript(path: string): Promise<void> {
  if (!isTypeScript(path) || fromSources) return;
  const tsx = tsxFor(path);
  if (tsx !== undefined) await import(tsx);
  else if (!strips) {
    throw new CouldNotStart(
      `"${path}" is TypeScript, for which Node ${process.version} needs the package tsx: npm install --save-dev tsx`,
    );
  }
}

/** @returns the address of the loader; undefined where tsx is not installed */
export function tsxFor(path: string): string | undefined {
  for (const from of [resolve(path), import.meta.url]) {
    try {
      return pathToFileURL(createRequire(from).resolve('tsx')).href;
    } catch {
      continue;
    }
  }
  return undefined;
}
