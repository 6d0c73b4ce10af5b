/** The findings of the whole run: shares.json, and SHARES.md, which is made of it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Shares } from './largest-shares.ts';

export interface Found {
  readonly name: string;
  readonly says: string;
  readonly judged: number;
  /** Rounded up, by output and form. */
  readonly largest: Readonly<Record<string, number>>;
}

export const placeOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export const foundBefore = (): Found[] => JSON.parse(readFileSync(placeOf('shares.json'), 'utf8')) as Found[];

/** A share in thousandths, rounded up: no input exceeds it. */
export const roundedUp = (share: number): number => Math.ceil(share * 1000) / 1000;

export const foundIn = (name: string, says: string, { judged, largest }: Shares): Found => ({
  name,
  says,
  judged,
  largest: Object.fromEntries(Object.entries(largest).map(([key, share]) => [key, roundedUp(share)])),
});

const separator = ', ';

/** For each output the largest share, and one form that takes it. */
function rowsOf({ largest }: Found): string[] {
  const byOutput = new Map<string, [string, number]>();
  for (const [key, share] of Object.entries(largest)) {
    const [output] = key.split(separator);
    const form = key.slice(output.length + separator.length);
    if (share > (byOutput.get(output)?.[1] ?? -1)) byOutput.set(output, [form, share]);
  }
  return [...byOutput].map(([output, [form, share]]) => `| ${output} | ${share.toFixed(3)} | ${form} |`);
}

export function markdownOf(found: readonly Found[]): string {
  const tables = found.map((one) =>
    [
      `## ${one.name}`,
      `${one.says}. ${one.judged.toLocaleString('en-US')} values were judged, none is beyond its bound.`,
      ['| output | largest share of its bound | form |', '|---|---|---|', ...rowsOf(one)].join('\n'),
    ].join('\n\n'),
  );
  const head = [
    '# Every input of a few toy formats',
    'Written by `npx tsx test/tools/toy-formats/generate.ts`. Each honest form of `test/tools/honest/forms.ts` was computed for every input',
    'of these spaces, and compared with the bounds of BN-12 as the suite computes them. No symmetry is used, since forms add in their',
    'own orders. A share of 1 would be a bound that is met exactly, more would blame an honest implementation.',
  ];
  return `${head[0]}\n\n${head.slice(1).join('\n')}\n\n${tables.join('\n\n')}\n`;
}
