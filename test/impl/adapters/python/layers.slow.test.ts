/** Layers served by bnspec.py: a class, and a PyTorch module. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bank } from '../../../../impl/mutants/_bank.ts';
import { reference } from '../../../../reference/oracle.ts';
import { run } from '../../../../spec/check/run.ts';
import { clauses } from '../../../../spec/clauses/index.ts';
import type { LayerConfig } from '../../../../spec/terms/contract.ts';
import type { LayerCommand } from '../../../../spec/terms/layer-commands.ts';
import { tensor } from '../../../../spec/terms/tensor.ts';
import type { LayerOutcome } from '../../../../spec/wire/call-outcome.ts';
import { spawnTarget } from '../../../../spec/wire/process-target.ts';
import type { Target } from '../../../../spec/wire/target.ts';
import { exactConfigs, expectExactLayers } from '../../../support/exact-layers.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { temporaryFolder } from '../../../spec/wire/misbehaving-adapters.ts';
import { lacksPython, python, pythonEnv, pythonFolder } from '../../../spec/wire/peers.ts';

const targets: Target[] = [];

async function start(...args: string[]): Promise<Target> {
  const target = await spawnTarget({ command: python, args, env: pythonEnv });
  targets.push(target);
  return target;
}

function written(...lines: string[]): string {
  const path = join(temporaryFolder(), 'adapter.py');
  writeFileSync(path, lines.join('\n'));
  return path;
}

afterAll(() => Promise.all(targets.map((target) => target.close())));

const config: LayerConfig = {
  channels: 2,
  axis: 1,
  rank: 2,
  dtype: 'float32',
  parameterDtype: 'float32',
  epsilon: 3,
  momentum: 0.25,
  affine: true,
  trackRunningStats: true,
};
const two = tensor('float32', [2], [1, 2]);
const x = tensor('float32', [2, 2], [1, 2, 3, 4]);
const create: LayerCommand = { op: 'layerNew', layer: 'a', config };
const forward: LayerCommand = { op: 'layerForward', layer: 'a', x };
const read: LayerCommand = { op: 'layerState', layer: 'a' };
const state = { gamma: two, beta: two, runningMean: two, runningVar: two, count: 3 };
const load: LayerCommand = { op: 'layerLoad', layer: 'a', state };

async function outcomes(target: Target, ...commands: readonly LayerCommand[]): Promise<LayerOutcome[]> {
  const all: LayerOutcome[] = [];
  for (const command of commands) all.push((await target.layer?.(command)) as LayerOutcome);
  return all;
}

/** The smallest adapter, with one mistake in it. */
const mistaken = (...body: string[]): Promise<Target> =>
  start(
    written(
      'import torch',
      'from bnspec import serve_module',
      'class Norm(torch.nn.BatchNorm1d):',
      ...body.map((line) => `    ${line}`),
      'def make(c):',
      '    return Norm(c.channels, c.epsilon, c.momentum, c.affine, c.track_running_stats)',
      'serve_module(make, "mistaken", {"ranks": [2]})',
    ),
  );

describe.skipIf(lacksPython('numpy'))('a class', { concurrent: true }, () => {
  /** A layer that does nothing, with changes. */
  const layer = (...changes: string[]): Promise<Target> =>
    start(
      written(
        'import numpy as np',
        'from bnspec import serve',
        'class Layer:',
        '    def __init__(self, config): self.config, self.kept = config, {"gamma": np.ones(2, "f4")}',
        '    def train(self): pass',
        '    def eval(self): pass',
        '    def forward(self, x): return x * 1',
        '    def backward(self, dy): return dy * 1, None, np.zeros(2, "f4")',
        '    def state(self): return {name: np.array(a) for name, a in self.kept.items()}',
        '    def load(self, state): self.kept = {name: np.array(a) for name, a in state.items()}',
        ...changes.map((line) => `    ${line}`),
        'serve(name="mine", layer=Layer)',
      ),
    );

  test('gets its configuration, and a state with its count', async () => {
    const target = await layer(
      'def forward(self, x):',
      '    assert self.config == (2, 1, 2, "float32", "float32", 3.0, 0.25, True, True)',
      '    return {"y": x + 1}',
      'def load(self, state):',
      '    assert {k: list(np.atleast_1d(v)) for k, v in state.items()} == dict(',
      '        gamma=[1, 2], beta=[1, 2], running_mean=[1, 2], running_var=[1, 2], count=[3])',
    );
    expect(target).toMatchObject({ operations: [] });
    expect(await outcomes(target, create, forward, load)).toMatchObject([
      { status: 'ok' },
      { status: 'ok', result: { y: tensor('float32', [2, 2], [2, 3, 4, 5]) } },
      { status: 'ok' },
    ]);
  });

  test('what `state` returned is overwritten by its caller, and what `load` was given', async () => {
    const nan = tensor('float32', [2], [Number.NaN, Number.NaN]);
    const first = await layer('def state(self): return self.kept');
    expect(await outcomes(first, create, read, read)).toMatchObject([
      {},
      { result: { gamma: tensor('float32', [2], [1, 1]) } },
      { result: { gamma: nan } },
    ]);
    const second = await layer('def load(self, state): self.kept = state');
    expect((await outcomes(second, create, load, read)).at(-1)).toMatchObject({ result: { beta: nan, count: 3 } });
    expect((await outcomes(await layer(), create, load, read, forward, read)).at(-1)).toMatchObject({ result: state });
  });

  test('memory that is not its own is named', async () => {
    const writes = await layer('def forward(self, x):', '    x[0] = 9', '    return x');
    expect((await outcomes(writes, create, forward)).at(-1)).toMatchObject({ mutated: ['x'], aliased: ['y'] });
    const reuses = await layer('def forward(self, x): return self.kept["gamma"]');
    expect((await outcomes(reuses, create, forward, forward)).at(-1)).toMatchObject({ aliased: ['earlier:y'] });
  });

  test('what it lacks is said', async () => {
    const target = await layer('close = lambda self: 1 / 0', 'def eval(self): raise ValueError("not now")');
    const copy: LayerCommand = { op: 'layerCopy', layer: 'a', copy: 'b' };
    const close: LayerCommand = { op: 'layerClose', layer: 'a' };
    const dy: LayerCommand = { op: 'layerBackward', layer: 'a', dy: x };
    const evaluate: LayerCommand = { op: 'layerEval', layer: 'a' };
    expect(await outcomes(target, forward, create, copy, evaluate, dy, close, forward)).toMatchObject([
      { status: 'error', message: expect.stringContaining('there is no layer "a"') },
      { status: 'ok' },
      { status: 'unsupported', message: 'copy is not offered' },
      { status: 'rejected', message: 'not now' },
      { status: 'ok', result: { dx: x, dbeta: tensor('float32', [2], [0, 0]) } },
      { status: 'error', message: expect.stringContaining('ZeroDivisionError') },
      { status: 'error', message: expect.stringContaining('there is no layer "a"') },
    ]);
    const incomplete = await start(written('from bnspec import serve', 'serve(name="mine", layer=lambda config: 1)'));
    const counts = await layer('def state(self): return {"count": 0.5}');
    expect(await outcomes(incomplete, create)).toMatchObject([
      { status: 'protocol-error', message: expect.stringContaining('a layer expected an object with train') },
    ]);
    expect((await outcomes(counts, create, read)).at(-1)).toMatchObject({
      status: 'protocol-error',
      message: '"count" of layer_state expected a whole number >= 0, got 0.5',
    });
  });
});

describe.skipIf(lacksPython('torch', 'numpy'))('a PyTorch module', { concurrent: true }, () => {
  test('torch.nn.BatchNorm answers as required in every setting', async () => {
    await expectExactLayers(await start(`${pythonFolder}torch_layer.py`));
  });

  test.each([
    ['--lazy', 'float32'],
    ['--dtypes', 'bfloat16'],
  ])('torch_layer.py %s %s', async (...options) => {
    const [script, ...more] = [`${pythonFolder}torch_layer.py`, ...options];
    const target = await start(script, ...(more[0] === '--lazy' ? ['--lazy'] : more));
    const configs = exactConfigs(resolveClaims(target.claims));
    await expectExactLayers(target, [configs[0], configs.at(-1) as LayerConfig]);
  });

  test.each([
    ['none', ['pass']],
    [
      'evaluation that moves the statistics',
      [
        'def forward(self, x):',
        '    y = super().forward(x)',
        '    if not self.training and self.running_mean is not None: self.running_mean += 1',
        '    return y',
      ],
    ],
    [
      'a mean of all batches that is off by one',
      [
        'def forward(self, x):',
        '    null, self.momentum = self.momentum is None, self.momentum',
        '    if null and self.running_mean is not None: self.momentum = 1 / (float(self.num_batches_tracked) + 2)',
        '    y = super().forward(x)',
        '    if null: self.momentum = None',
        '    return y',
      ],
    ],
    [
      'a buffer that is not in the state',
      [
        'def __init__(self, *a):',
        '    super().__init__(*a)',
        '    self._non_persistent_buffers_set.add("running_var")',
      ],
    ],
    [
      'gradients of the wrong mode',
      [
        'def forward(self, x):',
        '    if self.training or self.running_mean is None: return super().forward(x)',
        '    y = super().forward(x)',
        '    f = torch.nn.functional.batch_norm(x, None, None, self.weight, self.bias, True, 0.0, self.eps)',
        '    return f + (y - f).detach()',
      ],
    ],
    [
      'a state that is taken over by reference',
      ['def load_state_dict(self, given): return super().load_state_dict(given, assign=True)'],
    ],
  ])('mistake: %s', async (mistake, body) => {
    const target = await mistaken(...body);
    if (mistake === 'none') await expectExactLayers(target);
    else await expect(expectExactLayers(target)).rejects.toThrow('to deeply equal');
  });
});

/** One after another: each starts PyTorch, and a check that is kept waiting says so and no more. */
describe.skipIf(lacksPython('torch', 'numpy'))('a mistake in a PyTorch module', () => {
  test.each([
    [
      'BN-15.14',
      'With momentum null step n has the weight 1 / (n + 1).',
      [
        'def forward(self, x):',
        '    null = self.momentum is None',
        '    if null and self.running_mean is not None: self.momentum = 1 / (float(self.num_batches_tracked) + 2)',
        '    y = super().forward(x)',
        '    if null: self.momentum = None',
        '    return y',
      ],
    ],
    [
      'BN-15.9',
      'backward of evaluation is that of training, with the statistics of the batch.',
      [
        'def forward(self, x):',
        '    y = super().forward(x)',
        '    if self.training or self.running_mean is None: return y',
        '    f = torch.nn.functional.batch_norm(x, None, None, self.weight, self.bias, True, 0.0, self.eps)',
        '    return f + (y - f).detach()',
      ],
    ],
    [
      'BN-15.1',
      'state() is not as it must be: the state has no count.',
      [
        'def __init__(self, *a):',
        '    super().__init__(*a)',
        '    self._non_persistent_buffers_set.add("num_batches_tracked")',
      ],
    ],
    [
      'BN-15.5',
      'A forward in evaluation changes running_var.',
      [
        'def forward(self, x):',
        '    y = super().forward(x)',
        '    if not self.training and self.running_mean is not None: self.running_var[0] += 0.25',
        '    return y',
      ],
    ],
    [
      'BN-15.21',
      'running_mean changes when the state is read.',
      [
        'def state_dict(self, *a, **k):',
        '    if self.running_mean is not None: self.running_mean += 0.5',
        '    return super().state_dict(*a, **k)',
      ],
    ],
    [
      'BN-15.21',
      'running_mean changes between calls, whether or not the state is read.',
      [
        'def __init__(self, *a):',
        '    super().__init__(*a)',
        '    import threading, time',
        '    def drift():',
        '        while True:',
        '            time.sleep(0.002)',
        '            if self.running_mean is not None: self.running_mean += 0.5',
        '    threading.Thread(target=drift, daemon=True).start()',
      ],
    ],
  ])('%s rejects it, and it is named: %s', async (id, says, body) => {
    const target = await mistaken(...body);
    const { verdict, diagnosis } = await run(target, {
      reference,
      claims: resolveClaims(target.claims),
      required: 'stable',
      seed: 1,
      runs: 40,
      clauses: clauses.filter((clause) => clause.id === id),
      command: '',
      diagnosis: { bank },
    });
    expect([verdict, diagnosis.at(0)?.says]).toEqual(['fails', says]);
  });
});
