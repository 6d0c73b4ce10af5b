/** A link gives back the code that went into it, and a hostile one gives nothing. */
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeIn, fragmentOf } from '../../../spec/playground/share.ts';

const fragmentWith = (bytes: Uint8Array): string => `#code=${Buffer.from(bytes).toString('base64url')}`;

test('code comes back from its link, whatever is in it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (code) => {
      const fragment = await fragmentOf(code);
      expect(fragment).toMatch(/^#code=[\w-]+$/);
      expect(await codeIn(fragment)).toBe(code);
    }),
    { seed: 1 },
  );
});

test.each(['', '#', '#code=', '#code=%00', '#code=!!', '#code=AAAA', '#other', '#code=____'])(
  'the fragment %j holds no code',
  async (fragment) => {
    expect(await codeIn(fragment)).toBeUndefined();
  },
);

test('a short link does not unpack into megabytes', async () => {
  const bomb = fragmentWith(deflateRawSync(Buffer.alloc(50_000_000, ' ')));
  expect(bomb.length).toBeLessThan(100_000);
  expect(await codeIn(bomb)).toBeUndefined();
});

test('what is no text is no code', async () => {
  expect(await codeIn(fragmentWith(deflateRawSync(Buffer.of(0xff, 0xfe))))).toBeUndefined();
});

test('code that is too long has no link', async () => {
  await expect(fragmentOf(' '.repeat(200_001))).rejects.toThrow('too long');
});
