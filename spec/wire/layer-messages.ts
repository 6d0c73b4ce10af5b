/**
 * Calls of layers (BN-15) as safetensors blobs: the host names the layers, so that saved requests replay. The table for authors
 * of adapters is in impl/adapters/README.md.
 */
import type { DType, LayerConfig, LayerState, Tensor } from '../terms/contract.ts';
import { dtypes } from '../terms/dtype.ts';
import {
  type LayerCommand,
  type LayerOperation,
  layerOperations,
  type LayerResult,
  layerSignatures,
  tensorsOf,
} from '../terms/layer-commands.ts';
import { snakeCase } from '../terms/operations.ts';
import type { LayerOutcome } from './call-outcome.ts';
import { ofEarlier } from './earlier-call-mutations.ts';
import {
  answerBlob,
  checkVersion,
  type Content,
  decimal,
  decodeAnswerTo,
  envelope,
  listed,
  type Metadata,
  named,
  readScalar,
  unnamed,
} from './requests-and-answers.ts';
import { type Blob, decodeBlob, encodeBlob, type Frame, maxHeaderBytes, prefixBytes } from './safetensors.ts';
import { show, WireError } from './wire-error.ts';

const byWireName: ReadonlyMap<string, LayerOperation> = new Map(layerOperations.map((op) => [snakeCase(op), op]));

/** Whether a request's `op` is one of a layer's. */
export const isLayerMessage = (op: string): boolean => byWireName.has(op);

export interface LayerRequest {
  readonly command: LayerCommand;
  readonly id: string;
}

/** @param extra - further metadata, such as `momentum_weights` */
export function encodeLayerRequest(
  command: LayerCommand,
  id: string,
  extra: Readonly<Record<string, string>> = {},
): Uint8Array {
  const metadata = new Map([...Object.entries(extra), ...envelope(snakeCase(command.op), id)]);
  metadata.set('layer', command.layer);
  if (command.op === 'layerNew') for (const [key, value] of configFields(command.config)) metadata.set(key, value);
  if (command.op === 'layerCopy') metadata.set('copy', command.copy);
  if (command.op === 'layerLoad') setCount(metadata, command.state.count);
  return encodeBlob({ tensors: named(tensorsOf(command), layerSignatures[command.op].inputs), metadata });
}

const configFields = (config: LayerConfig): readonly [string, string][] => [
  ['channels', String(config.channels)],
  ['axis', String(config.axis)],
  ['rank', String(config.rank)],
  ['dtype', config.dtype],
  ['parameter_dtype', config.parameterDtype],
  ['epsilon', decimal(config.epsilon)],
  ['momentum', config.momentum === null ? 'null' : decimal(config.momentum)],
  ['affine', String(config.affine)],
  ['track_running_stats', String(config.trackRunningStats)],
];

function setCount(metadata: Map<string, string>, count: number | undefined): void {
  if (count !== undefined) metadata.set('count', String(count));
}

/** @throws WireError that names the tensor or field at fault */
export function decodeLayerRequest(given: Uint8Array | Frame): LayerRequest {
  const { tensors, metadata } = decodeBlob(given);
  const id = checkVersion(metadata).get('id') ?? '';
  const name = metadata.get('op') ?? '';
  const op = byWireName.get(name);
  if (op === undefined) throw new WireError(`"op" expected ${[...byWireName.keys()].join(', ')}, got ${show(name)}`);
  const inputs = unnamed(tensors, layerSignatures[op].inputs, `an input of ${name}`);
  return { command: commandOf(op, textOf(metadata, 'layer'), inputs, metadata), id };
}

function commandOf(
  op: LayerOperation,
  layer: string,
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Metadata,
): LayerCommand {
  const required = (name: 'x' | 'dy'): Tensor => {
    if (tensors[name] === undefined) throw new WireError(`${snakeCase(op)} lacks the tensor "${name}"`);
    return tensors[name];
  };
  switch (op) {
    case 'layerNew':
      return { op, layer, config: configOf(metadata) };
    case 'layerForward':
      return { op, layer, x: required('x') };
    case 'layerBackward':
      return { op, layer, dy: required('dy') };
    case 'layerLoad':
      return { op, layer, state: { ...(tensors as LayerState), ...countOf(metadata) } };
    case 'layerCopy':
      return { op, layer, copy: textOf(metadata, 'copy') };
    default:
      return { op, layer };
  }
}

function configOf(metadata: Metadata): LayerConfig {
  const flag = (name: string): boolean => oneOf(metadata, name, ['true', 'false']) === 'true';
  const momentum = metadata.get('momentum');
  return {
    channels: countIn(metadata, 'channels'),
    axis: readScalar('axis', metadata.get('axis')),
    rank: countIn(metadata, 'rank'),
    dtype: oneOf<DType>(metadata, 'dtype', dtypes),
    parameterDtype: oneOf<DType>(metadata, 'parameter_dtype', dtypes),
    epsilon: readScalar('epsilon', metadata.get('epsilon')),
    momentum: momentum === 'null' ? null : readScalar('momentum', momentum),
    affine: flag('affine'),
    trackRunningStats: flag('track_running_stats'),
  };
}

function oneOf<T extends string>(metadata: Metadata, name: string, values: readonly T[]): T {
  const text = metadata.get(name);
  const value = values.find((each) => each === text);
  if (value === undefined) throw new WireError(`"${name}" expected ${values.join(', ')}, got ${show(text)}`);
  return value;
}

function textOf(metadata: Metadata, name: string): string {
  const text = metadata.get(name);
  if (text === undefined || text === '') throw new WireError(`"${name}" expected a name, got ${show(text)}`);
  return text;
}

function countIn(metadata: Metadata, name: string): number {
  const text = metadata.get(name);
  const value = /^\d+$/.test(text ?? '') ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new WireError(`"${name}" expected a whole number >= 0, got ${show(text)}`);
  return value;
}

const countOf = (metadata: Metadata): Pick<LayerState, 'count'> =>
  metadata.has('count') ? { count: countIn(metadata, 'count') } : {};

export function encodeLayerAnswer(op: LayerOperation, outcome: LayerOutcome, id: string): Uint8Array {
  const blob = answerBlob(snakeCase(op), outcome, id, layerSignatures[op].outputs);
  if (outcome.status === 'ok') setCount(blob.metadata, outcome.result.count);
  return encodeBlob(blob);
}

/** See `decodeAnswer`. @throws WireError for anything but the answer to this request */
export function decodeLayerAnswer(op: LayerOperation, given: Uint8Array | Frame, id: string): LayerOutcome {
  return decodeAnswerTo(snakeCase(op), given, id, (blob) => readResult(op, blob));
}

/** A pending answer is of an earlier call, of any kind. */
const [allInputs, allOutputs] = (['inputs', 'outputs'] as const).map((role) =>
  Object.values(layerSignatures).flatMap((signature) => signature[role].map(snakeCase)),
);

function readResult(op: LayerOperation, { tensors, metadata }: Blob): Content<LayerResult> {
  const { inputs, outputs, required } = layerSignatures[op];
  const result = unnamed(tensors, outputs, `an output of ${snakeCase(op)}`);
  const missing = required.find((name) => result[name] === undefined);
  if (missing !== undefined)
    throw new WireError(`${snakeCase(op)} answered without the tensor "${snakeCase(missing)}"`);
  const possible = (own: readonly string[], earlier: readonly string[]): string[] => [
    ...own.map(snakeCase),
    ...earlier.map(ofEarlier),
  ];
  return {
    result: { ...result, ...(op === 'layerState' && countOf(metadata)) },
    mutated: listed(metadata, 'mutated', possible(inputs, allInputs), `inputs of ${snakeCase(op)}`),
    aliased: listed(metadata, 'aliased', possible(outputs, allOutputs), `outputs of ${snakeCase(op)}`),
  };
}

/** Size limit of the answer: a header, and far more values than any layer of a check has. */
export const mostLayerAnswerBytes: number = prefixBytes + maxHeaderBytes + 2 ** 24;
