/**
 * A sequence of calls of layers in which no number needs rounding: all are multiples of powers of two, and every square root
 * is of a power of four. Whoever computes as required therefore answers with the same bits, in any type and in any order of
 * summation.
 */
import { expect } from 'vitest';
import { implementationOf } from '../../impl/plain/implementation.ts';
import { layerOf } from '../../impl/plain/layer.ts';
import { resolveClaims } from '../../spec/terms/profiles.ts';
import type { Claims, LayerConfig, LayerState, Tensor } from '../../spec/terms/contract.ts';
import { type LayerCommand, layerClaimsOf } from '../../spec/terms/layer-commands.ts';
import { sizeOf, tensor, valuesOf } from '../../spec/terms/tensor.ts';
import type { LayerOutcome } from '../../spec/wire/call-outcome.ts';
import { targetOf } from '../../spec/wire/in-process.ts';
import type { Target } from '../../spec/wire/target.ts';

/** The variance of each batch is 1, and with this it is 4. */
const epsilon = 3;

/** Two samples of each channel, one above and one below the mean. The channels lie along any axis but the first. */
function batch({ rank, axis, channels, dtype }: LayerConfig, step: number): Tensor {
  const shape = Array.from({ length: rank }, (_, k) => (k === 0 ? 2 : k === axis ? channels : 1));
  const values = Array.from({ length: sizeOf(shape) }, (_, i) => {
    const [c, sample] = [i % channels, Math.floor(i / channels)];
    return 2 * c - step + (sample === (c + step) % 2 ? 1 : -1);
  });
  return tensor(dtype, shape, values);
}

const vector = ({ parameterDtype, channels }: LayerConfig, value: (c: number) => number): Tensor =>
  tensor(
    parameterDtype,
    [channels],
    Array.from({ length: channels }, (_, c) => value(c)),
  );

/** A state in which evaluation needs no rounding either. */
const stateOf = (config: LayerConfig, counts: boolean): LayerState => ({
  ...(config.affine && { gamma: vector(config, (c) => c / 2 - 1), beta: vector(config, (c) => 2 - c) }),
  ...(config.trackRunningStats && {
    runningMean: vector(config, (c) => c / 4),
    runningVar: vector(config, (c) => (c % 2 === 0 ? 1 : 13)),
    ...(counts && { count: 1 }),
  }),
});

/** Every message, in every mode; the layer `b` is a copy of `a`. */
function commands(config: LayerConfig, claims: Claims, count: boolean): readonly LayerCommand[] {
  const { copy, backwardInEval } = layerClaimsOf(claims);
  const evaluates = config.trackRunningStats || layerClaimsOf(claims).withoutStatistics === 'batch';
  const on = (layer: string): Record<'train' | 'eval' | 'read' | 'load' | 'close', LayerCommand> => ({
    train: { op: 'layerTrain', layer },
    eval: { op: 'layerEval', layer },
    read: { op: 'layerState', layer },
    load: { op: 'layerLoad', layer, state: stateOf(config, count) },
    close: { op: 'layerClose', layer },
  });
  const forward = (layer: string, step: number): LayerCommand => ({
    op: 'layerForward',
    layer,
    x: batch(config, step),
  });
  const backward = (layer: string, step: number): LayerCommand => ({
    op: 'layerBackward',
    layer,
    dy: batch(config, step),
  });
  const [a, b] = [on('a'), on('b')];
  return [
    { op: 'layerNew', layer: 'a', config },
    a.read,
    a.train,
    forward('a', 0),
    a.read,
    backward('a', 1),
    a.read,
    forward('a', 1),
    a.read,
    a.load,
    a.read,
    a.eval,
    ...(evaluates ? [forward('a', 2), a.train, ...(backwardInEval ? [backward('a', 0)] : [])] : [a.train]),
    a.read,
    ...(copy ? [{ op: 'layerCopy', layer: 'a', copy: 'b' } as const, b.read, forward('b', 3), b.read, b.close] : []),
    forward('a', 0),
    a.eval,
    backward('a', 3),
    a.read,
    a.close,
    { op: 'layerNew', layer: 'a', config },
    a.read,
    backward('a', 0),
    a.close,
  ];
}

/** The settings that these claims leave to the caller. */
export function exactConfigs(claims: Claims): LayerConfig[] {
  const { momentumNull, withoutStatistics } = layerClaimsOf(claims);
  const [dtype] = claims.dtypes;
  const parameterDtype = claims.ownParameters ? dtype : claims.parameterDtypes[0];
  const affine = { none: [false], required: [true], together: [true, false], each: [true, false] }[claims.affine];
  return claims.ranks.flatMap((rank) =>
    affine.flatMap((each) =>
      [true, ...(withoutStatistics === 'batch' ? [false] : [])].flatMap((trackRunningStats) =>
        [0.25, 1, ...(momentumNull === 'cumulative' ? [null] : [])].map((momentum) => ({
          channels: 3,
          axis: claims.channelAxis === 'last' ? rank - 1 : 1,
          rank,
          dtype,
          parameterDtype,
          epsilon,
          momentum,
          affine: each,
          trackRunningStats,
        })),
      ),
    ),
  );
}

interface Having {
  readonly affine: boolean;
  readonly count: boolean;
}

/** A sum of 0 and -0 may have either sign. */
const unsigned = (t: Tensor | undefined): Tensor | undefined =>
  t &&
  tensor(
    t.dtype,
    t.shape,
    valuesOf(t).map((value) => value + 0),
  );

/** The part that is compared: status, the tensors and count that a layer has, and that no memory was touched that is another's. */
function compared({ status, ...more }: LayerOutcome, having: Having): object {
  if (!('result' in more)) return { status };
  const { count, dgamma, dbeta, ...tensors } = more.result;
  const { mutated, aliased } = more;
  const own = Object.fromEntries(Object.entries(tensors).map(([name, t]) => [name, unsigned(t)]));
  return {
    status,
    mutated,
    aliased,
    tensors: own,
    ...(having.affine && { dgamma: unsigned(dgamma), dbeta: unsigned(dbeta) }),
    ...(having.count && { count }),
  };
}

async function outcomes(target: Target, script: readonly LayerCommand[], having: Having): Promise<object[]> {
  const found: object[] = [];
  for (const command of script) found.push(compared((await target.layer?.(command)) as LayerOutcome, having));
  return found;
}

/** Layers of the target answer as those over the plain operations do, in these settings. */
export async function expectExactLayers(target: Target, configs?: readonly LayerConfig[]): Promise<void> {
  const claims = resolveClaims(target.claims);
  const { momentumWeights, runningVariance, singleValue } = claims;
  const operations = implementationOf('plain', {}, { momentumWeights, runningVariance, singleValue });
  const { count } = layerClaimsOf(claims);
  for (const config of configs ?? exactConfigs(claims)) {
    const having = { affine: config.affine, count };
    const script = commands(config, claims, count);
    const actual = await outcomes(target, script, having);
    const plain = targetOf({ name: 'plain', layer: (own) => layerOf(operations, own) });
    const exact = await outcomes(plain, commands(config, claims, true), having);
    for (const [i, command] of script.entries()) {
      expect({ config, command, outcome: actual[i] }).toEqual({ config, command, outcome: exact[i] });
    }
  }
}
