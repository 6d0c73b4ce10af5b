/** The table of claims for authors of adapters has every claim that the border accepts, with its values and its default. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Claims } from '../../spec/terms/contract.ts';
import { profiles } from '../../spec/terms/profiles.ts';
import { claimFields } from '../../spec/wire/claims.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const section = (text: string, heading: string): string => {
  const [, after] = text.split(`\n${heading}\n`);
  return after.split(/\n##/)[0];
};

const rows = section(read('impl/adapters/README.md'), '## Claims')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, name, values, ofItself, meaning]) => ({
    name: name.slice(1, -1) as keyof Claims,
    values,
    ofItself,
    meaning,
  }));

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

const schemaOf = (name: keyof Claims): Schema => {
  const schema = z.toJSONSchema(claimFields[name]) as Schema;
  return schema.items ?? schema;
};

/** Words in backquotes, and the numbers of what is left. */
const wordsIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, word]) => word);
const numbersIn = (text: string): number[] => (text.replaceAll(/`[^`]*`/g, '').match(/\d+/g) ?? []).map(Number);

test('it has every claim once', () => {
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(claimFields));
});

describe.each(rows)('$name', ({ name, values, ofItself, meaning }) => {
  test('has the values that are accepted', () => {
    const { type, enum: words, minimum, exclusiveMinimum, maximum } = schemaOf(name);
    expect(wordsIn(values)).toEqual(type === 'boolean' ? ['true', 'false'] : (words ?? []));
    expect(numbersIn(values)).toEqual([minimum ?? exclusiveMinimum, maximum].filter((limit) => limit !== undefined));
  });

  test('has its default and a meaning', () => {
    const preset = profiles.pytorch[name];
    expect(ofItself).toBe(preset === undefined ? 'any' : `\`${JSON.stringify(preset).replaceAll(',', ', ')}\``);
    expect(meaning).not.toBe('');
  });
});

test('the specification names every claim', () => {
  const text = section(read('spec/batchnorm.md'), '### Claims');
  expect(Object.keys(claimFields).filter((name) => !text.includes(`\`${name}`))).toEqual([]);
});
