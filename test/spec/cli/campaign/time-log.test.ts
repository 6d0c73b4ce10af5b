/** Times lie beside the results, a line for each unit that was judged now, and a kill spoils none but the last. */
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { UnitStore } from '../../../../spec/check/run-options.ts';
import type { UnitResult } from '../../../../spec/check/units/unit-result.ts';
import { speedOf } from '../../../../spec/cli/campaign/speed.ts';
import { timedStore, timesIn, type UnitTime } from '../../../../spec/cli/campaign/time-log.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const result = (name: string, runs: number): UnitResult => ({
  name,
  id: name,
  verdict: 'pass',
  runs,
  evidence: { comparable: 0, useless: 0, tallies: [] },
  outputs: [],
});

const stored = new Map([['BN-3.1', result('BN-3.1', 7)]]);
const store: UnitStore = { get: ({ name }) => stored.get(name), put: (each) => void stored.set(each.name, each) };

const busy = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end;);
};

test.each([true, false])('the time of a target (apart: %s) is not the own one', (isApart) => {
  const folder = temporaryFolder();
  let spent = 0;
  const timedOne = timedStore(folder, store, { isApart, spentMs: () => spent });
  expect(timedOne.get({ name: 'BN-3.1' })?.runs).toBe(7);
  expect(timedOne.get({ name: 'BN-2.1' })).toBeUndefined();
  busy(40);
  spent += 30;
  timedOne.put(result('BN-2.1', 250));
  const [time, ...others] = timesIn(folder);
  expect(others).toEqual([]);
  expect(time).toMatchObject({ unit: 'BN-2.1', cases: 250 });
  expect(time.ms).toBeGreaterThanOrEqual(40);
  if (isApart) expect(time.target_ms).toBe(30);
  // Of the processor, of which this process need not have had much.
  else expect(time.target_ms / (time.own_ms + time.target_ms)).toBeCloseTo(30 / time.ms, 2);
  stored.delete('BN-2.1');
});

test('a line that was cut off is passed over, and each process has its own file', () => {
  const folder = temporaryFolder();
  const clock = { isApart: true, spentMs: () => 0 };
  timedStore(folder, store, clock).put(result('BN-2.1', 1));
  const [name] = readdirSync(folder);
  expect(name).toMatch(/^times-.*\.jsonl$/);
  appendFileSync(join(folder, name), '{"unit":"BN-2.2","cas');
  appendFileSync(
    join(folder, 'times-other.jsonl'),
    '{"unit":"BN-2.3","cases":4,"ms":1,"own_ms":1,"target_ms":0,"ended":5}\n',
  );
  expect(timesIn(folder).map(({ unit }) => unit)).toEqual(['BN-2.1', 'BN-2.3']);
});

test('cases per second are by the clock, cases per core by the work of all processes', () => {
  const time = (ended: number): UnitTime => ({ unit: 'u', cases: 100, ms: 1000, own_ms: 300, target_ms: 200, ended });
  // Two at once, and one after a break.
  const speed = speedOf('one', [time(1000), time(1500), time(9000)]);
  expect(speed).toEqual({
    name: 'one',
    cases: 300,
    seconds: 2.5,
    cases_per_second: 120,
    cases_per_core_second: 200,
    own_ms_per_case: 3,
    target_ms_per_case: 2,
  });
  expect(speedOf('none', [])).toBeUndefined();
});
