/** Mutants by name, and made again and again: each begins anew, and what is made leaves nothing behind. */
import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { aliases } from '../../../impl/mutants/_aliases.ts';
import { allMutants, bank, idOf, mutantIds, mutantOf } from '../../../impl/mutants/_bank.ts';
import CA04 from '../../../impl/mutants/CA04.ts';
import { callOf, type Scenario, scenarioOf } from '../../../spec/cases/scenario.ts';
import { operations } from '../../../spec/terms/operations.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';
import type { Implementation, InferForwardResult } from '../../../spec/terms/contract.ts';
import { bnspec } from '../../support/bnspec.ts';

test('the catalogue lists every mutant of the folder, in alphabetical order', async () => {
  const files = readdirSync(new URL('../../../impl/mutants/', import.meta.url));
  const ids = files.flatMap((file) => /^([A-Z]{2}\d\d[a-z]?)\.ts$/.exec(file)?.[1] ?? []);
  expect(mutantIds()).toEqual(ids.toSorted());
  expect((await allMutants()).map(({ id }) => id)).toEqual(mutantIds());
});

describe('a name', () => {
  test('is an id, or a row, which is its first variant', () => {
    for (const id of mutantIds()) expect(idOf(id)).toBe(id);
    expect(idOf('ST01')).toBe('ST01a');
    expect(idOf('BW02')).toBe('BW02');
  });

  test('may be a former id or the row of one', async () => {
    for (const [former, id] of Object.entries(aliases)) expect(idOf(former)).toBe(id);
    expect(idOf('XX18')).toBe('SH50a');
    expect((await mutantOf('XX18')).id).toBe('SH50a');
  });

  test.each(['', 'ST', 'ZZ99', 'ST01z', 'XX42', '_bank', 'constructor'])('is not %j', async (name) => {
    expect(idOf(name)).toBeUndefined();
    await expect(mutantOf(name)).rejects.toThrow(`no mutant "${name}"`);
  });
});

test('a former id checks the mutant of today, under the id of today', async () => {
  const { code, stdout } = await bnspec('check', 'mutant/XX44', '--clause', 'BN-2.1', '--runs', '1');
  expect(code).toBe(0);
  expect(stdout).toContain('mutant/CL04');
  expect(stdout).not.toContain('XX44 ');
});

const claims = resolveClaims('pytorch');
/** Each time in memory of its own, since some mutants write into it. */
const scenario = (): Scenario => scenarioOf(claims, { shape: [4, 2, 3], axis: 1 });

test('each implementation of a mutant begins anew', async () => {
  const inferred = async (implementation: Implementation, epsilon: number): Promise<readonly number[]> => {
    const answer = (await implementation.inferForward?.(
      callOf.inferForward({ ...scenario(), epsilon }),
    )) as InferForwardResult;
    return [...valuesOf(answer.y)];
  };
  const [used, fresh] = [CA04.under().implementation, CA04.under().implementation];
  const first = await inferred(used, 0.1);
  expect(await inferred(used, 1)).toEqual(first);
  expect(await inferred(fresh, 1)).not.toEqual(first);
});

/** Outcomes of the same calls, in order. */
async function outcomes(implementation: Implementation): Promise<string> {
  const calls = scenario();
  const found: unknown[] = [];
  for (const operation of [...operations, ...operations]) {
    try {
      found.push(await implementation[operation]?.(callOf[operation](calls) as never));
    } catch (error) {
      found.push(String(error));
    }
  }
  return JSON.stringify(found, (_, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as Float64Array, String) : value,
  );
}

test('what one implementation was asked reaches no other of any mutant', async () => {
  const changed: string[] = [];
  for (const { id, under } of await allMutants()) {
    const before = await outcomes(under().implementation);
    if ((await outcomes(under().implementation)) !== before) changed.push(id);
  }
  expect(changed).toEqual([]);
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function heapAfter(openings: number): Promise<number> {
  for (let i = 0; i < openings; i++) await bank({ ...claims, momentumWeights: i % 2 === 0 ? 'old' : 'new' });
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

test('a bank that is opened 200 times leaves nothing behind', async () => {
  const before = await heapAfter(5);
  expect((await heapAfter(200)) - before).toBeLessThan(4 * 2 ** 20);
});
