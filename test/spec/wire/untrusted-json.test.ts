/** JSON from outside: bounded, without a key twice, and otherwise what JSON.parse says. */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { mostDepth, readJson } from '../../../spec/wire/untrusted-json.ts';
import { WireError } from '../../../spec/wire/wire-error.ts';

const read = (given: Uint8Array | string): unknown => readJson(given, { bytes: 2 ** 20, name: 'it' });

const nested = (depth: number, [open, close]: readonly [string, string], inside = '1'): string =>
  open.repeat(depth) + inside + close.repeat(depth);
const array = ['[', ']'] as const;
const object = ['{"a":', '}'] as const;

describe('JSON from outside', () => {
  test('means what JSON.parse says it means', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), fc.boolean(), (text, asBytes) => {
        expect(read(asBytes ? Buffer.from(text) : text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('is refused where JSON.parse refuses it, on one line that names it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.nat(), fc.string(), (json, at, scrap) => {
        const text = json.slice(0, at % (json.length + 1)) + scrap + json.slice((at + 1) % (json.length + 1));
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        fc.pre(!valid);
        expect(() => read(text)).toThrow(WireError);
        expect(() => read(text)).toThrow(/^it expected JSON.*$/);
      }),
    );
  });

  test('is refused in the same words by every version of Node', () => {
    const parse = vi.spyOn(JSON, 'parse').mockImplementation(() => {
      throw new SyntaxError('Unterminated string in JSON at position 4 (line 1 column 5)');
    });
    try {
      expect(() => read('"abc')).toThrow(/^it expected JSON: Unterminated string in JSON at position 4$/);
    } finally {
      parse.mockRestore();
    }
  });

  test('is refused with a key twice in one object, however it is written', () => {
    const key = fc.oneof(fc.constantFrom('a', '__proto__', '', 'claims', '\u{1f600}', '"', '\\'), fc.string());
    const hex = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;
    const spelled = (name: string, escaped: boolean): string =>
      escaped
        ? `"${Array.from({ length: name.length }, (_, i) => hex(name.charCodeAt(i))).join('')}"`
        : JSON.stringify(name);
    fc.assert(
      fc.property(fc.uniqueArray(key, { minLength: 1 }), fc.nat(), fc.boolean(), (keys, which, escaped) => {
        const members = keys.map((name) => `${JSON.stringify(name)}:{"a":[{"a":1},{"a":2}]}`);
        expect(() => read(`[{${members.join()}}]`)).not.toThrow();
        const again = keys[which % keys.length];
        members.push(`${spelled(again, escaped)} :"a:b"`);
        expect(() => read(`[{${members.join()}}]`)).toThrow(/^it has the key .* twice$/);
      }),
    );
  });

  test.each([
    ['arrays', array],
    ['objects', object],
  ] as const)('is refused where %s nest deeper than anything that is meant', (_, brackets) => {
    expect(() => read(nested(mostDepth, brackets))).not.toThrow();
    for (const depth of [mostDepth + 1, 5000, 100_000]) {
      expect(() => read(nested(depth, brackets))).toThrow(/^it expected JSON that nests at most 32 levels deep$/);
      expect(() => read(`{"x":1,"x":${brackets[0].repeat(depth)}`)).toThrow(/nests at most/);
    }
  });

  test('does not take brackets and colons in strings for structure', () => {
    const text = `{"${'['.repeat(100)}":"a\\":{\\\\","a":"\\\\"}`;
    expect(read(text)).toEqual(JSON.parse(text));
  });

  test('is refused beyond its size before anything is made of it', () => {
    expect(() => readJson(`"${'é'.repeat(50)}"`, { bytes: 102, name: 'it' })).not.toThrow();
    expect(() => readJson(`"${'é'.repeat(50)}"`, { bytes: 101, name: 'it' })).toThrow(
      'it expected at most 101 bytes of JSON, got 102',
    );
  });

  test('is refused where its bytes are not UTF-8', () => {
    expect(() => read(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toThrow(
      'it expected JSON in UTF-8, got bytes that are none',
    );
  });

  test('takes time in proportion to its length', () => {
    const long = JSON.stringify({ a: '\\'.repeat(2 ** 18), b: Array.from({ length: 2 ** 16 }, () => '') });
    const begin = performance.now();
    read(long);
    expect(performance.now() - begin).toBeLessThan(2000);
  });
});
