/** A hint to add to the error where a file cannot be started as it was named: the right command. */
import { accessSync, constants, statSync } from 'node:fs';
import { basename, extname, isAbsolute } from 'node:path';
import { quoted } from './options.ts';

const isModule = (path: string): boolean => /\.[cm]?[jt]s$/.test(path);

const compiled: ReadonlySet<string> = new Set([
  '.c',
  '.cc',
  '.cpp',
  '.cxx',
  '.cu',
  '.rs',
  '.go',
  '.zig',
  '.swift',
  '.java',
]);

/**
 * @param words - a program with its arguments, or the one file that was taken for a module
 * @param program - command that starts bnspec
 * @returns a sentence to be added to the error; empty where there is nothing to suggest
 */
export function programHint([file, ...args]: readonly string[], program: string): string {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return '';
  const start = startOf(file);
  const check = (words: readonly string[]): string => `${program} check ${quoted(words)}`;
  if (isModule(file)) return `; a module goes without "--": ${check([start])}`;
  if (extname(file) === '.py') return `; start it by its interpreter: ${check(['--', 'python3', file, ...args])}`;
  if (compiled.has(extname(file))) {
    const built = startOf(basename(file, extname(file)));
    return `; it is source: compile it, then check the program: ${check(['--', built, ...args])}`;
  }
  if (isExecutable(file)) return `; a program goes after "--", with its path: ${check(['--', start, ...args])}`;
  return '; it is not executable';
}

/** The system looks in the current folder only where a path says so. */
const startOf = (file: string): string => (isAbsolute(file) || file.includes('/') ? file : `./${file}`);

/** Whether the system runs it by this name. */
export const isRunnable = (file: string): boolean => file.includes('/') && isExecutable(file);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
