/**
 * A walk through the messages of a layer, and whether each is answered in the right form: names, types and shapes. Whether the
 * numbers are right is for the clauses of BN-15.
 */
import { mayHaveAffine } from '../../cases/claimed-scenarios.ts';
import { epsilonFor, momentumFor } from '../../cases/epsilon-and-momentum.ts';
import type { Claims, LayerConfig, Tensor } from '../../terms/contract.ts';
import { layerClaimsOf, type LayerCommand, type LayerResult, tensorsOf } from '../../terms/layer-commands.ts';
import { snakeCase } from '../../terms/operations.ts';
import type { LayerOutcome } from '../../wire/call-outcome.ts';
import { callFor, type Form, simplest } from './calls.ts';
import { type Finding, wrong } from './finding.ts';
import type { Patient } from './patient.ts';
import { remedyFor } from './remedy.ts';

export function configFor(
  claims: Claims,
  form: Form = simplest(claims),
  changes: Partial<LayerConfig> = {},
): LayerConfig {
  const { dtype, parameters, shape, axis } = form;
  return {
    channels: shape[axis],
    axis,
    rank: shape.length,
    dtype,
    parameterDtype: parameters,
    epsilon: epsilonFor(dtype, 0.5, claims),
    momentum: momentumFor(dtype, 0.25, claims),
    affine: mayHaveAffine(claims),
    trackRunningStats: true,
    ...changes,
  };
}

/** A batch that fits. */
export const batchFor = (claims: Claims, form: Form = simplest(claims)): Tensor =>
  callFor('trainForward', claims, form).x;

/** One layer of the patient, which remembers what was asked last. */
export class Walk {
  readonly layer: string;
  readonly config: LayerConfig;
  readonly #patient: Patient;
  readonly #claims: Claims;

  constructor(patient: Patient, claims: Claims, config: LayerConfig) {
    this.#patient = patient;
    this.#claims = claims;
    this.config = config;
    this.layer = patient.newLayerName();
  }

  /** Whatever is answered. */
  ask(command: Asked, ask: { id?: string; cuts?: readonly number[] } = {}): Promise<LayerOutcome> {
    return this.#patient.layer({ layer: this.layer, ...command }, ask);
  }

  /** Makes the layer. */
  make(): Promise<LayerOutcome> {
    return this.ask({ op: 'layerNew', config: this.config });
  }

  /** @throws Unfit where it is not answered, or in another form */
  async step(command: Asked): Promise<LayerResult> {
    const outcome = await this.ask(command);
    const name = snakeCase(command.op);
    if (outcome.status !== 'ok') {
      const says = `${name} ended with ${outcome.status}: ${outcome.message}`;
      throw new Unfit(wrong(says, remedyFor(`${outcome.status}: ${outcome.message}`)));
    }
    const { mutated, aliased } = outcome;
    if (mutated.length > 0) throw new Unfit(wrong(`${name} modified its input ${mutated.join(', ')}`, 'copy it first'));
    if (aliased.length > 0) {
      throw new Unfit(wrong(`results of ${name} share memory: ${aliased.join(', ')}`, 'return fresh arrays'));
    }
    const problem = this.#misfit({ layer: this.layer, ...command }, outcome.result);
    if (problem !== undefined) throw new Unfit(wrong(`${name}: ${problem}`, remedyFor(problem)));
    return outcome.result;
  }

  /** Every message once. @throws Unfit */
  async all(x: Tensor): Promise<void> {
    const { backwardInEval } = layerClaimsOf(this.#claims);
    await this.step({ op: 'layerNew', config: this.config });
    await this.step({ op: 'layerState' });
    await this.step({ op: 'layerTrain' });
    await this.step({ op: 'layerForward', x });
    await this.step({ op: 'layerBackward', dy: x });
    const state = await this.step({ op: 'layerState' });
    await this.step({ op: 'layerEval' });
    await this.step({ op: 'layerForward', x });
    if (backwardInEval) await this.step({ op: 'layerBackward', dy: x });
    await this.step({ op: 'layerLoad', state: state });
    await this.step({ op: 'layerClose' });
  }

  #misfit(command: LayerCommand, result: LayerResult): string | undefined {
    const { channels, parameterDtype, affine, trackRunningStats } = this.config;
    const vector = `${parameterDtype}[${channels}]`;
    const like = (tensor: Tensor | undefined): string =>
      tensor ? `${tensor.dtype}[${tensor.shape.join(', ')}]` : 'nothing';
    const given = tensorsOf(command);
    const expected: Readonly<Record<string, string>> = {
      ...(command.op === 'layerForward' && { y: like(given.x) }),
      ...(command.op === 'layerBackward' && { dx: like(given.dy), ...(affine && { dgamma: vector, dbeta: vector }) }),
      ...(command.op === 'layerState' && {
        gamma: affine ? vector : 'nothing',
        beta: affine ? vector : 'nothing',
        runningMean: trackRunningStats ? vector : 'nothing',
        runningVar: trackRunningStats ? vector : 'nothing',
      }),
    };
    for (const [name, form] of Object.entries(expected)) {
      const actual = like((result as Readonly<Record<string, Tensor | undefined>>)[name]);
      if (actual !== form) return `${snakeCase(name)} expected ${form}, got ${actual}`;
    }
    const counts = command.op === 'layerState' && trackRunningStats && layerClaimsOf(this.#claims).count;
    return counts && result.count === undefined ? 'the state has no count' : undefined;
  }
}

type Distributed<T> = T extends unknown ? Omit<T, 'layer'> : never;
/** A command, without the name of the layer. */
type Asked = Distributed<LayerCommand>;

/** An answer that is missing or has another form. */
export class Unfit extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.says);
    this.finding = finding;
  }
}

/** The finding with which a walk ends early. */
export async function problemIn(walk: () => Promise<unknown>): Promise<Finding | undefined> {
  try {
    await walk();
    return undefined;
  } catch (error) {
    if (error instanceof Unfit) return error.finding;
    throw error;
  }
}
