/** A claim that cannot be meant: one line that names the key, what was expected, and what came. */
import { expect, test } from 'vitest';
import { checkClaims } from '../../../spec/wire/claims.ts';
import { WireError } from '../../../spec/wire/wire-error.ts';

const refused = (value: unknown): string => {
  try {
    checkClaims(value);
  } catch (error) {
    if (error instanceof WireError) return error.message;
    throw error;
  }
  return 'accepted';
};

test('a claim that can be meant is accepted', () => {
  const claims = { dtypes: ['float32'], ranks: [2, 8], minEpsilon: 1e-5, deterministic: false, grade: 'exact' };
  expect(checkClaims(claims)).toEqual(claims);
  expect(checkClaims('pytorch')).toBe('pytorch');
});

test.each([
  [{ minEpsilon: 1e308 }, '"claims.minEpsilon" expected a number <= 1, got 1e+308'],
  [{ minEpsilon: Infinity }, '"claims.minEpsilon" expected a finite number, got Infinity'],
  [{ minEpsilon: NaN }, '"claims.minEpsilon" expected a finite number, got NaN'],
  [{ minEpsilon: -1e-5 }, '"claims.minEpsilon" expected a number >= 0, got -0.00001'],
  [{ minEpsilon: '1e-5' }, '"claims.minEpsilon" expected a finite number, got "1e-5"'],
  [{ dtypes: [] }, '"claims.dtypes" expected at least 1 entry, got []'],
  [{ dtypes: 'float32' }, '"claims.dtypes" expected a list, got "float32"'],
  [{ dtypes: ['int8'] }, /^"claims\.dtypes\.0" expected "float16" or .* or "float64", got "int8"$/],
  [{ ranks: [1] }, '"claims.ranks.0" expected a number >= 2, got 1'],
  [{ ranks: [2.5] }, '"claims.ranks.0" expected an integer, got 2.5'],
  [
    { ranks: Array.from({ length: 100_000 }, () => 2) },
    /^"claims\.ranks" expected at most 16 entries, got \[2,2.* \(\d+ characters\)$/,
  ],
  [{ epsilons: [] }, '"claims.epsilons" expected at least 1 entry, got []'],
  [{ epsilons: [1e-5, 0] }, '"claims.epsilons.1" expected a number > 0, got 0'],
  [{ epsilons: [1e-5, 1e-5] }, '"claims.epsilons" expected different entries, got [0.00001,0.00001]'],
  [
    { epsilons: [1e-3, 1e-6], minEpsilon: 1e-5 },
    '"claims.epsilons" expected numbers >= "claims.minEpsilon" (0.00001), got 0.000001',
  ],
  [{ momenta: [1.5] }, '"claims.momenta.0" expected a number <= 1, got 1.5'],
  [{ momenta: 0.1 }, '"claims.momenta" expected a list, got 0.1'],
  [{ affine: 'all' }, /^"claims\.affine" expected "none" or .* or "optional", got "all"$/],
  [{ statistics: true }, '"claims.statistics" expected "together" or "each", got true'],
  [{ shapes: 'one' }, '"claims.shapes" expected "many" or "few", got "one"'],
  [{ ownParameters: 'no' }, '"claims.ownParameters" expected true or false, got "no"'],
  [
    { ownParameters: false },
    '"claims.parameterDtypes" expected at least one type, since "claims.ownParameters" is false, got []',
  ],
  [{ deterministic: 1 }, '"claims.deterministic" expected true or false, got 1'],
  [{ momentumWeights: 'none' }, '"claims.momentumWeights" expected "new" or "old", got "none"'],
  [{ rank: [2] }, '"claims" has the unknown key "rank"'],
  [{ ['k'.repeat(900_000)]: 1 }, /^"claims" has the unknown key "k{79}… \(\d+ characters\)$/],
  [[], '"claims" expected an object, got []'],
  [null, '"claims" expected an object, got null'],
  [7, '"claims" expected an object, got 7'],
  ['caffe', /^"claims" expected a profile \(pytorch, .*\), got "caffe"$/],
])('%o is named', (value, message) => {
  if (message instanceof RegExp) expect(refused(value)).toMatch(message);
  else expect(refused(value)).toBe(message);
  expect(refused(value)).not.toContain('\n');
});
