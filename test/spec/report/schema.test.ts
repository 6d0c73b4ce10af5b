/** The published schema of the JSON report: every real report meets it, and what is anything else does not. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import BW03 from '../../../impl/mutants/BW03.ts';
import plain from '../../../impl/plain/index.ts';
import { reference } from '../../../reference/oracle.ts';
import { smokeEntries } from '../../../spec/check/golden/judge-golden-cases.ts';
import { run } from '../../../spec/check/run.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { type Report, toJson } from '../../../spec/report/report.ts';
import { publishedSchema } from '../../../spec/report/schema.ts';
import { Unsupported } from '../../../spec/terms/refusals.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import type { Target } from '../../../spec/wire/target.ts';
import { set } from '../check/golden/run-committed-set.ts';
import { read } from '../../support/repository-files.ts';
import { conforming, failing, reportOn, saying, throwing } from './sample-reports.ts';

let validate: ValidateFunction;
let reports: Readonly<Record<string, Report>>;

beforeAll(async () => {
  validate = new Ajv2020({ strict: true }).compile(JSON.parse(read('spec/report/report.schema.json')) as object);
  const silent = {
    name: 'silent',
    trainForward: () => {
      throw new Unsupported('not for you');
    },
  };
  const options = { reference, required: 'stable', seed: 1, runs: 2, command: 'x' } as const;
  const crashing: Target = {
    ...targetOf(plain),
    call: () => Promise.resolve({ status: 'crash', message: 'was killed by SIGSEGV before it answered' }),
  };
  const two = clauses.filter(({ id }) => id === 'BN-7.1' || id === 'BN-4.5');
  let interrupted: Report | undefined;
  const onGolden = await run(targetOf(BW03.under().implementation), {
    ...options,
    claims: resolveClaims({}),
    clauses: clauses.filter(({ id }) => id === 'BN-6.2'),
    golden: { set, entries: smokeEntries },
    known: [{ clause: 'BN-6.2', reason: 'on purpose', thread: 'https://example.org/1' }],
    inferred: ['momentumWeights new: seen'],
    onStart: (atOnce) => (interrupted = atOnce),
  });
  reports = {
    conforming: await conforming(),
    failing: await failing(),
    throwing: await throwing('no such luck'),
    crashing: await run(crashing, { ...options, claims: resolveClaims({}), clauses: two }),
    'saying strange things': saying(await failing(), '\u0000\ud800]]>'),
    incomplete: await reportOn(silent, ['BN-3.1', 'BN-13.13'], 3),
    golden: onGolden,
    interrupted: interrupted as Report,
    'with one epsilon': await reportOn(
      { ...plain, claims: { epsilons: [0.5], momenta: [0.25] } },
      ['BN-7.1', 'BN-6.2'],
      3,
    ),
    'not deterministic': await reportOn({ ...plain, name: 'x', version: '1' }, ['BN-12.1', 'BN-3.6'], 3),
  };
}, 120_000);

const parsed = (report: Report): unknown => JSON.parse(toJson(report)) as unknown;

test('it is published as it is written in the code', () => {
  expect(read('spec/report/report.schema.json')).toBe(publishedSchema());
});

test('reports of every kind meet it', () => {
  const found = Object.entries(reports).map(([name, report]) => [name, validate(parsed(report)), validate.errors]);
  expect(found).toEqual(Object.keys(reports).map((name) => [name, true, null]));
  expect(Object.values(reports).map(({ verdict }) => verdict)).toEqual(
    expect.arrayContaining(['conforms', 'fails', 'error']),
  );
});

/** Everything in a report that has a place of its own: for each, the object or list that holds it, and its key. */
function places(value: unknown): { readonly holder: Record<string, unknown>; readonly key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...places(holder[key])]);
}

describe('it refuses', () => {
  const broken = (change: (place: { holder: Record<string, unknown>; key: string }) => void): void => {
    fc.assert(
      fc.property(fc.constantFrom('failing', 'golden', 'incomplete'), fc.nat(), (name, at) => {
        const report = parsed(reports[name]);
        const all = places(report).filter(({ holder }) => !Array.isArray(holder));
        change(all[at % all.length]);
        expect(validate(report)).toBe(false);
      }),
    );
  };

  test('a member that it does not know, wherever it is', () => {
    broken(({ holder }) => (holder['surprise'] = 1));
  });

  test('a value of another type, wherever it is', () => {
    broken(({ holder, key }) => (holder[key] = { surprise: 1 }));
  });

  test('a report without any one of the members that every report has', () => {
    const always = [
      'suite',
      'implementation',
      'program',
      'command',
      'seed',
      'required',
      'verdict',
      'grade',
      'evidence',
      'clauses',
      'diagnosis',
      'measurements',
    ];
    for (const key of always) {
      const { [key]: _, ...rest } = parsed(reports['failing']) as Record<string, unknown>;
      expect([key, validate(rest)]).toEqual([key, false]);
    }
  });

  test.each([
    ['verdict', 'maybe'],
    ['seed', -1],
    ['seed', 'Infinity'],
    ['grade', 'good'],
    ['clauses', [{}]],
  ])('%s %j', (key, value) => {
    expect(validate({ ...(parsed(reports['failing']) as object), [key]: value })).toBe(false);
  });
});
