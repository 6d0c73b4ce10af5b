/** Options of the command line, checked at the border: each error says what was expected and what came. */
import { InvalidArgumentError } from 'commander';
import { show } from '../wire/wire-error.ts';

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
