/** Every known factor of a gradient is named. */
import { describe, expect, test } from 'vitest';
import { trainGradient } from '../../../../impl/plain/gradient.ts';
import { mapValues } from '../../../../spec/cases/scenario-variants.ts';
import { byChannel, perChannel } from '../../../../spec/diagnosis/channel-data.ts';
import { decodeRatios } from '../../../../spec/diagnosis/decoders/gradient-ratios.ts';
import type { BackwardResult, Implementation } from '../../../../spec/terms/contract.ts';
import { channelOf, layoutOf } from '../../../../spec/terms/layout.ts';
import { right, seenBy, shapes } from '../calls-of-shapes.ts';
import { changed, decoded, found } from '../decoded-probes.ts';
import { variance } from '../moments.ts';

interface Channel {
  readonly m: number;
  readonly batch: number;
  readonly gamma: number;
  readonly r: number;
}

type Gradient = 'dx' | 'dgamma' | 'dbeta';

/** An output of the training gradients, multiplied channel by channel. */
function times(output: Gradient, factor: (channel: Channel) => number): Implementation {
  return {
    ...right,
    trainBackward: async (call): Promise<BackwardResult> => {
      const answer = await right.trainBackward(call);
      const layout = layoutOf(call.x.shape, call.axis);
      const gammas = perChannel(call.gamma, layout.channels, 1);
      const factors = byChannel(call.x, call.axis).map((x, c) => {
        const r = 1 / Math.sqrt(variance(x) + call.epsilon);
        return factor({ m: layout.perChannel, batch: call.x.shape[0], gamma: gammas[c], r });
      });
      const given = answer[output];
      if (given === undefined) return answer;
      return {
        ...answer,
        [output]: mapValues(given, (value, i) => value * factors[output === 'dx' ? channelOf(layout, i) : i]),
      };
    },
  };
}

describe('a gradient', () => {
  const told = async (output: Gradient, factor: (channel: Channel) => number, given = shapes): Promise<string[]> => {
    const found = decodeRatios(await seenBy(times(output, factor), 'trainBackward', given));
    return found.map(({ operation, output: name, diagnosis: { id, says } }) => `${operation} ${name} ${id}: ${says}`);
  };

  test.each<[string, Gradient, string, (channel: Channel) => number]>([
    ['BW17', 'dgamma', 'divided by m', ({ m }) => 1 / m],
    ['BW17', 'dbeta', 'divided by N', ({ batch }) => 1 / batch],
    ['BW17', 'dgamma', 'divided by S', ({ m, batch }) => batch / m],
    ['factor', 'dx', 'divided by m', ({ m }) => 1 / m],
    ['SY09', 'dbeta', 'twice the right value', () => 2],
    ['SY09', 'dgamma', 'half the right value', () => 0.5],
    ['factor', 'dx', 'the right value with the wrong sign', () => -1],
    ['AF03', 'dx', 'computed with the absolute value of gamma', ({ gamma }) => Math.sign(gamma)],
    ['BW05', 'dx', 'not multiplied by gamma', ({ gamma }) => 1 / gamma],
    ['BW06', 'dgamma', 'multiplied by gamma once too often', ({ gamma }) => gamma],
    ['BW07', 'dx', 'multiplied by the inverse standard deviation once too often', ({ r }) => r],
    ['BW15', 'dgamma', 'not multiplied by the inverse standard deviation', ({ r }) => 1 / r],
  ])('%s: %s is %s', async (id, output, says, factor) => {
    expect(await told(output, factor)).toEqual([
      `trainBackward ${output} ${id}: In train_backward ${output} is ${says}.`,
    ]);
  });

  test('tells in how many channels, and the first factor', async () => {
    const [{ diagnosis }] = decodeRatios(
      await seenBy(
        times('dbeta', () => 2),
        'trainBackward',
      ),
    );
    expect(diagnosis.evidence).toMatch(
      /^the ratio to the right value fits this in [67] channels; where it is wrong first, it is 2$/,
    );
  });

  test('without a factor that is known, or right, tells nothing', async () => {
    expect(await told('dx', () => 1)).toEqual([]);
    expect(await told('dx', () => 3)).toEqual([]);
    expect(await told('dbeta', () => 2, [[3, 3, 5]])).toEqual([]);
    expect(await told('dbeta', () => 2, [[3, 4, 5]])).toHaveLength(1);
  });

  test('that is no multiple tells nothing', async () => {
    const bent: Implementation = {
      ...right,
      trainBackward: async (call) => {
        const answer = await right.trainBackward(call);
        return { ...answer, dx: mapValues(answer.dx, (value, i) => 2 * value + (i % 2)) };
      },
    };
    expect(decodeRatios(await seenBy(bent, 'trainBackward'))).toEqual([]);
  });
});

describe('a gradient, among all decoders', () => {
  const backward = (change: (result: BackwardResult, m: number) => Partial<BackwardResult>): Implementation => ({
    ...right,
    trainBackward: async (call) => {
      const result = await right.trainBackward(call);
      return { ...result, ...change(result, layoutOf(call.x.shape, call.axis).perChannel) };
    },
  });

  test.each<[string, RegExp, Implementation]>([
    ['BW17', /dbeta is divided by m/, backward(({ dbeta }, m) => ({ dbeta: changed(dbeta, (value) => value / m) }))],
    ['SY09', /dgamma is twice/, backward(({ dgamma }) => ({ dgamma: changed(dgamma, (value) => 2 * value) }))],
    ['factor', /dx is half the right value/, backward(({ dx }) => ({ dx: changed(dx, (value) => value / 2) }))],
  ])('%s %s', async (id, says, implementation) => {
    const all = await decoded(implementation);
    expect(all.map((diagnosis) => diagnosis.id)).toEqual([id]);
    expect(all[0].says).toMatch(says);
  });

  test('the sign of gamma, channel by channel', async () => {
    const all = await found({
      trainGradient: (input) => ({
        ...trainGradient(input),
        dx: trainGradient({ ...input, gamma: Math.abs(input.gamma) }).dx,
      }),
    });
    expect(all[0]).toMatchObject({ id: 'AF03' });
    expect(all[0].says).toMatch(/dx is computed with the absolute value of gamma/);
  });
});
