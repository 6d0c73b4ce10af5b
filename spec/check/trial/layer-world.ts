/**
 * The model of a sequence of calls of layers: what was last observed of each layer, and which forward is pending. The states of
 * all layers are read before and after every command, so that each step is judged from the state that it began with and errors
 * do not add up.
 */
import {
  type Action,
  dataOf,
  type LayerSetup,
  type Mode,
  shapeFor,
  stateOf,
  type World,
} from '../../cases/layer-sequences.ts';
import type { Claims, LayerClaims, LayerConfig, LayerState, Tensor } from '../../terms/contract.ts';
import { type LayerCommand, layerClaimsOf, type LayerResult, stateTensors } from '../../terms/layer-commands.ts';
import { layoutOf } from '../../terms/layout.ts';
import { snakeCase } from '../../terms/operations.ts';
import type { LayerOutcome } from '../../wire/call-outcome.ts';
import { Falsified, NotApplicable, Refused } from './clause-exceptions.ts';
import type { Trial } from './trial.ts';

/** A forward, and the state that it began with. */
export interface Forward {
  readonly x: Tensor;
  readonly mode: Mode;
  readonly before: LayerState;
  /** Steps of training before it, see Slot. */
  readonly steps: number | undefined;
}

/** A forward whose backward has not been called. */
export interface Pending extends Forward {
  /** Forwards of this layer before it, the latest of which a mistake may differentiate instead. */
  readonly earlier: number;
  /** Whether the mode was set since. */
  readonly switched: boolean;
  /** Backwards of this layer before it, whose gradients may have been kept. */
  readonly backwards: number;
}

/** One layer, as far as it is observed. */
export interface Slot {
  readonly name: string;
  readonly config: LayerConfig;
  readonly mode: Mode | undefined;
  readonly state: LayerState;
  readonly pending: Pending | undefined;
  /** Steps of training since it was made, or since the count that was loaded; undefined where that is unknown. */
  readonly steps: number | undefined;
  readonly forwards: number;
  readonly backwards: number;
  /** Whether its latest forward was one of evaluation. */
  readonly evaluated: boolean;
  /** Steps of training and loads, in their order. */
  readonly history: readonly (Forward | 'load')[];
}

/** One command that was carried out. */
export interface Step {
  readonly action: Action;
  readonly outcome: LayerOutcome;
  /** The layer that it names, as it was before. */
  readonly slot: Slot;
  readonly before: LayerState;
  readonly after: LayerState;
  readonly forward?: Forward;
  readonly pending?: Pending;
  readonly dy?: Tensor;
  /** The state that was loaded. */
  readonly given?: LayerState;
  /** A layer that was made by the command, with its state. */
  readonly made?: { readonly state: LayerState };
  /** All other layers. */
  readonly others: readonly { readonly slot: Slot; readonly before: LayerState; readonly after: LayerState }[];
}

/** Requirements, called as the sequence goes on. They throw Falsified. */
export interface Rules {
  /** A layer was made, and nothing else was done with it. */
  readonly made?: (slot: Slot, trial: Trial) => void;
  /** A state is read again, with no command in between. */
  readonly between?: (slot: Slot, now: LayerState, trial: Trial) => void;
  /** @returns false for a step that the requirement is not about */
  readonly step?: (step: Step, trial: Trial) => unknown;
  /** After the last command. */
  readonly end?: (world: LayerWorld, trial: Trial) => Promise<void>;
}

export interface WorldOptions {
  readonly rules: Rules;
  /** Whether backward may be called before any forward, which must be refused. */
  readonly premature?: boolean;
}

/** Commands that only read. */
export const isReading = ({ op }: LayerCommand): boolean => op === 'layerState';

const mostLayers = 3;

export class LayerWorld implements World {
  readonly #trial: Trial;
  readonly #rules: Rules;
  readonly #premature: boolean;
  readonly #slots: Slot[] = [];
  #made = 0;
  #judged = false;

  constructor(trial: Trial, { rules, premature = false }: WorldOptions) {
    this.#trial = trial;
    this.#rules = rules;
    this.#premature = premature;
  }

  get slots(): readonly Slot[] {
    return this.#slots;
  }

  async begin(setups: readonly LayerSetup[]): Promise<void> {
    for (const { config, mode, loads } of setups) {
      const layer = this.#slots.length;
      await this.make(config);
      if (loads !== undefined) await this.carryOut({ do: 'load', layer, seed: loads });
      await this.carryOut({ do: mode, layer });
    }
  }

  /** Makes another layer. */
  async make(config: LayerConfig): Promise<void> {
    const name = this.#newName();
    this.#accept({ op: 'layerNew', layer: name, config }, await this.#call({ op: 'layerNew', layer: name, config }));
    const blank = { name, config, mode: undefined, state: {}, pending: undefined, steps: 0 };
    const slot: Slot = { ...blank, forwards: 0, backwards: 0, evaluated: false, history: [] };
    this.#slots.push(slot);
    const made = { ...slot, state: await this.#read(slot) };
    this.#replace(slot, made);
    this.#rules.made?.(made, this.#trial);
  }

  admits(action: Action): boolean {
    const slot = this.#slotOf(action.layer);
    switch (action.do) {
      case 'forward': {
        const { channels, perChannel } = layoutOf(shapeFor(slot.config, action.batch), slot.config.axis);
        return perChannel > 1 || (channels > 0 && slot.mode === 'eval' && slot.config.trackRunningStats);
      }
      case 'backward':
        if (slot.forwards === 0) return this.#premature;
        return slot.pending !== undefined && (slot.pending.mode === 'train' || this.#layerClaims.backwardInEval);
      case 'transfer': {
        const to = this.#slotOf(action.to);
        return to !== slot && sameEntries(to.config, slot.config);
      }
      case 'copy':
        return this.#layerClaims.copy && this.#slots.length < mostLayers;
      default:
        return true;
    }
  }

  async carryOut(action: Action): Promise<void> {
    const at = action.do === 'transfer' ? action.to : action.layer;
    const before = await this.#readAll();
    this.#slots.forEach((each, i) => this.#rules.between?.(each, before[i], this.#trial));
    const index = at % this.#slots.length;
    const slot: Slot = { ...this.#slots[index], state: before[index] };
    const known = this.#slots.slice();
    const sent = this.#commandFor(action, slot);
    const outcome = await this.#call(sent.command);
    const valid = !isInvalid(action) && !(action.do === 'backward' && slot.forwards === 0);
    if (valid) this.#accept(sent.command, outcome);
    if (sent.command.op === 'layerCopy') this.#slots.push({ ...copied(slot), name: sent.command.copy });
    const after = await this.#readAll();
    const step: Step = {
      action,
      outcome,
      slot,
      before: before[index],
      after: after[index],
      ...sent.details,
      ...(sent.command.op === 'layerCopy' && { made: { state: after[known.length] } }),
      others: known.flatMap((other, i) => (i === index ? [] : [{ slot: other, before: before[i], after: after[i] }])),
    };
    after.forEach((state, i) => this.#replace(this.#slots[i], { ...this.#slots[i], state }));
    this.#replace(this.#slots[index], { ...next(slot, step, this.#layerClaims), state: after[index] });
    if (this.#rules.step && this.#rules.step(step, this.#trial) !== false) this.#judged = true;
  }

  /**
   * The last requirement.
   * @throws NotApplicable where the whole sequence has nothing that the rules are about
   */
  async end(): Promise<void> {
    const { made, between, end } = this.#rules;
    await end?.(this, this.#trial);
    if (!this.#judged && !made && !between && !end) throw new NotApplicable('nothing to judge');
  }

  get #layerClaims(): LayerClaims {
    return layerClaimsOf(this.#trial.claims);
  }

  #slotOf(layer: number): Slot {
    return this.#slots[layer % this.#slots.length];
  }

  #newName(): string {
    return 'abcdefgh'[this.#made++];
  }

  #replace(slot: Slot, by: Slot): void {
    this.#slots[this.#slots.indexOf(slot)] = by;
  }

  #call(command: LayerCommand): Promise<LayerOutcome> {
    return this.#trial.layer(command);
  }

  /** @throws Falsified, Refused */
  #accept(command: LayerCommand, outcome: LayerOutcome): LayerResult {
    const { evidence } = this.#trial;
    evidence.called(outcome.status === 'ok');
    if (outcome.status === 'ok') {
      evidence.answered('layer');
      return outcome.result;
    }
    const name = snakeCase(command.op);
    if (outcome.status === 'unsupported') {
      if (command.op === 'layerCopy') throw new NotApplicable(`${name} not offered`);
      evidence.refused('layer', outcome.message);
      throw new Refused(outcome.message);
    }
    const what = outcome.status === 'rejected' ? `a valid ${name} was rejected` : `${name}: ${outcome.status}`;
    throw new Falsified(`${what}: ${outcome.message}`);
  }

  async #read({ name, config }: Slot): Promise<LayerState> {
    const command: LayerCommand = { op: 'layerState', layer: name };
    const outcome = await this.#call(command);
    const state = outcome.status === 'ok' ? outcome.result : this.#accept(command, outcome);
    const problem = misformedState(state, config);
    if (problem !== undefined) throw new Falsified(problem);
    return state;
  }

  async #readAll(): Promise<LayerState[]> {
    const states: LayerState[] = [];
    for (const slot of this.#slots) states.push(await this.#read(slot));
    return states;
  }

  #commandFor(
    action: Action,
    slot: Slot,
  ): {
    readonly command: LayerCommand;
    readonly details?: Partial<Pick<Step, 'forward' | 'pending' | 'dy' | 'given'>>;
  } {
    const { name: layer, config } = slot;
    const counts = this.#layerClaims.count;
    switch (action.do) {
      case 'train':
        return { command: { op: 'layerTrain', layer } };
      case 'eval':
        return { command: { op: 'layerEval', layer } };
      case 'state':
        return { command: { op: 'layerState', layer } };
      case 'forward': {
        const x = dataOf(config, shapeFor(config, action.batch), config.axis, action.seed);
        const forward: Forward = { x, mode: slot.mode as Mode, before: slot.state, steps: slot.steps };
        return { command: { op: 'layerForward', layer, x }, details: { forward } };
      }
      case 'badForward':
        return {
          command: { op: 'layerForward', layer, x: dataOf(config, shapeFor(config, 3, 1), config.axis, action.seed) },
        };
      case 'backward': {
        const { pending } = slot;
        const shape = pending?.x.shape ?? shapeFor(config, 2);
        const dy = dataOf(config, shape, config.axis, action.seed);
        return { command: { op: 'layerBackward', layer, dy }, details: { dy, ...(pending && { pending }) } };
      }
      case 'load': {
        const given = stateOf(config, action.seed, counts);
        return { command: { op: 'layerLoad', layer, state: given }, details: { given } };
      }
      case 'badLoad':
        return { command: { op: 'layerLoad', layer, state: stateOf(config, action.seed, counts, 1) } };
      case 'transfer': {
        const given = this.#slotOf(action.layer).state;
        return { command: { op: 'layerLoad', layer, state: given }, details: { given } };
      }
      case 'copy':
        return { command: { op: 'layerCopy', layer, copy: this.#newName() } };
    }
  }
}

const isInvalid = (action: Action): boolean => action.do === 'badForward' || action.do === 'badLoad';

const sameEntries = (a: LayerConfig, b: LayerConfig): boolean =>
  a.channels === b.channels &&
  a.parameterDtype === b.parameterDtype &&
  a.affine === b.affine &&
  a.trackRunningStats === b.trackRunningStats;

/** The layer after a command. */
function next(slot: Slot, { action, outcome, forward, given }: Step, { count }: LayerClaims): Slot {
  const { pending } = slot;
  switch (action.do) {
    case 'train':
    case 'eval':
      return { ...slot, mode: action.do, pending: pending && { ...pending, switched: true } };
    case 'forward': {
      if (forward === undefined) return slot;
      const { forwards, backwards, steps, history } = slot;
      const training = forward.mode === 'train';
      return {
        ...slot,
        pending: { ...forward, earlier: forwards, switched: false, backwards },
        forwards: forwards + 1,
        steps: steps === undefined ? undefined : steps + Number(training),
        evaluated: !training,
        history: training ? [...history, forward] : history,
      };
    }
    case 'backward':
      return { ...slot, pending: undefined, backwards: slot.backwards + Number(outcome.status === 'ok') };
    case 'load':
    case 'transfer':
      return {
        ...slot,
        pending: undefined,
        steps: count ? given?.count : undefined,
        history: [...slot.history, 'load'],
      };
    case 'badForward':
    case 'badLoad':
      // Whether a backward may follow is left open, and what was accepted is not known to have no effect.
      return { ...slot, pending: undefined, ...(outcome.status === 'ok' && { steps: undefined }) };
    case 'state':
    case 'copy':
      return slot;
  }
}

const copied = (slot: Slot): Slot => ({ ...slot, pending: undefined, forwards: 0, backwards: 0, evaluated: false });

/** @returns the problem with the form of a state, in words */
function misformedState(state: LayerState, config: LayerConfig): string | undefined {
  const { channels, parameterDtype, affine, trackRunningStats } = config;
  for (const name of stateTensors) {
    const due = name === 'gamma' || name === 'beta' ? affine : trackRunningStats;
    const tensor = state[name];
    if (tensor === undefined) {
      if (due) return `the state has no ${snakeCase(name)}`;
      continue;
    }
    if (!due) return `the state has a ${snakeCase(name)}, which the layer was made without`;
    if (tensor.shape.join() !== String(channels) || tensor.dtype !== parameterDtype) {
      return `${snakeCase(name)} expected ${parameterDtype}[${channels}], got ${tensor.dtype}[${tensor.shape.join(', ')}]`;
    }
  }
  return undefined;
}

/** The claims by which the step of a layer without a momentum is judged: its weight is that of the new value. */
export const weighsNew = (claims: Claims): Claims => ({ ...claims, momentumWeights: 'new' });
