/** Inputs that are rounded: a wrong step explains them, which is the whole diagnosis. */
import { expect, test } from 'vitest';
import { reference } from '../../../../reference/oracle.ts';
import { nameMistakes } from '../../../../spec/diagnosis/name-mistakes.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';
import { claims, narrow } from '../rounded-inputs.ts';

test('inputs that are rounded are the whole diagnosis, where no known mistake does the same', async () => {
  const all = await nameMistakes({ target: targetOf(narrow(11)), reference, claims }, [], { bank: [] });
  expect(all.map(({ id }) => id)).toEqual(['formula']);
});
