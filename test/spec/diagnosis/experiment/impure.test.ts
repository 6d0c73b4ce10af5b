/** Changed arguments and shared memory are located. */
import { expect, test } from 'vitest';
import { implementationOf } from '../../../../impl/plain/implementation.ts';
import { reference } from '../../../../reference/oracle.ts';
import { randomOf } from '../../../../spec/cases/random.ts';
import type { Exchange } from '../../../../spec/check/trial/exchange.ts';
import { experimentOnPurity } from '../../../../spec/diagnosis/experiment/impure.ts';
import { callOfDraft } from '../../../../spec/diagnosis/hypothesis/draft.ts';
import { type Traits, traitsOf } from '../../../../spec/diagnosis/hypothesis/traits.ts';
import { drawnDraft } from '../../../../spec/diagnosis/hypothesis/vary-draft.ts';
import type { Implementation, InferForward, InferForwardResult } from '../../../../spec/terms/contract.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';

const right = implementationOf('', {}, { dtypes: ['float32', 'float64'] });
const claims = resolveClaims(right.claims);

type Kernel = (call: InferForward) => InferForwardResult;
const forward = right.inferForward as Kernel;

async function said(is: (traits: Traits) => boolean, wrong: Kernel): Promise<string[]> {
  const implementation: Implementation = {
    ...right,
    inferForward: (call) => (is(traitsOf('inferForward', call)) ? wrong(call) : forward(call)),
  };
  const target = targetOf(implementation);
  const random = randomOf(7);
  const exchanges: Exchange[] = [];
  while (exchanges.length < 2) {
    const draft = { ...drawnDraft('inferForward', claims, random, true), operation: 'inferForward' } as const;
    const call = callOfDraft(draft, claims);
    const outcome = await target.call('inferForward', call);
    if (is(traitsOf('inferForward', call))) exchanges.push({ operation: 'inferForward', call, outcome });
  }
  const bench = { target, reference, claims, required: 'stable' } as const;
  return (await experimentOnPurity(bench, exchanges, target.operations)).map(({ says }) => says);
}

const overX: Kernel = (call) => {
  const result = forward(call);
  call.x.data.set(result.y.data);
  return result;
};

const meanAgain: Kernel = (call) => ({
  ...forward(call),
  y: { ...call.x, data: call.x.data.fill(0) },
});

test('a changed argument, where it is', async () => {
  expect(await said(({ m }) => m > 6, overX)).toEqual(['Infer_forward changes its input x where m > 6.']);
  expect(await said(() => true, overX)).toEqual(['Infer_forward changes its input x in every call.']);
});

test('memory of an argument', async () => {
  expect(await said(({ beta }) => beta === undefined, meanAgain)).toEqual([
    'Infer_forward changes its input x and gives back memory that is not its own as y where beta is not given.',
  ]);
});

test('a pure one has no diagnosis', async () => {
  expect(await said(() => true, forward)).toEqual([]);
});
