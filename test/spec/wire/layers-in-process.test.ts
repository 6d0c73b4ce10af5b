/** Layers behind a target, in this process and in another: they answer alike, and memory that is not theirs is noticed. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import plain, { plainLayer } from '../../../impl/plain/index.ts';
import type { Layer, LayerConfig, LayerState, Tensor } from '../../../spec/terms/contract.ts';
import type { LayerCommand } from '../../../spec/terms/layer-commands.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import type { LayerOutcome } from '../../../spec/wire/call-outcome.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { moduleTarget } from '../../../spec/wire/process-target.ts';
import type { Target } from '../../../spec/wire/target.ts';

const config: LayerConfig = {
  channels: 2,
  axis: 1,
  rank: 2,
  dtype: 'float32',
  parameterDtype: 'float32',
  epsilon: 1,
  momentum: 0.25,
  affine: true,
  trackRunningStats: true,
};
const x = tensor('float32', [2, 2], [1, 2, 3, 5]);
const dy = tensor('float32', [2, 2], [1, 0, 0, 2]);

const script: readonly LayerCommand[] = [
  { op: 'layerNew', layer: 'a', config },
  { op: 'layerTrain', layer: 'a' },
  { op: 'layerForward', layer: 'a', x },
  { op: 'layerBackward', layer: 'a', dy },
  { op: 'layerState', layer: 'a' },
  { op: 'layerCopy', layer: 'a', copy: 'b' },
  { op: 'layerEval', layer: 'b' },
  { op: 'layerForward', layer: 'b', x },
  { op: 'layerLoad', layer: 'b', state: plainLayer(config).state() },
  { op: 'layerState', layer: 'b' },
  { op: 'layerBackward', layer: 'b', dy },
  { op: 'layerForward', layer: 'a', x: dy },
  { op: 'layerForward', layer: 'a', x: tensor('float32', [2, 3], [1, 2, 3, 4, 5, 6]) },
  { op: 'layerState', layer: 'a' },
  { op: 'layerClose', layer: 'a' },
  { op: 'layerState', layer: 'a' },
];

async function outcomes(target: Target, commands: readonly LayerCommand[]): Promise<LayerOutcome[]> {
  const all: LayerOutcome[] = [];
  for (const command of commands) all.push((await target.layer?.(command)) as LayerOutcome);
  return all;
}

test('a sequence over the wire is answered as one in this process', async () => {
  const far = await moduleTarget(fileURLToPath(new URL('../../../impl/plain/index.ts', import.meta.url)));
  const answered = await outcomes(far, script);
  await far.close();
  const near = await outcomes(targetOf(plain), script);
  expect(answered.map((outcome) => ({ ...outcome, answer: undefined }))).toEqual(
    near.map((outcome) => ({ ...outcome, answer: undefined })),
  );
  const statuses = near.map(({ status }) => status);
  expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'ok'));
  expect(statuses.slice(10)).toEqual(['rejected', 'ok', 'rejected', 'ok', 'ok', 'error']);
});

test('a target without layers has none', () => {
  expect(targetOf(implementationOf('operations alone'))).not.toHaveProperty('layer');
});

/** A layer that keeps what it is given in the simplest way, with changes. */
function sloppy(changes: (own: { state: LayerState }) => Partial<Layer>): Target {
  return targetOf({
    name: 'sloppy',
    layer: (given) => {
      const inner = plainLayer(given);
      const own = { state: inner.state() };
      return {
        train: () => inner.train(),
        eval: () => inner.eval(),
        forward: (t) => inner.forward(t),
        backward: (t) => inner.backward(t),
        state: () => inner.state(),
        load: (state) => inner.load(state),
        ...changes(own),
      };
    },
  });
}

describe('memory', () => {
  const [create, train, forward] = script;
  const read: LayerCommand = { op: 'layerState', layer: 'a' };

  test('that `state` returned is overwritten by its caller, and a layer that kept it shows that', async () => {
    const leaky = sloppy((own) => ({ state: () => own.state }));
    const [, first, second] = await outcomes(leaky, [create, read, read]);
    expect(first).toMatchObject({ result: { gamma: tensor('float32', [2], [1, 1]) } });
    expect(second).toMatchObject({ result: { gamma: tensor('float32', [2], [Number.NaN, Number.NaN]) } });
  });

  test('that `load` was given is overwritten likewise', async () => {
    const leaky = sloppy((own) => ({ state: () => ({ ...own.state }), load: (state) => void (own.state = state) }));
    const state = plainLayer(config).state();
    const [, , after] = await outcomes(leaky, [create, { op: 'layerLoad', layer: 'a', state }, read]);
    expect(after).toMatchObject({ result: { runningVar: tensor('float32', [2], [Number.NaN, Number.NaN]) } });
    expect(state).toEqual(plainLayer(config).state());
  });

  test('that a layer writes to or gives out twice is named', async () => {
    const writes = sloppy(() => ({
      forward: (t: Tensor) => {
        t.data[0] = 9;
        return { y: t };
      },
    }));
    expect((await outcomes(writes, [create, train, forward])).at(-1)).toMatchObject({ mutated: ['x'], aliased: ['y'] });
    const y = tensor('float32', [2, 2], [1, 2, 3, 4]);
    const reuses = sloppy(() => ({ forward: () => ({ y }) }));
    const answers = await outcomes(reuses, [create, train, forward, forward]);
    expect(answers.at(-1)).toMatchObject({ aliased: ['earlier:y'] });
  });
});

describe('a layer that is none', () => {
  test.each([
    ['nothing', undefined],
    ['an object without methods', {}],
    ['an object with some', { train() {}, eval() {}, forward() {} }],
  ])('%s', async (_, made) => {
    const target = targetOf({ name: 'm', layer: () => made as Layer });
    const [outcome] = await outcomes(target, [script[0]]);
    expect(outcome).toMatchObject({
      status: 'protocol-error',
      message: expect.stringMatching(/a layer expected an object/),
    });
  });

  test('a count that is no whole number is named', async () => {
    const target = sloppy(() => ({ state: () => ({ count: 0.5 }) }));
    const answers = await outcomes(target, [script[0], { op: 'layerState', layer: 'a' }]);
    expect(answers[1]).toMatchObject({
      status: 'protocol-error',
      message: '"count" of layerState expected a whole number >= 0, got 0.5',
    });
  });
});
