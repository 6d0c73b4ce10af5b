/** A mistake of state that nobody knows is described by the calls that change what they must not. */
import { expect, test } from 'vitest';
import { plainLayer } from '../../../../impl/plain/index.ts';
import type { SynchronousLayer } from '../../../../impl/plain/layer.ts';
import { reference } from '../../../../reference/oracle.ts';
import { run } from '../../../../spec/check/run.ts';
import { clauses } from '../../../../spec/clauses/index.ts';
import type { Layer, LayerState, Tensor } from '../../../../spec/terms/contract.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { tensor, valuesOf } from '../../../../spec/terms/tensor.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';

type Wrong = (inner: SynchronousLayer, move: (state: LayerState, by?: number) => LayerState) => Partial<Layer>;

const moved = (t: Tensor, by: number): Tensor =>
  tensor(
    t.dtype,
    t.shape,
    Float64Array.from(valuesOf(t), (value, c) => (c === 0 ? 1.125 * value + by : value)),
  );

/** In its first channel only. */
const move = (state: LayerState, by = 0.5): LayerState => ({
  ...state,
  ...(state.runningVar && { runningVar: moved(state.runningVar, by) }),
});

async function said(wrong: Wrong, only: RegExp): Promise<string[]> {
  const make = (): ReturnType<typeof targetOf> =>
    targetOf({
      name: 'wrong',
      layer: (config) => {
        const inner = plainLayer(config);
        const right: Layer = {
          train: () => inner.train(),
          eval: () => inner.eval(),
          forward: (x) => inner.forward(x),
          backward: (dy) => inner.backward(dy),
          state: () => inner.state(),
          load: (state) => inner.load(state),
        };
        return { ...right, ...wrong(inner, move) };
      },
    });
  const { diagnosis } = await run(make(), {
    reference,
    claims: resolveClaims({ layer: { copy: false } }),
    required: 'stable',
    seed: 1,
    runs: 20,
    clauses: clauses.filter(({ id }) => only.test(id)),
    command: '',
    diagnosis: { bank: async () => [], fresh: async () => make() },
  });
  expect(diagnosis.every(({ id, evidence }) => id === 'state' && evidence.startsWith('observed in '))).toBe(true);
  return diagnosis.map(({ says }) => says);
}

/** A right layer, but for the state, which a call moves. */
const moving =
  (when: (training: boolean) => boolean): Wrong =>
  (inner) => {
    let training = true;
    return {
      train: () => {
        training = true;
        inner.train();
      },
      eval: () => {
        training = false;
        inner.eval();
      },
      forward: (x) => {
        const answer = inner.forward(x);
        if (when(training)) inner.load(move(inner.state()));
        return answer;
      },
      // The pending forward is lost with the load above.
      backward: (dy) => ({ dx: dy }),
    };
  };

test('evaluation that moves a part of the statistics', async () => {
  expect(
    await said(
      moving((training) => !training),
      /^BN-15\.5$/,
    ),
  ).toEqual(['A forward in evaluation changes running_var.']);
});

test('a state that moves when it is read, and not because time passes', async () => {
  const wrong: Wrong = (inner) => ({
    state: () => {
      const state = inner.state();
      inner.load(move(state));
      return state;
    },
  });
  expect(await said(wrong, /^BN-15\.21$/)).toEqual(['running_var changes when the state is read.']);
});

test('a state that moves as time passes, and not because it is read', async () => {
  const wrong: Wrong = (inner) => {
    const begun = performance.now();
    return { state: () => move(inner.state(), performance.now() - begun) };
  };
  const [first] = await said(wrong, /^BN-15\.21$/);
  expect(first).toBe('running_var changes between calls, whether or not the state is read.');
});

test('entries that the state lacks', async () => {
  const without =
    (name: keyof LayerState): Wrong =>
    (inner) => ({
      state: () => {
        const { [name]: _, ...rest } = inner.state();
        return rest;
      },
      load: () => undefined,
    });
  expect(await said(without('runningVar'), /^BN-15\.1$/)).toEqual([
    'state() is not as it must be: the state has no running_var.',
  ]);
  expect(await said(without('count'), /^BN-15\.1$/)).toEqual(['state() is not as it must be: the state has no count.']);
});

test('load that leaves an entry as it is', async () => {
  const wrong: Wrong = (inner) => ({
    load: (state) => {
      const { beta } = inner.state();
      inner.load({ ...state, ...(state.beta && beta && { beta }) });
    },
  });
  expect(await said(wrong, /^BN-15\.17$/)).toEqual(['load does not restore beta.']);
});

test('statistics that never move, and a mode that takes hold of the state', async () => {
  const stuck: Wrong = (inner) => ({
    forward: (x) => {
      const { runningMean, runningVar } = inner.state();
      const answer = inner.forward(x);
      inner.load({ ...inner.state(), ...(runningMean && { runningMean }), ...(runningVar && { runningVar }) });
      return answer;
    },
    backward: (dy) => ({ dx: dy }),
  });
  expect(await said(stuck, /^BN-15\.3$/)).toEqual([
    'A forward in training does not change running_mean and running_var.',
  ]);
  const eager: Wrong = (inner) => ({
    eval: () => {
      inner.load(move(inner.state()));
      inner.eval();
    },
  });
  expect(await said(eager, /^BN-15\.6$/)).toEqual(['eval() changes running_var.']);
});
