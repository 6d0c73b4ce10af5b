/** Options of the command line: their defaults, and checks at the border that say what was expected and what came. */
import { InvalidArgumentError } from 'commander';
import { show } from '../wire/wire-error.ts';

/** What a run is where the command line says nothing. */
export const defaultSeed = 1;
/** Cases per clause. */
export const defaultRuns = 60;

export function integerOption(
  name: string,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  const range = most === Number.MAX_SAFE_INTEGER ? `>= ${least}` : `from ${least} to ${most}`;
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(`"${name}" expected an integer ${range}, got ${show(text)}`);
    }
    return value;
  };
}

export function choiceOption<T extends string>(name: string, choices: readonly T[]): (text: string) => T {
  return (text) => {
    const chosen = choices.find((choice) => choice === text);
    if (chosen === undefined)
      throw new InvalidArgumentError(`"${name}" expected ${choices.join(', ')}, got ${show(text)}`);
    return chosen;
  };
}

/** Words as one line that a shell reads as the same words. */
export const quoted = (words: readonly string[]): string =>
  words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
