/** Data of the pictures: every judged element is counted once, in the bin where it belongs. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import ST01a from '../../../impl/mutants/ST01a.ts';
import plain from '../../../impl/plain/index.ts';
import { reference } from '../../../reference/oracle.ts';
import { callOf, scenarios } from '../../../spec/cases/scenario.ts';
import { Recorder, ulpAt } from '../../../spec/check/trial/error-recorder.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { errorBins, offsetBins, ulpBins } from '../../../spec/report/measurements.ts';
import { dtypes, formats, roundTo } from '../../../spec/terms/dtype.ts';
import type { Tensor } from '../../../spec/terms/contract.ts';
import { reportOn } from './sample-reports.ts';

const claims = resolveClaims(plain.claims);
const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

test('an ulp is the distance between neighbours: half of one more rounds to the neighbour, less does not', () => {
  fc.assert(
    fc.property(fc.constantFrom(...dtypes), fc.double({ noNaN: true, min: -6e4, max: 6e4 }), (dtype, raw) => {
      const value = roundTo(dtype, raw) + 0;
      const ulp = ulpAt(value, dtype);
      const away = value + Math.sign(value || 1) * ulp;
      expect(roundTo(dtype, away)).toBe(away);
      expect(roundTo(dtype, value + Math.sign(value || 1) * ulp * 0.25)).toBe(value);
      expect(ulp).toBeGreaterThanOrEqual(formats[dtype].smallest);
    }),
  );
});

test('bins are half decades and powers of two; what lies outside counts at the ends', () => {
  expect([1, 3.2, 0.99, 1e20, 1e-20, 0].map((mean) => offsetBins.of(mean, 1))).toEqual([0, 1, -1, 15, -6, -6]);
  expect([0, -1, Number.NaN].map((variance) => offsetBins.of(1, variance))).toEqual([17, 17, 17]);
  expect([0, 1, 0.99, 3.2, Infinity, Number.NaN, 1e-30].map((ratio) => errorBins.of(ratio))).toEqual([
    -15, 0, -1, 1, 8, 8, -13,
  ]);
  expect([0, 0.5, 0.6, 1, 1.5, 2, 3, 2 ** 22, Infinity, Number.NaN].map((ulps) => ulpBins.of(ulps))).toEqual([
    0, 0, 1, 1, 2, 2, 3, 23, 24, 24,
  ]);
});

test('every element of a judged output is counted once; a right one in the first bins, a spoilt one beyond the bound', () => {
  const calls = scenarios(claims, { maxPerChannel: 8 });
  fc.assert(
    fc.property(calls, fc.nat(), fc.boolean(), (scenario, at, spoil) => {
      const call = callOf.trainForward(scenario);
      const truth = reference.answer('trainForward', call, claims);
      const exact = truth.outputs.y as NonNullable<typeof truth.outputs.y>;
      const y = exact.round(call.x.dtype);
      const index = at % y.data.length;
      if (spoil) (y as { data: Tensor['data'] }).data[index] = Number.NaN;
      const recorder = new Recorder();
      recorder.record({ operation: 'trainForward', call, truth }, { output: 'y', actual: y, exact, boundAt: () => 1 });
      const [measured] = recorder.outputs();
      const counts = measured.accuracy.map(([, , count]) => count);
      expect([measured.elements, sum(counts), sum(measured.ulps)]).toEqual(
        Array.from({ length: 3 }).fill(y.data.length),
      );
      expect(measured.ulps[0]).toBe(y.data.length - Number(spoil));
      const beyond = measured.accuracy.filter(([, error]) => error >= 0);
      expect(sum(beyond.map(([, , count]) => count))).toBe(Number(spoil));
    }),
  );
});

test('elements that no bound holds for are not counted', async () => {
  const [scenario] = fc.sample(scenarios(claims, {}), {
    numRuns: 1,
    seed: 1,
  });
  const call = callOf.trainForward(scenario);
  const truth = reference.answer('trainForward', call, claims);
  const exact = truth.outputs.y as NonNullable<typeof truth.outputs.y>;
  const recorder = new Recorder();
  const actual = exact.round('float32');
  recorder.record({ operation: 'trainForward', call, truth }, { output: 'y', actual, exact, boundAt: () => Infinity });
  expect(recorder.outputs()).toEqual([]);
});

test('a run shows its mistake in the measurements: y beyond the bound, and a line of the wrong slope', async () => {
  const ids = ['BN-4.1', 'BN-7.1'];
  const [right, wrong] = [await reportOn(plain, ids), await reportOn(ST01a.under().implementation, ids)];
  const beyond = ({ measurements }: typeof right): number =>
    sum(
      measurements.outputs.flatMap(({ accuracy }) =>
        accuracy.filter(([, error]) => error >= 0).map(([, , count]) => count),
      ),
    );
  expect(beyond(right)).toBe(0);
  expect(beyond(wrong)).toBeGreaterThan(0);
  expect(wrong.measurements.probes.map(({ operation, output }) => `${operation} ${output}`)).toEqual([
    'trainForward y',
    'inferForward y',
  ]);
  const deviation = ({ measurements }: typeof right): number =>
    Math.max(
      ...measurements.probes[0].channels.flatMap(({ actual, exact }) =>
        actual.map((value, i) => Math.abs(Number(value) - Number(exact[i]))),
      ),
    );
  expect(deviation(right)).toBeLessThan(1e-5);
  expect(deviation(wrong)).toBeGreaterThan(1e-3);
});
