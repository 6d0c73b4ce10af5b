/** The right formula in coarse arithmetic is the whole diagnosis. */
import { expect, test } from 'vitest';
import { reference } from '../../../../reference/oracle.ts';
import { diagnose } from '../../../../spec/diagnosis/diagnose.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';
import { claims, narrow } from '../rounded-inputs.ts';

test('inputs that are rounded are the whole diagnosis, where no known mistake does the same', async () => {
  const all = await diagnose({ target: targetOf(narrow(11)), reference, claims }, [], { bank: [] });
  expect(all.map(({ id }) => id)).toEqual(['coarse']);
});
