/** The time that the judgement of a target took, from the times that were kept beside its results. */
import type { Speed } from '../../report/campaign/campaign-report.ts';
import type { UnitTime } from './time-log.ts';

/** @returns undefined where there are no times */
export function speedOf(name: string, times: readonly UnitTime[]): Speed | undefined {
  const sum = (of: (time: UnitTime) => number): number => times.reduce((total, time) => total + of(time), 0);
  const cases = sum((time) => time.cases);
  if (cases === 0) return undefined;
  const seconds = secondsOf(times);
  const [own, target] = [sum(({ own_ms: ms }) => ms), sum(({ target_ms: ms }) => ms)];
  return {
    name,
    cases,
    seconds,
    cases_per_second: cases / seconds,
    cases_per_core_second: (1000 * cases) / (own + target),
    own_ms_per_case: own / cases,
    target_ms_per_case: target / cases,
  };
}

/** During which at least one process was at work: several may have been at once, or none for a while. */
function secondsOf(times: readonly UnitTime[]): number {
  const spans = times.map(({ ended, ms }) => ({ from: ended - ms, to: ended })).toSorted((a, b) => a.from - b.from);
  let [total, until] = [0, -Infinity];
  for (const { from, to } of spans) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return total / 1000;
}
