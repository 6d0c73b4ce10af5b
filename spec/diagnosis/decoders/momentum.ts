/**
 * Decodes momentum: the weight with which the mean of the batch enters the running mean, over calls with different
 * momenta.
 */
import type { Diagnosis } from '../../report/report.ts';
import type { Claims } from '../../terms/contract.ts';
import { valuesOf } from '../../terms/tensor.ts';
import { close, short } from '../channel-data.ts';
import { type Seen, seenIn } from '../answered-calls.ts';

const several = 3;

/** @returns undefined unless one value is used in place of every given momentum */
export function decodeMomentum(seen: readonly Seen[], { momentumWeights }: Claims): Diagnosis | undefined {
  const sights = seenIn(seen, 'trainForward').flatMap(({ call, outputs, truth }) => {
    if (call.runningMean === undefined || outputs.runningMean?.data.length !== call.runningMean.data.length) return [];
    const [old, next] = [valuesOf(call.runningMean), valuesOf(outputs.runningMean)];
    return [...old].flatMap((value, c) => {
      const way = truth.channel.mean[c] - value;
      // A small change does not determine the weight.
      if (!(Math.abs(way) > 0.1 * Math.abs(value))) return [];
      const weight = (next[c] - value) / way;
      return [{ given: call.momentum, seen: momentumWeights === 'new' ? weight : 1 - weight }];
    });
  });
  const momenta = [...new Set(sights.map(({ given }) => given))];
  if (sights.length < several || momenta.length < several) return undefined;
  const [{ seen: first }] = sights;
  if (Math.abs(first) < 1e-3 || !sights.every((sight) => close(sight.seen, first))) return undefined;
  return {
    id: 'IF02',
    says: `Momentum is always ${short(first)}.`,
    evidence: `the running mean changes by this weight in ${sights.length} channels, while momentum is ${momenta.map(short).join(', ')}`,
  };
}
