/** `show` puts any value on one short line. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { show } from '../../../spec/wire/wire-error.ts';

test('whatever a value holds, it is shown on one line', () => {
  const breaks = fc.constantFrom('\n', '\r', '\u0085', '\u2028', '\u2029', 'a', '"');
  const texts = fc.oneof(fc.string({ unit: breaks }), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(fc.oneof(texts, fc.array(texts), fc.dictionary(texts, texts), fc.anything()), (value) => {
      expect(show(value, 10_000).split(/[\n\r\u0085\u2028\u2029]/)).toHaveLength(1);
    }),
  );
});
