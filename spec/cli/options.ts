/**
 * Options of the command line: their defaults, and checks where they enter, with errors that say what was expected and
 * what was given.
 */
import { InvalidArgumentError } from 'commander';

/** Defaults of a run where the command line gives none. */
export const defaultSeed = 1;
/** Cases per clause. */
export const defaultRuns = 60;

export function integerOption(name: string, least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`"${name}" expected an integer >= ${least}, got "${text}"`);
    }
    return value;
  };
}

export function choiceOption<T extends string>(name: string, choices: readonly T[]): (text: string) => T {
  return (text) => {
    const chosen = choices.find((choice) => choice === text);
    if (chosen === undefined) throw new InvalidArgumentError(`"${name}" expected ${choices.join(', ')}, got "${text}"`);
    return chosen;
  };
}

/** Joins words into one line that a shell splits into the same words. */
export const quoted = (words: readonly string[]): string =>
  words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
