/**
 * Options of the command line: their defaults, and checks where they enter, with errors that say what was expected and
 * what was given.
 */
import { InvalidArgumentError } from 'commander';
import { grades } from '../accuracy/grade.ts';
import { parseShard, type Shard } from '../check/units/shard.ts';
import type { Grade } from '../terms/contract.ts';
import { show } from '../wire/wire-error.ts';
import { parseDuration } from './units/budget.ts';

/** Defaults of a run where the command line gives none. */
export const defaultSeed = 1;
/** Cases per clause. */
export const defaultRuns = 60;

/** Each is a process. */
export const mostJobs = 256;

/** Grades that can be required. */
export const rightGrades: readonly Exclude<Grade, 'wrong'>[] = grades.filter((grade) => grade !== 'wrong');

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

export const shardOption =
  (name: string) =>
  (text: string): Shard => {
    const shard = parseShard(text);
    if (shard === undefined) throw new InvalidArgumentError(`"${name}" expected a part such as 3/8, got ${show(text)}`);
    return shard;
  };

export const durationOption =
  (name: string) =>
  (text: string): string => {
    if (parseDuration(text) === undefined) {
      throw new InvalidArgumentError(`"${name}" expected a time such as 90s, 10m, 8h or 2d, got ${show(text)}`);
    }
    return text;
  };

/** An option that may be repeated, each time with a list separated by commas. */
export function listOption(name: string): (text: string, sofar?: readonly string[]) => readonly string[] {
  return (text, sofar = []) => {
    const parts = text.split(',').map((part) => part.trim());
    if (parts.includes('')) throw new InvalidArgumentError(`"${name}" expected a list without gaps, got ${show(text)}`);
    return [...sofar, ...parts];
  };
}

/** Joins words into one line that a shell splits into the same words. */
export const quoted = (words: readonly string[]): string =>
  words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
