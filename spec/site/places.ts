/** Where each file of the repository lies in the site, which has the same folders. */
import { existsSync, statSync } from 'node:fs';
import { posix } from 'node:path';

/** Files that a browser cannot show as they are get a page; others are copied. */
const shownAsText = /\.(?:ts|js|mjs|cjs|py|c|h|cpp|hpp|rs|go|cs|java|v|sh|toml|txt|yml|json)$/;

export type Kind = 'markdown' | 'source' | 'folder' | 'copy';

export interface Place {
  readonly kind: Kind;
  /** From the root of the repository, without a slash at its end. */
  readonly source: string;
  /** From the root of the site. */
  readonly target: string;
}

/**
 * @param path - of a file or folder, from the root
 * @returns undefined where there is no such file
 */
export function placeOf(root: string, path: string): Place | undefined {
  const source = posix.normalize(path).replace(/\/$/, '');
  const full = posix.join(root, source);
  if (source.startsWith('..') || !existsSync(full)) return undefined;
  if (statSync(full).isDirectory()) {
    const readme = posix.join(source, 'README.md');
    if (existsSync(posix.join(root, readme))) return placeOf(root, readme);
    return { kind: 'folder', source, target: posix.join(source, 'index.html') };
  }
  if (source.endsWith('.md')) {
    const target = source.replace(/(^|\/)README\.md$/, '$1index.html').replace(/\.md$/, '.html');
    return { kind: 'markdown', source, target };
  }
  if (shownAsText.test(source) || !/\.[^/]+$/.test(source)) return { kind: 'source', source, target: `${source}.html` };
  return { kind: 'copy', source, target: source };
}

/** A link from one page of the site to another, or to a part of it. */
export function linkBetween(from: string, to: string, hash = ''): string {
  if (from === to && hash !== '') return hash;
  return posix.relative(posix.dirname(from), to) + hash;
}
