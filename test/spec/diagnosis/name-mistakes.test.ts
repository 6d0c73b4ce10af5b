/** Known mistakes that explain some places, and decoders that explain others: their order, without duplicates. */
import { expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { reference } from '../../../reference/oracle.ts';
import { mapValues } from '../../../spec/cases/scenario-variants.ts';
import { nameMistakes } from '../../../spec/diagnosis/name-mistakes.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import type { Mutant } from '../../../spec/terms/mutant.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

const right = implementationOf('');

/** dgamma of training divided by m, which decoders read. */
const averaged: Implementation = {
  ...right,
  trainBackward: async (call) => {
    const answer = await right.trainBackward(call);
    const { perChannel: m } = layoutOf(call.x.shape, call.axis);
    return { ...answer, ...(answer.dgamma && { dgamma: mapValues(answer.dgamma, (value) => value / m) }) };
  },
};

const shifted: Required<Implementation>['inferForward'] = async (call) => {
  const { y } = await right.inferForward(call);
  return { y: mapValues(y, (value, i) => (i % 3 === 1 ? value + 7 : value)) };
};
const shiftedGradient: Required<Implementation>['inferBackward'] = async (call) => {
  const answer = await right.inferBackward(call);
  return { ...answer, dx: mapValues(answer.dx, (value, i) => (i % 3 === 1 ? value + 7 : value)) };
};

async function told(target: Implementation, ...bank: readonly Mutant[]): Promise<readonly string[]> {
  const context = { target: targetOf(target), reference, claims: resolveClaims(right.claims) };
  return (await nameMistakes(context, [], { bank })).map(({ id }) => id);
}

const known = (id: string, implementation: Implementation): Mutant => ({
  id,
  says: '',
  owed: 'kill',
  breaks: [],
  implementation,
});

/** Wrong in dgamma of training as well, in a way that only a decoder explains. */
const both = (mistake: Partial<Implementation>): Implementation => ({ ...averaged, ...mistake });

test('the known mistake comes first where it explains most', async () => {
  const mistake = { inferForward: shifted, inferBackward: shiftedGradient };
  expect(await told(both(mistake), known('QQ01', { ...right, ...mistake }))).toEqual(['QQ01', 'formula']);
});

test('what is decoded comes first where more is left', async () => {
  const inFew: Required<Implementation>['inferForward'] = (call) =>
    call.x.shape.length === 3 ? shifted(call) : right.inferForward(call);
  const mistake = { inferForward: inFew };
  expect(await told(both(mistake), known('QQ01', { ...right, ...mistake }))).toEqual(['formula', 'QQ01']);
});

test('what both say is said once, and first', async () => {
  const inSaved: Required<Implementation>['savedBackward'] = async (call) => {
    const answer = await right.savedBackward(call);
    return { ...answer, ...(answer.dbeta && { dbeta: mapValues(answer.dbeta, (value) => value + 9) }) };
  };
  const target = both({ inferForward: shifted, inferBackward: shiftedGradient, savedBackward: inSaved });
  const bank = [
    known('QQ01', { ...right, inferForward: shifted, inferBackward: shiftedGradient }),
    known('BW17z', { ...right, savedBackward: inSaved }),
  ];
  expect(await told(target, ...bank)).toEqual(['BW17z', 'formula', 'QQ01']);
});

test('with nothing known, what is decoded is all', async () => {
  expect(await told(averaged)).toEqual(['formula']);
  expect(await told(right)).toEqual([]);
});
