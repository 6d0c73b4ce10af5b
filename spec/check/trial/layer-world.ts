/**
 * The model of a sequence of calls of layers: what was last observed of each layer, and which forward is pending. The states of
 * all layers are read before and after every command, so that each step is judged from the state that it began with and errors
 * do not add up.
 */
import { type Action, type LayerCase, shapeFor, type World } from '../../cases/layer-sequences.ts';
import type { LayerClaims, LayerConfig, LayerState } from '../../terms/contract.ts';
import { type LayerCommand, layerClaimsOf, type LayerResult } from '../../terms/layer-commands.ts';
import { layoutOf } from '../../terms/layout.ts';
import { snakeCase } from '../../terms/operations.ts';
import type { LayerOutcome } from '../../wire/call-outcome.ts';
import { Falsified, NotApplicable, Refused } from './clause-exceptions.ts';
import { commandOf, type Sent } from './layer-command-of.ts';
import { copied, next, type Slot, type Step } from './layer-slot.ts';
import { misformedState, sameEntries } from './layer-state-form.ts';
import type { Trial } from './trial.ts';

/** Requirements, called as the sequence goes on. They throw Falsified. */
export interface Rules {
  /** A layer was made, and nothing else was done with it. */
  readonly made?: (slot: Slot, trial: Trial) => void;
  /** A state is read again, with no command in between. */
  readonly between?: (slot: Slot, now: LayerState, trial: Trial) => void;
  /** @returns false for a step that the requirement is not about */
  readonly step?: (step: Step, trial: Trial) => unknown;
  /** After the last command, for each layer that nothing was done with since it loaded a state. */
  readonly bystander?: (now: LayerState, loaded: LayerState, trial: Trial) => void;
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

const firstLetter = 97;
const letters = 26;

/** Values per channel, at least, of each forward of a run. */
const batchOfRun = 3;

export class LayerWorld implements World {
  readonly #trial: Trial;
  readonly #rules: Rules;
  readonly #premature: boolean;
  readonly #slots: Slot[] = [];
  readonly #bystanders: { readonly slot: Slot; readonly loaded: LayerState }[] = [];
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

  async begin({ layers, bystanders }: Pick<LayerCase, 'layers' | 'bystanders'>): Promise<void> {
    for (const { config, mode, loads, run = 0 } of layers) {
      const layer = this.#slots.length;
      await this.make(config);
      if (loads !== undefined) await this.carryOut({ do: 'load', layer, seed: loads });
      await this.carryOut({ do: mode, layer });
      if (run > 0) await this.#run(this.#slots[layer], run);
    }
    for (let seed = 1; seed <= bystanders; seed++) await this.#standBy(layers[0].config, seed);
  }

  /** Makes another layer. */
  async make(config: LayerConfig): Promise<void> {
    const slot = await this.#make(config);
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
      case 'close':
        return this.#slots.length > 1;
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
    const sent = this.#commandOf(action, slot);
    const outcome = await this.#call(sent.command);
    const valid = !isInvalid(action) && !(action.do === 'backward' && slot.forwards === 0);
    if (valid) this.#accept(sent.command, outcome);
    if (sent.command.op === 'layerCopy') this.#slots.push({ ...copied(slot), name: sent.command.copy });
    // A closed layer has no state to read: that of before stands for it.
    const closed = sent.command.op === 'layerClose';
    if (closed) this.#slots.splice(index, 1);
    const after = closed ? (await this.#readAll()).toSpliced(index, 0, before[index]) : await this.#readAll();
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
    if (!closed) this.#replace(this.#slots[index], next(slot, step, this.#layerClaims));
    const left = closed ? after.toSpliced(index, 1) : after;
    left.forEach((state, i) => this.#replace(this.#slots[i], { ...this.#slots[i], state }));
    if (this.#rules.step && this.#rules.step(step, this.#trial) !== false) this.#judged = true;
  }

  /**
   * The last requirement.
   * @throws NotApplicable where the whole sequence has nothing that the rules are about
   */
  async end(): Promise<void> {
    const { made, between, bystander, end } = this.#rules;
    if (bystander) {
      for (const { slot, loaded } of this.#bystanders) bystander(await this.#read(slot), loaded, this.#trial);
    }
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
    const made = this.#made++;
    return `${String.fromCodePoint(firstLetter + (made % letters))}${made < letters ? '' : Math.floor(made / letters)}`;
  }

  #commandOf(action: Action, slot: Slot): Sent {
    return commandOf(action, slot, {
      counts: this.#layerClaims.count,
      stateOfLayer: (layer) => this.#slotOf(layer).state,
      newName: () => this.#newName(),
    });
  }

  async #make(config: LayerConfig): Promise<Slot> {
    const command = { op: 'layerNew', layer: this.#newName(), config } as const;
    this.#accept(command, await this.#call(command));
    const blank = { name: command.layer, config, mode: undefined, state: {}, pending: undefined, steps: 0 };
    return { ...blank, forwards: 0, backwards: 0, evaluated: false, refused: false, history: [] };
  }

  /** Forwards between which nothing is read. */
  async #run(slot: Slot, times: number): Promise<void> {
    for (let seed = 1; seed <= times; seed++) {
      const { command } = this.#commandOf({ do: 'forward', layer: 0, batch: batchOfRun, seed }, slot);
      this.#accept(command, await this.#call(command));
    }
    const steps = slot.steps === undefined ? undefined : slot.steps + (slot.mode === 'train' ? times : 0);
    this.#replace(slot, { ...slot, steps, forwards: times, state: await this.#read(slot) });
  }

  async #standBy(config: LayerConfig, seed: number): Promise<void> {
    const slot = await this.#make(config);
    const { command, details } = this.#commandOf({ do: 'load', layer: 0, seed }, slot);
    this.#accept(command, await this.#call(command));
    this.#bystanders.push({ slot, loaded: details?.given ?? {} });
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
}

const isInvalid = (action: Action): boolean => action.do === 'badForward' || action.do === 'badLoad';
