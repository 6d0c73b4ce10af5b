/** The doctor, of layers: names each fault of form, and the claim that would rule it out. */
import { expect, test } from 'vitest';
import { plainLayer } from '../../../../impl/plain/index.ts';
import { reference } from '../../../../reference/oracle.ts';
import type { Finding } from '../../../../spec/cli/doctor/finding.ts';
import { layerItems } from '../../../../spec/cli/doctor/layer-items.ts';
import type { Patient } from '../../../../spec/cli/doctor/patient.ts';
import type { Layer, LayerConfig, LayerState, StatedClaims, Tensor } from '../../../../spec/terms/contract.ts';
import type { LayerCommand } from '../../../../spec/terms/layer-commands.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { tensor, valuesOf } from '../../../../spec/terms/tensor.ts';
import { Rejected } from '../../../../spec/terms/refusals.ts';
import type { LayerOutcome } from '../../../../spec/wire/call-outcome.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';

interface Odd {
  /** Changes to a layer that is right. */
  readonly changes?: (inner: Layer, mode: () => string) => Partial<Record<keyof Layer, unknown>>;
  readonly claims?: Partial<StatedClaims>;
  /** Settings with which no layer is made. */
  readonly refuses?: (config: LayerConfig) => boolean;
  /** Answers instead of the layer. */
  readonly answers?: (command: LayerCommand) => LayerOutcome | undefined;
}

const refuse = (): never => {
  throw new Rejected('no');
};

/** The finding of each item. They ask a patient for the messages of layers alone. */
async function findings({ changes, claims, refuses, answers }: Odd): Promise<Readonly<Record<string, Finding>>> {
  const stated = { dtypes: ['float32'], ranks: [2], ...claims } as const;
  const target = targetOf({
    name: 'odd',
    layer(config) {
      if (refuses?.(config)) refuse();
      const inner = plainLayer(config);
      let mode = 'train';
      const own: Layer = {
        train: () => {
          mode = 'train';
          inner.train();
        },
        eval: () => {
          mode = 'eval';
          inner.eval();
        },
        forward: (x) => inner.forward(x),
        backward: (dy) => inner.backward(dy),
        state: () => inner.state(),
        load: (state) => inner.load(state),
        copy: () => inner.copy(),
      };
      return { ...own, ...changes?.(inner, () => mode) } as Layer;
    },
  });
  let layers = 0;
  const patient = {
    newLayerName: () => String(++layers),
    layer: async (command: LayerCommand) => answers?.(command) ?? target.layer?.(command),
  } as unknown as Patient;
  const found: Record<string, Finding> = {};
  for (const item of layerItems) {
    found[item.id] = await item.examine(patient, { claims: resolveClaims(stated), reference });
  }
  return found;
}

/** A layer that does not count. */
const uncounted = (inner: Layer): Partial<Layer> => ({
  state: () => {
    const { count: _count, ...others } = inner.state() as LayerState;
    return others;
  },
  load: (state) => inner.load({ ...state, count: 0 }),
});
const frozen = (inner: Layer, mode: () => string): Partial<Layer> => ({
  backward: (dy) => (mode() === 'eval' ? refuse() : inner.backward(dy)),
});
const narrow = {
  momentumNull: 'rejected',
  withoutStatistics: 'rejected',
  count: false,
  copy: false,
  backwardInEval: false,
} as const;

test('a layer that is right, whatever it claims, has nothing to put right', async () => {
  const claimed = {
    claims: { layer: narrow },
    changes: (inner, mode) => ({ ...uncounted(inner), ...frozen(inner, mode), copy: undefined }),
    refuses: ({ momentum, trackRunningStats }) => momentum === null || !trackRunningStats,
  } satisfies Odd;
  for (const layer of [{}, claimed]) {
    expect(Object.values(await findings(layer)).map(({ state }) => state)).toEqual(layerItems.map(() => 'fine'));
  }
});

const changed: readonly [what: string, changes: NonNullable<Odd['changes']>, says: RegExp][] = [
  [
    'another type',
    (inner) => ({
      forward: async (x: Tensor) => {
        const { y } = await inner.forward(x);
        return { y: tensor('float64', y.shape, valuesOf(y)) };
      },
    }),
    /^layer_forward: y expected float32\[4, 3\], got float64\[4, 3\]$/,
  ],
  [
    'an entry less',
    (inner) => ({ state: async () => ({ ...(await inner.state()), runningVar: undefined }) }),
    /running_var expected float32\[3\], got nothing/,
  ],
  [
    'a written input',
    (inner) => ({
      forward: (x: Tensor) => {
        x.data[0] = 7;
        return inner.forward(x);
      },
    }),
    /layer_forward modified its input x/,
  ],
  [
    'a gradient less',
    (inner) => ({ backward: async (dy: Tensor) => ({ ...(await inner.backward(dy)), dbeta: undefined }) }),
    /layer_backward: dbeta expected/,
  ],
];

test.each(changed)('layer: %s', async (_, changes, says) => {
  expect((await findings({ changes }))['layer']).toMatchObject({ state: 'wrong', says: expect.stringMatching(says) });
});

const lacking: readonly [id: string, odd: Odd, claims: Partial<StatedClaims>][] = [
  ['layer', { changes: uncounted }, { layer: { count: false } }],
  ['layer', { changes: frozen }, { layer: { backwardInEval: false } }],
  ['settings', { refuses: ({ affine }) => !affine }, { affine: 'required' }],
  ['settings', { refuses: ({ momentum }) => momentum === null }, { layer: { momentumNull: 'rejected' } }],
  [
    'settings',
    { refuses: ({ trackRunningStats }) => !trackRunningStats },
    { layer: { withoutStatistics: 'rejected' } },
  ],
  ['claims', { changes: () => ({ copy: undefined }) }, { layer: { copy: false } }],
];

test.each(lacking)('%s: %o is ruled out by the claim that is named', async (id, odd, claims) => {
  const fix = expect.stringContaining(`claim ${JSON.stringify(claims)}`);
  expect((await findings(odd))[id]).toMatchObject({ state: 'wrong', fix });
  expect((await findings({ ...odd, claims }))[id].state).toBe('fine');
});

test('what is not claimed and is there is noted', async () => {
  const wide = {
    copy: true,
    count: true,
    backwardInEval: true,
    momentumNull: 'cumulative',
    withoutStatistics: 'batch',
  };
  const changes: Odd['changes'] = (inner) => ({ load: (state: LayerState) => inner.load({ ...state, count: 0 }) });
  const { claims } = await findings({ changes, claims: { layer: narrow } });
  expect(claims).toMatchObject({ state: 'note', fix: `refuse it, or claim ${JSON.stringify({ layer: wide })}` });
});

test.each([
  ['that ends the process', { status: 'crash', message: 'gone' }, 'wrong', /channel too many ended with crash/],
  ['that is an error', { status: 'error', message: 'null' }, 'note', /channel too many ended with an error/],
  [
    'that is answered',
    { status: 'ok', result: {}, mutated: [], aliased: [] },
    'note',
    /channel too many was answered as if it were valid/,
  ],
] as const)('refused: an invalid forward %s', async (_, outcome, state, says) => {
  const answers: Odd['answers'] = (command) =>
    command.op === 'layerForward' && command.x.shape[1] === 4 ? outcome : undefined;
  expect((await findings({ answers }))['refused']).toMatchObject({ state, says: expect.stringMatching(says) });
});

test.each([
  [
    'kept',
    (inner: Layer) => {
      const kept = inner.state();
      return { state: () => kept };
    },
    /gamma changes with the array that state returned/,
  ],
  [
    'taken over',
    (inner: Layer) => {
      let kept: LayerState | undefined;
      return { state: () => (kept ? { ...kept } : inner.state()), load: (state: LayerState) => void (kept = state) };
    },
    /gamma is not what was loaded, once the caller has written/,
  ],
])('copies: a state that is %s', async (_, changes, says) => {
  expect((await findings({ changes }))['copies']).toMatchObject({
    state: 'wrong',
    says: expect.stringMatching(says),
  });
});
