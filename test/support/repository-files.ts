/** The files of the repository, as tests on it see them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('../..', import.meta.url));

/** The compiled program, beside the sources as in a package, and apart from a build for one. */
export const builtFolder: string = 'dist-for-tests';

const skipped = new Set(['node_modules', 'dist', '.git', '__pycache__', '.venv', 'coverage']);

/** What npm's prepare makes from the sources. */
const generated = new Set(['kernel.wasm.ts', 'page.html.ts']);

/** Paths of what was written by hand, from the root, `/` between names. */
export function filesUnder(folder: string, suffix: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesUnder(path, suffix);
    return entry.name.endsWith(suffix) && !generated.has(entry.name) ? [path] : [];
  });
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Modules that a file imports, relative ones as paths from the root. */
export function importsOf(path: string): string[] {
  const specifiers = [...read(path).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, specifier]) => specifier);
  return specifiers.map((specifier) =>
    specifier.startsWith('.') ? relative(root, join(root, path, '..', specifier)) : specifier,
  );
}
