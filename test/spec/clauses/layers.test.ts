/** BN-15: right layers pass whatever they do where the text leaves a choice, and a counterexample is a script that can be repeated. */
import { beforeAll, describe, expect, test } from 'vitest';
import { plainLayer } from '../../../impl/plain/index.ts';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import LS01a from '../../../impl/mutants/LS01a.ts';
import { reference } from '../../../reference/oracle.ts';
import { parseReplay, type Replay } from '../../../spec/check/clause-patterns-and-replay-tokens.ts';
import { run } from '../../../spec/check/run.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { layerCallsIn, layerScript } from '../../../spec/report/layer-script.ts';
import type { ClauseReport, Counterexample, Report } from '../../../spec/report/report.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import type { Target } from '../../../spec/wire/target.ts';
import { honestLayers } from '../../tools/honest/layers.ts';

const ofLayers = clauses.filter((clause) => clause.ofLayers === true);

interface How {
  readonly target?: Target;
  readonly runs?: number;
  readonly only?: RegExp;
  readonly replay?: Replay;
}

const judged = (implementation: Implementation, { target, runs = 12, only = /./, replay }: How = {}): Promise<Report> =>
  run(target ?? targetOf(implementation), {
    reference,
    claims: resolveClaims(implementation.claims),
    required: 'stable',
    seed: 1,
    runs,
    clauses: ofLayers.filter(({ id }) => only.test(id)),
    command: '',
    ...(replay && { replay }),
  });

const failed = ({ clauses: reports }: Report): ClauseReport[] => reports.filter(({ verdict }) => verdict === 'fail');

describe.each(honestLayers.map((each) => [each.name, each] as const))('right: %s', (_, implementation) => {
  test('conforms, and is graded although it has no operations', async () => {
    const report = await judged(implementation);
    expect(failed(report).map(({ id, message }) => `${id}: ${message}`)).toEqual([]);
    expect(report).toMatchObject({ verdict: 'conforms', grade: expect.stringMatching(/exact|offset-free|stable/) });
    expect(report.evidence).toMatchObject([{ operation: 'layer', refused: 0 }]);
  });
});

test('without a layer its clauses do not apply', async () => {
  const report = await judged(implementationOf('operations alone'));
  expect(new Set(report.clauses.map(({ verdict, message }) => `${verdict}: ${message}`))).toEqual(
    new Set(['not-applicable: layer not offered']),
  );
});

test('a layer that is refused is not judged', async () => {
  const refusing: Implementation = {
    name: 'refusing',
    layer: () => {
      throw Object.assign(new Error('no layers today'), { name: 'Unsupported' });
    },
  };
  const report = await judged(refusing);
  expect(report).toMatchObject({ verdict: 'error', reason: 'nothing_judged', grade: null });
  expect(report.missing?.join()).toContain('no layers today');
});

describe('a counterexample', () => {
  let found: ClauseReport;
  const counterexample = (): Counterexample => found.counterexample as Counterexample;

  beforeAll(async () => {
    [found] = failed(await judged(LS01a.under().implementation, { runs: 60, only: /^BN-15\.5$/ }));
  });

  test('is a script of calls, with the states beside it', () => {
    const script = layerScript(layerCallsIn(counterexample()) ?? []);
    expect(script.map((line) => line.replaceAll(/\(.*\)|\[[^\]]*\]/g, '()').replace(/;.*$/, ''))).toEqual([
      'const a = await implementation.layer()',
      '//  a: running_mean ()  running_var ()  count 0',
      'await a.eval()',
      '//  a: the same state',
      'await a.forward()',
      '//  y ()',
      '//  a: running_mean ()  running_var ()  count 1',
    ]);
  });

  test('is found again by its token', async () => {
    const replay = parseReplay(found.replay ?? '');
    const [again] = failed(await judged(LS01a.under().implementation, { replay }));
    expect(again.counterexample).toEqual(counterexample());
  });

  test('shows the mistake when its requests are sent again, and a right layer answers them otherwise', async () => {
    const calls = layerCallsIn(counterexample()) ?? [];
    const repeat = async (target: Target): Promise<unknown[]> => {
      const results = [];
      for (const { command } of calls) results.push(await target.layer?.(command));
      return results.map((outcome) => ({ ...(outcome as object), answer: undefined }));
    };
    const recorded = calls.map(({ outcome }) => ({ ...outcome, answer: undefined }));
    expect(await repeat(targetOf(LS01a.under().implementation))).toEqual(recorded);
    expect(await repeat(targetOf({ name: 'right', layer: plainLayer }))).not.toEqual(recorded);
  });
});

test('a sequence that was not answered in time is tried again from its start, with patience', async () => {
  let slow = true;
  let layers = 0;
  const inner = targetOf({
    name: 'slow at first',
    layer: (config) => {
      layers += 1;
      return plainLayer(config);
    },
  });
  const target: Target = {
    ...inner,
    layer: async (command) => {
      const outcome = (await inner.layer?.(command)) ?? { status: 'error', message: '' };
      if (!slow || command.op !== 'layerForward') return outcome;
      return { status: 'timeout', message: 'no complete answer within 1 ms' };
    },
    patiently: async (work) => {
      slow = false;
      return work();
    },
  };
  const report = await judged({ name: 'slow at first' }, { target, only: /^BN-15\.2$/ });
  expect(report.verdict).toBe('conforms');
  expect(report.notes?.join()).toMatch(/^layer is slow: 1 call was answered only when asked again/);
  expect(layers).toBeGreaterThan(1);
});

test('a layer that ends its process falsifies any clause', async () => {
  const inner = targetOf({ name: 'crashing', layer: plainLayer });
  const target: Target = {
    ...inner,
    layer: async (command) =>
      command.op === 'layerForward'
        ? { status: 'crash', message: 'was killed by SIGSEGV' }
        : ((await inner.layer?.(command)) ?? { status: 'error', message: '' }),
  };
  const report = await judged({ name: 'crashing' }, { target, only: /^BN-15\.5$/ });
  expect(failed(report)).toMatchObject([{ message: 'layer_forward: crash: was killed by SIGSEGV' }]);
});
