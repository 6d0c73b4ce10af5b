/**
 * Layers of an implementation in this process, by the names that the caller gives them. What `state` returned and `load` was
 * given is the caller's (BN-15), so it is overwritten here: a layer that kept it shows that in its next state.
 */
import type { Layer, LayerConfig, Tensor } from '../terms/contract.ts';
import { type LayerCommand, type LayerResult, layerSignatures, tensorsOf } from '../terms/layer-commands.ts';
import type { NamedTensors } from '../terms/named-tensors.ts';
import type { TensorName } from '../terms/operations.ts';
import { Unsupported } from '../terms/refusals.ts';
import { bytesOf, copyOf, sameBits } from '../terms/tensor.ts';
import type { Answer, LayerOutcome } from './call-outcome.ts';
import { ofEarlier } from './earlier-call-mutations.ts';
import { overlapping, reused, type Kept, type Named } from './memory-checks.ts';
import { returnedBy } from './returned-result.ts';
import { show } from './wire-error.ts';

export interface Surroundings {
  readonly settled: <T>(work: T | Promise<T>) => T | Promise<T>;
  /** The outcome of a call that threw. */
  readonly threw: (error: unknown) => LayerOutcome;
}

/** Several, since layers that reuse memory often rotate between buffers. */
const answersKept = 4;

const methods = ['train', 'eval', 'forward', 'backward', 'state', 'load'] as const;

const malformed = (message: string): LayerOutcome => ({ status: 'protocol-error', message });

const done: Answer<LayerResult> = { status: 'ok', result: {}, mutated: [], aliased: [] };

export class Layers {
  readonly #make: (config: LayerConfig) => unknown;
  readonly #surroundings: Surroundings;
  readonly #layers = new Map<string, Layer>();
  #earlier: readonly Kept[] = [];

  constructor(make: (config: LayerConfig) => unknown, surroundings: Surroundings) {
    this.#make = make;
    this.#surroundings = surroundings;
  }

  async run(command: LayerCommand): Promise<LayerOutcome> {
    const { settled, threw } = this.#surroundings;
    const layer = this.#layers.get(command.layer);
    if (layer === undefined && command.op !== 'layerNew') {
      return { status: 'error', message: `there is no layer ${show(command.layer)}` };
    }
    const given = Object.entries(tensorsOf(command)).map(([name, tensor]): Named => ({ name, tensor: copyOf(tensor) }));
    let result: unknown;
    try {
      result = await settled(this.#call(command, layer as Layer, given));
    } catch (error) {
      return threw(error);
    }
    const mutated = given
      .filter(({ name, tensor }) => !sameBits(tensor, tensorsOf(command)[name as TensorName] as Tensor))
      .map(({ name }) => name);
    if (command.op === 'layerLoad') overwrite(given);
    return this.#answer(command, result, given, mutated);
  }

  #call(command: LayerCommand, layer: Layer, given: readonly Named[]): unknown {
    const tensors: NamedTensors = Object.fromEntries(given.map(({ name, tensor }) => [name, tensor]));
    switch (command.op) {
      case 'layerNew':
        return this.#make({ ...command.config });
      case 'layerTrain':
        return layer.train();
      case 'layerEval':
        return layer.eval();
      case 'layerForward':
        return layer.forward(tensors.x as Tensor);
      case 'layerBackward':
        return layer.backward(tensors.dy as Tensor);
      case 'layerState':
        return layer.state();
      case 'layerLoad': {
        const { count } = command.state;
        return layer.load({ ...tensors, ...(count !== undefined && { count }) });
      }
      case 'layerCopy':
        if (typeof layer.copy !== 'function') throw new Unsupported('layer.copy is not offered');
        return layer.copy();
      case 'layerClose':
        return layer.close?.();
    }
  }

  #answer(command: LayerCommand, result: unknown, given: readonly Named[], mutated: readonly string[]): LayerOutcome {
    switch (command.op) {
      case 'layerNew':
        return this.#keep(command.layer, result);
      case 'layerCopy':
        return this.#keep(command.copy, result);
      case 'layerClose':
        this.#layers.delete(command.layer);
        // Lest the next sequence be blamed for what one before it did.
        this.#earlier = [];
        return done;
      case 'layerTrain':
      case 'layerEval':
      case 'layerLoad':
        return { ...done, mutated };
      case 'layerState':
      case 'layerForward':
      case 'layerBackward':
    }
    const { outputs, required } = layerSignatures[command.op];
    const counts = command.op === 'layerState';
    const read = returnedBy(command.op, result, { outputs, required, counts });
    if (typeof read === 'string') return malformed(read);
    const { kept, count } = read;
    const own: LayerResult = {
      ...Object.fromEntries(kept.map(({ name, copy }) => [name, copy])),
      ...(count !== undefined && { count }),
    };
    if (command.op === 'layerState') {
      overwrite(kept);
      return { ...done, result: own };
    }
    const again = new Set(this.#earlier.flatMap((answer) => reused(answer, kept)));
    const aliased = [...overlapping(kept, given), ...[...again].map(ofEarlier)];
    this.#earlier = [kept, ...this.#earlier].slice(0, answersKept);
    return { status: 'ok', result: own, mutated, aliased };
  }

  #keep(name: string, made: unknown): LayerOutcome {
    const candidate = made as Readonly<Record<string, unknown>> | null | undefined;
    const missing = methods.find((method) => typeof candidate?.[method] !== 'function');
    if (missing !== undefined) return malformed(`a layer expected an object with ${methods.join(', ')}; no ${missing}`);
    this.#layers.set(name, made as Layer);
    return done;
  }
}

/** All bits set is a NaN of every element type. Memory that was transferred away has no bytes. */
function overwrite(tensors: readonly Named[]): void {
  for (const { tensor } of tensors) bytesOf(tensor).fill(0xff);
}
