/** The place of the checked implementation in a repository. */
import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import type { PlaceOf } from '../report/github.ts';
import type { AnyOperation } from '../terms/further-operations.ts';

/** The target, as the command line names it. */
export interface Subject {
  /** In which operations have lines. */
  readonly module?: string | undefined;
  /** A program with its arguments instead. */
  readonly command?: readonly string[] | undefined;
}

/**
 * The module; of a command the first word that is a file of the repository.
 * @param root - of the repository
 */
export function placesIn({ module, command = [] }: Subject, root: string): PlaceOf {
  const path = module ?? command.find((word) => isFile(word) && within(word, root) !== undefined);
  const file = path === undefined || !isFile(path) ? undefined : within(path, root);
  if (path === undefined || file === undefined) return () => undefined;
  if (module === undefined) return () => ({ file });
  const source = readFileSync(module, 'utf8');
  return (operation) => ({ file, line: operation === undefined ? 1 : lineOf(source, operation) });
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** With slashes, as URLs have them; undefined for a file outside. */
function within(path: string, root: string): string | undefined {
  const file = relative(root, resolve(path));
  return file === '' || file.startsWith('..') || isAbsolute(file) ? undefined : file.replaceAll('\\', '/');
}

/** The line that defines an operation, else the first that names it, else 1. */
export function lineOf(source: string, operation: AnyOperation): number {
  const patterns = [
    `\\bfunction\\s*\\*?\\s*${operation}\\b`,
    `^\\s*(?:(?:export|const|let|var|async|public|override|static)\\s+)*${operation}\\s*[(:=<]`,
    `(?<![.\\w$])${operation}\\b`,
  ];
  for (const pattern of patterns) {
    const found = new RegExp(pattern, 'm').exec(source);
    if (found) return source.slice(0, found.index + found[0].search(/\S/)).split('\n').length;
  }
  return 1;
}
