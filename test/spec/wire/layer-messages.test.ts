/** Messages of layers: read back as sent, and the field at fault is named. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LayerConfig } from '../../../spec/terms/contract.ts';
import { dtypes } from '../../../spec/terms/dtype.ts';
import {
  type LayerCommand,
  layerOperations,
  type LayerResult,
  layerSignatures,
} from '../../../spec/terms/layer-commands.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import {
  decodeLayerAnswer,
  decodeLayerRequest,
  encodeLayerAnswer,
  encodeLayerRequest,
} from '../../../spec/wire/layer-messages.ts';
import type { LayerOutcome } from '../../../spec/wire/call-outcome.ts';
import { decodeBlob, encodeBlob } from '../../../spec/wire/safetensors.ts';
import { tensors } from './arbitraries.ts';

const configs: fc.Arbitrary<LayerConfig> = fc.record({
  channels: fc.nat(),
  axis: fc.nat(),
  rank: fc.nat(),
  dtype: fc.constantFrom(...dtypes),
  parameterDtype: fc.constantFrom(...dtypes),
  epsilon: fc.double(),
  momentum: fc.option(fc.double(), { nil: null }),
  affine: fc.boolean(),
  trackRunningStats: fc.boolean(),
});

const name = fc.string({ minLength: 1, unit: 'binary' });

const states = fc.record(
  { gamma: tensors, beta: tensors, runningMean: tensors, runningVar: tensors, count: fc.maxSafeNat() },
  { requiredKeys: [] },
);

const commands: fc.Arbitrary<LayerCommand> = fc.oneof(
  fc.record({ op: fc.constant('layerNew' as const), layer: name, config: configs }),
  fc.record({
    op: fc.constantFrom('layerTrain', 'layerEval', 'layerState', 'layerClose'),
    layer: name,
  }),
  fc.record({ op: fc.constant('layerForward' as const), layer: name, x: tensors }),
  fc.record({ op: fc.constant('layerBackward' as const), layer: name, dy: tensors }),
  fc.record({ op: fc.constant('layerLoad' as const), layer: name, state: states }),
  fc.record({ op: fc.constant('layerCopy' as const), layer: name, copy: name }),
);

/** Answers as the wire sees them: the tensors need not fit together. */
const answers = fc.constantFrom(...layerOperations).chain((op) => {
  const { outputs, required } = layerSignatures[op];
  const model = Object.fromEntries(outputs.map((output) => [output, tensors]));
  const counted = op === 'layerState' ? { ...model, count: fc.maxSafeNat() } : model;
  return fc
    .record(counted as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [...required] })
    .map((result) => ({ op, result: { ...result } as LayerResult }));
});

function edited(bytes: Uint8Array, changes: Record<string, string>): Uint8Array {
  const { tensors: given, metadata } = decodeBlob(bytes);
  return encodeBlob({ tensors: given, metadata: new Map([...metadata, ...Object.entries(changes)]) });
}

describe('requests', () => {
  test('read back as the same command', () => {
    fc.assert(
      fc.property(commands, fc.string(), (command, id) => {
        expect(decodeLayerRequest(encodeLayerRequest(command, id))).toEqual({ command: { ...command }, id });
      }),
    );
  });

  const config: LayerConfig = {
    channels: 2,
    axis: 1,
    rank: 2,
    dtype: 'float32',
    parameterDtype: 'float32',
    epsilon: 1e-5,
    momentum: null,
    affine: true,
    trackRunningStats: true,
  };

  test.each([
    [{ op: 'layer_open' }, /"op" expected layer_new, .*got "layer_open"/],
    [{ layer: '' }, /"layer" expected a name, got ""/],
    [{ channels: '-1' }, /"channels" expected a whole number >= 0, got "-1"/],
    [{ dtype: 'F32' }, /"dtype" expected .*float32.*, got "F32"/],
    [{ momentum: 'None' }, /"momentum" expected a decimal number, got "None"/],
    [{ affine: 'True' }, /"affine" expected true, false, got "True"/],
    [{ op: 'layer_forward' }, /layer_forward lacks the tensor "x"/],
  ])('are refused with %o', (changes, message) => {
    const request = encodeLayerRequest({ op: 'layerNew', layer: 'a', config }, '0');
    expect(() => decodeLayerRequest(edited(request, changes))).toThrow(message);
  });
});

describe('answers', () => {
  test('read back with their tensors and their count', () => {
    fc.assert(
      fc.property(answers, fc.string(), ({ op, result }, id) => {
        const outcome: LayerOutcome = { status: 'ok', result, mutated: [], aliased: [] };
        expect(decodeLayerAnswer(op, encodeLayerAnswer(op, outcome, id), id)).toMatchObject(outcome);
      }),
    );
  });

  test.each([
    ['layerForward', 'layerForward', /layer_forward answered without the tensor "y"/],
    ['layerBackward', 'layerForward', /tensor "dx" is not an output of layer_forward; expected y/],
  ] as const)('of %s are no answer to %s where a tensor is missing or another', (from, to, message) => {
    const result = from === 'layerBackward' ? { dx: tensor('float32', [1], [1]) } : {};
    const sent = encodeLayerAnswer(from, { status: 'ok', result, mutated: [], aliased: [] }, '1');
    const op = to === 'layerForward' ? 'layer_forward' : '';
    expect(decodeLayerAnswer(to, edited(sent, { op }), '1')).toMatchObject({
      status: 'protocol-error',
      message: expect.stringMatching(message),
    });
  });

  test('to another request put the stream out of step', () => {
    const sent = encodeLayerAnswer('layerTrain', { status: 'ok', result: {}, mutated: [], aliased: [] }, '1');
    expect(() => decodeLayerAnswer('layerTrain', sent, '2')).toThrow(/"id" expected that of the request/);
    expect(() => decodeLayerAnswer('layerEval', sent, '1')).toThrow(/"op" expected "layer_eval"/);
  });
});
