/** Options of the command line, checked where they enter: each error says what was expected and what was given. */
import { InvalidArgumentError } from 'commander';

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
