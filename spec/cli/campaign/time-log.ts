/**
 * Times of the units of a campaign, in files beside their results: they differ from run to run, so that no result holds them. Each
 * process has a file of its own, with a line for each unit that it judged.
 */
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { UnitStore } from '../../check/run-options.ts';
import type { UnitResult } from '../../check/units/unit-result.ts';

export interface UnitTime {
  readonly unit: string;
  readonly cases: number;
  /** By the clock. */
  readonly ms: number;
  /** Processor time of this suite, without that of a target in its process. */
  readonly own_ms: number;
  /** Processor time of a target in this process, else the time until its answers were decoded. */
  readonly target_ms: number;
  /** Milliseconds since 1970. */
  readonly ended: number;
}

const milliseconds = z.number().min(0);

const timeForm: z.ZodType<UnitTime> = z.strictObject({
  unit: z.string(),
  cases: z.int().min(0),
  ms: milliseconds,
  own_ms: milliseconds,
  target_ms: milliseconds,
  ended: milliseconds,
});

const nameOf = (process: string): string => `times-${process}.jsonl`;
const isTimes = (name: string): boolean => /^times-.*\.jsonl$/.test(name);

/** Processor time of this process. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Several processes may write to one folder, of different machines as well. */
const fresh = (): string => `${Date.now().toString(36)}-${process.pid}`;

interface Clock {
  /** Whether the target is in a process of its own. */
  readonly isApart: boolean;
  /** Time spent in calls, by all processes of the target. */
  readonly spentMs: () => number;
}

/** A store that keeps the time between the question for a unit and its result. Exact with one target process at a time. */
export function timedStore(folder: string, store: UnitStore, { isApart, spentMs }: Clock): UnitStore {
  const file = join(folder, nameOf(fresh()));
  const begun = new Map<string, number>();
  const read = (): { cpu: number; spent: number } => ({ cpu: cpuMs(), spent: spentMs() });
  let before = read();
  return {
    get: (unit) => {
      const result = store.get(unit);
      if (begun.size === 0) before = read();
      if (result === undefined) begun.set(unit.name, performance.now());
      return result;
    },
    put: (result) => {
      store.put(result);
      const ended = performance.now();
      const ms = ended - (begun.get(result.name) ?? ended);
      begun.delete(result.name);
      const now = read();
      const [cpu, spent] = [now.cpu - before.cpu, now.spent - before.spent];
      before = now;
      // Other programs of the machine lengthen both parts alike.
      const target_ms = isApart || spent === 0 ? spent : cpu * Math.min(1, spent / ms);
      const own_ms = isApart ? cpu : cpu - target_ms;
      appendFileSync(file, `${JSON.stringify(timeOf(result, { ms, own_ms, target_ms }))}\n`);
    },
  };
}

const timeOf = (
  { name, runs }: UnitResult,
  { ms, own_ms, target_ms }: Pick<UnitTime, 'ms' | 'own_ms' | 'target_ms'>,
): UnitTime => ({
  unit: name,
  cases: runs,
  ms: rounded(ms),
  own_ms: rounded(own_ms),
  target_ms: rounded(target_ms),
  ended: Date.now(),
});

const rounded = (ms: number): number => Math.round(1000 * ms) / 1000;

/** Times that all processes have written so far. A line that a kill left unfinished is passed over. */
export function timesIn(folder: string): UnitTime[] {
  return readdirSync(folder)
    .filter(isTimes)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').flatMap(timeIn));
}

function timeIn(line: string): UnitTime[] {
  try {
    return [timeForm.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}
