/** Damage to bytes that somebody will read, as chance and as malice do it: blind, or by the grammar of JSON and of frames. */
import type { Random } from '../../spec/cases/random.ts';

export const below = (random: Random, n: number): number => Math.floor(random.uniform() * n);
export const oneOf = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)];

export type Damage = (random: Random, bytes: Buffer) => Buffer;

const bitFlips: Damage = (random, bytes) => {
  const out = Buffer.from(bytes);
  for (let n = 1 + below(random, 4); n > 0; n--) out[below(random, out.length)] ^= 1 << below(random, 8);
  return out;
};

const truncation: Damage = (random, bytes) => bytes.subarray(0, below(random, bytes.length));

const appendix: Damage = (random, bytes) =>
  Buffer.concat([bytes, Buffer.alloc(1 + below(random, 64), below(random, 256))]);

const gap: Damage = (random, bytes) => {
  const at = below(random, bytes.length);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(random, 32))]);
};

const numbers = [
  '-1',
  '-9007199254740993',
  '9007199254740993',
  '18446744073709551616',
  '1e308',
  '1e999',
  '0',
  '0.5',
  '4294967296',
  '-0',
  '1099511627776',
];
const words = [
  'null',
  '{}',
  '[]',
  'true',
  '"x"',
  '[[[[]]]]',
  '"__proto__"',
  '{"__proto__":1}',
  '"\\u0000"',
  ...numbers,
];
const texts = [
  '\u001b[2J\u202e::error::x',
  '\n::error::x',
  '\r',
  '\u0000',
  '\ud800',
  '\u2028',
  '*'.repeat(500),
  'x'.repeat(200_000),
  '9'.repeat(400),
];
const paths = [
  '"../../etc/passwd"',
  '"/etc/passwd"',
  '"..\\\\up"',
  '"a/b.safetensors"',
  '"con.safetensors\\u0000"',
  '""',
  '".."',
];

/** One match of the pattern replaced. */
function edit(random: Random, text: string, pattern: RegExp, by: (found: string) => string): string {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return `${text}?`;
  const match = oneOf(random, found);
  return text.slice(0, match.index) + by(match[0]) + text.slice(match.index + match[0].length);
}

type TextDamage = (random: Random, text: string) => string;

const textDamages: readonly TextDamage[] = [
  (random, text) => edit(random, text, /-?\d+(\.\d+)?(e[+-]?\d+)?/g, () => oneOf(random, numbers)),
  (random, text) => edit(random, text, /(?<=:)("[^"]*"|-?\d[\d.e+-]*|\[[^[\]]*\])/g, () => oneOf(random, words)),
  (random, text) => edit(random, text, /"[^"]*\.safetensors"/g, () => oneOf(random, paths)),
  // A key twice, with the same value and with another one.
  (random, text) => edit(random, text, /"\w+":("[^"]*"|-?\d[\d.e+-]*)/g, (member) => `${member},${member}`),
  (random, text) =>
    edit(random, text, /"\w+":("[^"]*"|-?\d[\d.e+-]*)/g, (member) => `${member.replace(/:.*/, ':0')},${member}`),
  (random, text) =>
    edit(random, text, /"[^"]*":/g, () => `"${oneOf(random, ['__proto__', 'constructor', '', 'x', '__metadata__'])}":`),
  (random, text) => edit(random, text, /[{}[\],:"]/g, () => ''),
  (random, text) =>
    edit(random, text, /\{/g, () => oneOf(random, ['[', '{"":']).repeat(oneOf(random, [1, 10, 40, 5000, 100_000]))),
  // Any text: escapes for terminals and build servers, what has no width, half a pair, and far too much.
  (random, text) => edit(random, text, /"[^"]*"/g, () => JSON.stringify(oneOf(random, texts))),
  (random, text) => edit(random, text, /"[^"]*"/g, (string) => string.slice(0, -1) + string.slice(1).repeat(2)),
  (random, text) => edit(random, text, /[,:]/g, (found) => found + ' \n\t\r'.repeat(oneOf(random, [1, 10_000]))),
  (random, text) => {
    const at = below(random, text.length);
    return (
      text.slice(0, at) + text.slice(at, at + below(random, 200)).repeat(oneOf(random, [2, 3, 1000])) + text.slice(at)
    );
  },
  (random, text) =>
    edit(
      random,
      text,
      /"data_offsets":\[\d+,\d+\]/g,
      () => `"data_offsets":[${oneOf(random, numbers)},${oneOf(random, numbers)}]`,
    ),
  (random, text) =>
    edit(random, text, /"shape":\[[^\]]*\]/g, () => `"shape":[${oneOf(random, numbers)},${oneOf(random, numbers)}]`),
  (random, text) =>
    edit(random, text, /"(F16|BF16|F32|F64|float\d\d|bfloat16)"/g, () =>
      oneOf(random, ['"F8"', '"I64"', '"F16"', '"float64"']),
    ),
];

const byText = (text: string, random: Random): string => oneOf(random, textDamages)(random, text);

/** Of the header, whose length is put right again. */
const header: Damage = (random, bytes) => {
  const length = Number(bytes.readBigUInt64LE());
  const text = Buffer.from(byText(bytes.subarray(8, 8 + length).toString(), random));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([prefix, text, bytes.subarray(8 + length)]);
};

const lengths = [0n, 1n, 7n, 2n ** 20n, 2n ** 20n + 1n, 2n ** 31n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n];

const headerLength: Damage = (random, bytes) => {
  const out = Buffer.from(bytes);
  if (out.length >= 8) out.writeBigUInt64LE(oneOf(random, lengths));
  return out;
};

/** Several times as often as each of the blind ones. */
const often = (damage: Named): Named[] => [damage, damage, damage, damage, damage];

interface Named {
  readonly name: string;
  readonly damage: Damage;
}

const blind: readonly Named[] = Object.entries({ bitFlips, truncation, appendix, gap }).map(([name, damage]) => ({
  name,
  damage,
}));
const text: Named = { name: 'text', damage: (random, bytes) => Buffer.from(byText(bytes.toString(), random)) };

/** To text such as JSON, and to a frame that is whole. */
export const damages: Readonly<Record<'text' | 'frame', readonly Named[]>> = {
  text: [...blind, ...often(text)],
  frame: [...blind, { name: 'headerLength', damage: headerLength }, ...often({ name: 'header', damage: header })],
};

/** One to three damages, one after the other; a frame that is none any more is damaged blindly. */
export function damaged(random: Random, kind: 'text' | 'frame', whole: Uint8Array): Buffer {
  let bytes: Buffer = Buffer.from(whole);
  for (let n = 1 + below(random, 3); n > 0 && bytes.length > 0; n--) {
    const isWhole = kind === 'text' || (bytes.length >= 8 && bytes.readBigUInt64LE() <= BigInt(bytes.length - 8));
    bytes = oneOf(random, isWhole ? damages[kind] : blind).damage(random, bytes);
  }
  return bytes;
}
