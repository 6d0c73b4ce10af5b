/** The table of claims for authors of adapters has every claim that the border accepts, with its values and its default. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { foldDefaults } from '../../spec/terms/fold-claims.ts';
import { layerDefaults } from '../../spec/terms/layer-commands.ts';
import { profiles } from '../../spec/terms/profiles.ts';
import { claimFields, foldClaimFields, layerClaimFields } from '../../spec/wire/claims.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const section = (text: string, heading: string): string => {
  const [, after] = text.split(`\n${heading}\n`);
  return after.split(/\n##/)[0];
};

interface Row<Name> {
  readonly name: Name;
  readonly values: string;
  readonly ofItself: string;
  readonly meaning: string;
}

const rowsOf = <Name extends string>(heading: string): Row<Name>[] =>
  section(read('impl/adapters/README.md'), heading)
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, name, values, ofItself, meaning]) => ({ name: name.slice(1, -1) as Name, values, ofItself, meaning }));

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

const schemaOf = (field: z.ZodType): Schema => {
  const schema = z.toJSONSchema(field) as Schema;
  return schema.items ?? schema;
};

/** Words in backquotes, and the numbers of what is left. */
const wordsIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, word]) => word);
const numbersIn = (text: string): number[] => (text.replaceAll(/`[^`]*`/g, '').match(/\d+/g) ?? []).map(Number);

/** @param presets - what is not claimed */
function holds(
  heading: string,
  fields: Readonly<Record<string, z.ZodType>>,
  presets: Readonly<Record<string, unknown>>,
): void {
  const rows = rowsOf(heading);

  test(`${heading} has every claim once`, () => {
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(fields));
  });

  describe.each(rows)('$name', ({ name, values, ofItself, meaning }) => {
    test('has the values that are accepted', () => {
      const { type, enum: words, minimum, exclusiveMinimum, maximum } = schemaOf(fields[name]);
      expect(wordsIn(values)).toEqual(type === 'boolean' ? ['true', 'false'] : (words ?? []));
      expect(numbersIn(values)).toEqual([minimum ?? exclusiveMinimum, maximum].filter((limit) => limit !== undefined));
    });

    test('has its default and a meaning', () => {
      const preset = presets[name];
      expect(ofItself).toBe(preset === undefined ? 'any' : `\`${JSON.stringify(preset).replaceAll(',', ', ')}\``);
      expect(meaning).not.toBe('');
    });
  });
}

holds('## Claims', claimFields, { ...profiles.pytorch });
holds('### Claims of a layer', layerClaimFields, { ...layerDefaults });
holds('### Claims of folding', foldClaimFields, { ...foldDefaults });

test('the specification names every claim', () => {
  const text = section(read('spec/batchnorm.md'), '### Claims');
  expect(Object.keys(claimFields).filter((name) => !text.includes(`\`${name}`))).toEqual([]);
});
