/** The complaint of a schema about a value, in the words of all other messages: where, what was expected, what came. */
import type { z } from 'zod';
import { show } from './wire-error.ts';

/** Keys are foreign text. */
const longestPlace = 200;

type Issue = z.core.$ZodIssue;

/**
 * @param root - what the whole is called: `claims` makes `claims.ranks.0`
 * @param value - the whole
 */
export function expectation(root: string, value: unknown, { issues: [issue] }: z.ZodError): string {
  const name = show([root, ...issue.path.map(String)].join('.'), longestPlace);
  return problemOf(name, issue, issue.path.reduce<unknown>(memberOf, value));
}

/** As `expectation`, with the place written as it is reached: `"list.json"[0]["reason"]`. */
export function expectationAt(root: string, value: unknown, { issues: [issue] }: z.ZodError): string {
  const steps = issue.path.map((key) => `[${show(key)}]`).join('');
  return problemOf(JSON.stringify(root) + steps, issue, issue.path.reduce<unknown>(memberOf, value));
}

const memberOf = (whole: unknown, key: PropertyKey): unknown => (whole as Readonly<Record<PropertyKey, unknown>>)[key];

function problemOf(name: string, issue: Issue, got: unknown): string {
  if (issue.code === 'unrecognized_keys') return `${name} has the unknown key ${show(issue.keys[0])}`;
  return `${name} ${expected(issue)}, got ${show(got)}`;
}

const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'an integer',
  number: 'a finite number',
  object: 'an object',
  record: 'an object',
  string: 'a text',
};

function expected(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `expected ${issue.values.map((value) => show(value)).join(' or ')}`;
    case 'too_small':
      return isCustom(issue) ? issue.message : `expected ${sizeOf(issue, 'at least', issue.minimum, '>')}`;
    case 'too_big':
      return isCustom(issue) ? issue.message : `expected ${sizeOf(issue, 'at most', issue.maximum, '<')}`;
    case 'invalid_format':
      return isCustom(issue) ? issue.message : `expected a text of the form ${issue.pattern ?? issue.format}`;
    default:
      return issue.message;
  }
}

/** The schema has words of its own. */
const isCustom = ({ message }: Issue): boolean => !/^(Invalid|Too small|Too big)/.test(message);

function sizeOf(
  { origin, inclusive }: { readonly origin: string; readonly inclusive?: boolean },
  bound: string,
  limit: number | bigint,
  sign: '<' | '>',
): string {
  if (origin === 'array') return `${bound} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  if (origin === 'string') return `${bound} ${limit} characters`;
  return `a number ${sign}${inclusive === false ? '' : '='} ${limit}`;
}
