/**
 * Fault injection: whatever an adapter does, the call that met it has the right name, the next call works, and no
 * process is left behind.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { spawnTarget } from '../../../spec/wire/process-target.ts';
import { faults, harmless, lateFaults, possible } from './faults.ts';
import { farSide, infer, leftBehind, train, x } from './misbehaving-adapters.ts';

/** Programs that do not hang get plenty of time: a slow machine must not turn one failure into another. */
const limits = { timeoutMs: 20_000, firstTimeoutMs: 20_000 };
const ok = { status: 'ok', result: { y: x }, mutated: [], aliased: [] };

describe.concurrent('an adapter that', () => {
  test.each(faults.filter(possible))('$name', async ({ infer: statements, node, status, says }) => {
    const far = farSide({ infer: statements, node });
    const target = await spawnTarget({ ...far, ...limits, ...(status === 'timeout' && { timeoutMs: 400 }) });
    expect(await train(target)).toMatchObject(ok);

    const outcome = await infer(target);

    expect(outcome).toMatchObject({ status, message: expect.stringMatching(says) });
    expect(await train(target)).toMatchObject(ok);
    await target.close();
    expect(await leftBehind(far)).toEqual([]);
  });

  test.each(lateFaults)('$name, which the next call tells', async ({ infer: statements, status, says }) => {
    const far = farSide({ infer: statements });
    const target = await spawnTarget({ ...far, ...limits });

    expect(await infer(target)).toMatchObject(ok);
    await sleep(300);

    expect(await train(target)).toMatchObject({ status, message: expect.stringMatching(says) });
    expect(await train(target)).toMatchObject(ok);
    await target.close();
    expect(await leftBehind(far)).toEqual([]);
  });

  test.each(harmless)('$name, which is no fault', async ({ infer: statements }) => {
    const far = farSide({ infer: statements });
    const target = await spawnTarget({ ...far, ...limits });
    expect(await infer(target)).toMatchObject(ok);
    expect(await infer(target)).toMatchObject(ok);
    await target.close();
    expect(await leftBehind(far)).toEqual([]);
  });

  test('answers with another shape, type or NaN is left to the clauses', async () => {
    const far = farSide({
      infer: `send(frame({ __metadata__: envelope(request), y: { dtype: 'F64', shape: [2], data_offsets: [0, 16] } }, Buffer.alloc(16, 255)));`,
    });
    const target = await spawnTarget({ ...far, ...limits });
    const y = { dtype: 'float64', shape: [2], data: Float64Array.of(NaN, NaN) };
    expect(await infer(target)).toMatchObject({ status: 'ok', result: { y } });
    await target.close();
  });

  test('sees its inputs change or its outputs overlap says so in the envelope', async () => {
    const far = farSide({
      infer: `send(good(request, { mutated: 'x earlier:running_mean', aliased: 'y earlier:inv_std' }));`,
    });
    const target = await spawnTarget({ ...far, ...limits });
    expect(await infer(target)).toMatchObject({
      mutated: ['x', 'earlier:runningMean'],
      aliased: ['y', 'earlier:invStd'],
    });
    await target.close();
  });
});
