/** Items of a layer (BN-15): its messages, its settings, and whether its claims hold. */
import { mayHaveAffine, mayLeaveOutAffine } from '../../cases/claimed-scenarios.ts';
import type { Claims, LayerConfig, LayerState, Tensor } from '../../terms/contract.ts';
import { layerClaimsOf, stateTensors } from '../../terms/layer-commands.ts';
import { snakeCase } from '../../terms/operations.ts';
import { sameBits, tensor } from '../../terms/tensor.ts';
import { parameterTypes } from '../../terms/within-claims.ts';
import type { LayerOutcome } from '../../wire/call-outcome.ts';
import { axesOf, type Form, shapesOf, simplest } from './calls.ts';
import { type Finding, fine, type Item, note, wrong } from './finding.ts';
import { batchFor, configFor, problemIn, Walk } from './layer-walk.ts';
import type { Patient } from './patient.ts';

const claim = (claims: object): string => `claim ${JSON.stringify(claims)}`;

async function problemOf(
  patient: Patient,
  claims: Claims,
  form: Form,
  changes: Partial<LayerConfig> = {},
): Promise<Finding | undefined> {
  return problemIn(() => new Walk(patient, claims, configFor(claims, form, changes)).all(batchFor(claims, form)));
}

export const layer: Item = {
  id: 'layer',
  async examine(patient, { claims }) {
    const found = await problemOf(patient, claims, simplest(claims));
    if (found === undefined) return fine('a layer answers new, train, eval, forward, backward, state, load and close');
    const narrower = await claimThatHelps(patient, claims);
    return narrower === undefined ? found : { ...found, fix: narrower };
  },
};

/** Claims under which the same walk goes through. */
async function claimThatHelps(patient: Patient, claims: Claims): Promise<string | undefined> {
  const layerClaims = [{ count: false }, { backwardInEval: false }];
  const narrower: readonly Partial<Claims>[] = [
    ...layerClaims.map((each) => ({ layer: { ...claims.layer, ...each } })),
    ...(mayLeaveOutAffine(claims) && mayHaveAffine(claims) ? [{ affine: 'none' } as const] : []),
  ];
  for (const each of narrower) {
    const other = { ...claims, ...each };
    if ((await problemOf(patient, other, simplest(other))) === undefined) {
      return `${claim(each)} if that is all it supports: so used, the layer answers`;
    }
  }
  return undefined;
}

export const settings: Item = {
  id: 'settings',
  async examine(patient, { claims }) {
    const { momentumNull, withoutStatistics } = layerClaimsOf(claims);
    const simple = simplest(claims);
    const forms = [
      ...claims.dtypes.flatMap((dtype) =>
        parameterTypes(dtype, claims).map((parameters) => ({ ...simple, dtype, parameters })),
      ),
      ...shapesOf(claims).flatMap((shape) => axesOf(claims, shape.length).map((axis) => ({ ...simple, shape, axis }))),
    ];
    for (const form of forms) {
      const found = await problemOf(patient, claims, form);
      if (found) {
        const { dtype, shape, axis, parameters } = form;
        const described = `x ${dtype}[${shape.join(', ')}], axis ${axis}, parameters ${parameters}`;
        return { ...found, says: `with ${described}: ${found.says}` };
      }
    }
    const choices: readonly [what: string, isClaimed: boolean, config: Partial<LayerConfig>, other: object][] = [
      ['affine false', mayLeaveOutAffine(claims) && mayHaveAffine(claims), { affine: false }, { affine: 'required' }],
      [
        'no running statistics',
        withoutStatistics === 'batch',
        { trackRunningStats: false },
        { layer: { withoutStatistics: 'rejected' } },
      ],
      ['momentum null', momentumNull === 'cumulative', { momentum: null }, { layer: { momentumNull: 'rejected' } }],
    ];
    for (const [what, isClaimed, config, other] of choices) {
      const found = isClaimed ? await problemOf(patient, claims, simple, config) : undefined;
      if (found) return wrong(`with ${what}: ${found.says}`, `answer it, or ${claim(other)}`);
    }
    return fine('every setting that is claimed is answered, in the right types and shapes');
  },
};

/** Abilities that are claimed to be refused or absent, and are there: a check leaves them out. Copying, where claimed. */
export const unclaimed: Item = {
  id: 'claims',
  async examine(patient, { claims }) {
    const { momentumNull, withoutStatistics, count, copy, backwardInEval } = layerClaimsOf(claims);
    const x = batchFor(claims);
    const walk = new Walk(patient, claims, configFor(claims));
    const found = await problemIn(async () => {
      await walk.step({ op: 'layerNew', config: walk.config });
      await walk.step({ op: 'layerTrain' });
      await walk.step({ op: 'layerForward', x });
    });
    if (found) return found;
    const copied = await walk.ask({ op: 'layerCopy', copy: patient.newLayerName() });
    if (copy && copied.status !== 'ok') {
      const fix = `answer it, or ${claim({ layer: { copy: false } })}`;
      return wrong(`layer_copy ended with ${copied.status}: ${copied.message}`, fix);
    }
    const state = await walk.ask({ op: 'layerState' });
    await walk.ask({ op: 'layerEval' });
    await walk.ask({ op: 'layerForward', x });
    const more: readonly [what: string, offered: boolean, other: object][] = [
      ['layers are copied', !copy && copied.status === 'ok', { copy: true }],
      ['the state has a count', !count && state.status === 'ok' && state.result.count !== undefined, { count: true }],
      [
        'a forward in evaluation has a backward',
        !backwardInEval && (await walk.ask({ op: 'layerBackward', dy: x })).status === 'ok',
        { backwardInEval: true },
      ],
      [
        'momentum null is taken',
        momentumNull === 'rejected' && (await answered(patient, claims, { momentum: null })),
        { momentumNull: 'cumulative' },
      ],
      [
        'a layer without running statistics evaluates',
        withoutStatistics === 'rejected' && (await answered(patient, claims, { trackRunningStats: false })),
        { withoutStatistics: 'batch' },
      ],
    ];
    const unclaimed = more.filter(([, offered]) => offered);
    if (unclaimed.length === 0) return fine('what is claimed is there, and nothing more');
    const fix = `refuse it, or ${claim({ layer: Object.assign({}, ...unclaimed.map(([, , other]) => other)) })}`;
    return note(unclaimed.map(([what]) => what).join('; '), fix);
  },
};

/** Whether a layer with these settings is made, and evaluates. */
async function answered(patient: Patient, claims: Claims, changes: Partial<LayerConfig>): Promise<boolean> {
  const walk = new Walk(patient, claims, configFor(claims, simplest(claims), changes));
  const outcomes = [
    await walk.make(),
    await walk.ask({ op: 'layerEval' }),
    await walk.ask({ op: 'layerForward', x: batchFor(claims) }),
  ];
  return outcomes.every(({ status }) => status === 'ok');
}

const fatal: ReadonlySet<LayerOutcome['status']> = new Set(['crash', 'timeout', 'protocol-error']);

export const layerRefusals: Item = {
  id: 'refused',
  async examine(patient, { claims }) {
    const form = simplest(claims);
    const x = batchFor(claims);
    const wider = batchFor(claims, { ...form, shape: form.shape.with(form.axis, form.shape[form.axis] + 1) });
    const walk = new Walk(patient, claims, configFor(claims));
    const found = await problemIn(async () => {
      await walk.step({ op: 'layerNew', config: walk.config });
      await walk.step({ op: 'layerTrain' });
    });
    if (found) return found;
    const invalid = [
      ['a backward before any forward', await walk.ask({ op: 'layerBackward', dy: x })],
      ['an x with one channel too many', await walk.ask({ op: 'layerForward', x: wider })],
    ] as const;
    for (const [what, outcome] of invalid) {
      if (outcome.status !== 'ok' && fatal.has(outcome.status)) {
        return wrong(`${what} ended with ${outcome.status}: ${outcome.message}`, 'catch exceptions, and answer');
      }
    }
    const next = await problemIn(() => walk.step({ op: 'layerForward', x }));
    if (next) return { ...next, says: `after what is invalid, ${next.says}` };
    for (const [what, { status }] of invalid) {
      if (status === 'ok') return note(`${what} was answered as if it were valid`, 'refuse it: status "rejected"');
      if (status === 'error') return note(`${what} ended with an error`, 'refuse it: status "rejected"');
    }
    return fine('what is invalid is refused, and the next forward is answered');
  },
};

/** The adapter's side overwrites what the layer returned as state, and what it was given to load. */
export const layerMemory: Item = {
  id: 'copies',
  async examine(patient, { claims }) {
    const walk = new Walk(patient, claims, configFor(claims));
    let found: Finding | undefined;
    const unfit = await problemIn(async () => {
      await walk.step({ op: 'layerNew', config: walk.config });
      const first = await walk.step({ op: 'layerState' });
      const again = await walk.step({ op: 'layerState' });
      const returned = partingOf(first, again);
      if (returned) {
        found = wrong(
          `${returned} changes with the array that state returned`,
          'return copies: whoever reads it may write to it',
        );
        return;
      }
      const state = other(first);
      await walk.step({ op: 'layerLoad', state });
      const loaded = partingOf(state, await walk.step({ op: 'layerState' }));
      if (loaded) {
        found = wrong(`${loaded} is not what was loaded, once the caller has written to its own array`, 'load copies');
      }
    });
    return unfit ?? found ?? fine('state returns copies, and load takes copies');
  },
};

/** The name of the first tensor that differs. */
function partingOf(a: LayerState, b: LayerState): string | undefined {
  const name = stateTensors.find((each) => {
    const [one, two] = [a[each], b[each]];
    return one && two ? !sameBits(one, two) : one !== two;
  });
  return name && snakeCase(name);
}

/** Another state of the same form. */
function other(state: LayerState): LayerState {
  const changed = (t: Tensor | undefined): Tensor | undefined =>
    t &&
    tensor(
      t.dtype,
      t.shape,
      Array.from({ length: t.data.length }, (_, c) => c + 2),
    );
  const tensors = stateTensors.flatMap((name) => (state[name] ? [[name, changed(state[name])] as const] : []));
  return { ...Object.fromEntries(tensors), ...(state.count !== undefined && { count: state.count + 3 }) };
}

export const layerItems: readonly Item[] = [layer, settings, unclaimed, layerRefusals, layerMemory];
