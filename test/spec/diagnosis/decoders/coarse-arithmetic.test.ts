/** The right formula in coarse arithmetic is distinguished from a wrong one. */
import { describe, expect, test } from 'vitest';
import { mutantOf } from '../../../../impl/mutants/_bank.ts';
import { reference } from '../../../../reference/oracle.ts';
import { answersTo, expectationsOf, resultsOf } from '../../../../spec/diagnosis/probe-answers.ts';
import { decodeCoarse } from '../../../../spec/diagnosis/decoders/coarse-arithmetic.ts';
import { fixedProbes } from '../../../../spec/diagnosis/probes.ts';
import type { Diagnosis } from '../../../../spec/report/report.ts';
import type { Implementation } from '../../../../spec/terms/contract.ts';
import { operations } from '../../../../spec/terms/operations.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';
import { claims, narrow, right } from '../rounded-inputs.ts';

const probes = fixedProbes(claims, operations);

const expectations = expectationsOf(probes, reference, claims);

async function decoded(implementation: Implementation): Promise<Diagnosis | undefined> {
  const results = resultsOf(await answersTo(targetOf(implementation), probes), probes, expectations, claims);
  return decodeCoarse(results, probes, expectations);
}

const bitsOf = ({ evidence }: Diagnosis): number => Number(/accurate to (\d+) bits/.exec(evidence)?.[1]);

describe('inputs that are rounded', () => {
  test.each([
    ['TF32', 11],
    ['13 bits', 13],
    ['16 bits', 16],
    ['19 bits', 19],
  ])('to %s are reported, with the bits that are left', async (_, bits) => {
    const found = (await decoded(narrow(bits))) as Diagnosis;
    expect(found.id).toBe('coarse');
    expect(bitsOf(found)).toBeGreaterThanOrEqual(bits - 2);
    expect(bitsOf(found)).toBeLessThanOrEqual(bits + 2);
    const [missed, of, calls] =
      /^(\d+) of (\d+) results of (\d+) probe calls violate/.exec(found.evidence)?.slice(1) ?? [];
    expect(Number(missed)).toBeGreaterThan(10);
    expect(Number(missed)).toBeLessThan(Number(of));
    expect(Number(calls)).toBe(probes.length);
  });

  test('to a few bits are no rounding', async () => {
    expect(await decoded(narrow(3))).toBeUndefined();
  });
});

describe('what is not called coarse', () => {
  test('an implementation that conforms', async () => {
    expect(await decoded(right)).toBeUndefined();
  });

  test.each(['ST01a', 'EP01a', 'EP02a', 'RS01', 'BW01', 'AF01a', 'LY01a', 'SV01'])('%s', async (id) => {
    expect(await decoded((await mutantOf(id)).under().implementation)).toBeUndefined();
  });

  test('an answer that is missing, or NaN, among others that are coarse', async () => {
    const coarse = narrow(11);
    const failing: Implementation = {
      ...coarse,
      inferForward: () => {
        throw new Error('out of order');
      },
    };
    expect(await decoded(failing)).toBeUndefined();
    const spoiled: Implementation = {
      ...coarse,
      trainForward: async (call) => {
        const result = await coarse.trainForward!(call);
        return { ...result, y: { ...result.y, data: (result.y.data as Float32Array).with(0, NaN) } };
      },
    };
    expect(await decoded(spoiled)).toBeUndefined();
  });
});
