/** The figures of a campaign in words: the same on the page and in Markdown. */
import { gradeSays, verdictSays } from '../verdict-words.ts';
import type { Coverage, Kind, Met, Speed, TargetReport } from './campaign-report.ts';

export const counted = (count: number, one: string, many: string = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

export const verdictOf = (target: TargetReport): string => `${verdictSays(target)}, ${gradeSays(target)}`;

export const metSays = ({ met }: Kind): string => `met in ${counted(met, 'block')}`;

export const diagnosisSays = ({ diagnosis }: Kind): string =>
  diagnosis === undefined ? 'no known mistake answers these calls alike' : `answered as ${diagnosis} would`;

export const coverageSays = ({ met, pairs, fewest }: Met): string =>
  `${met.toLocaleString('en-US')} of ${counted(pairs, 'pair')} of levels met, each at least ${counted(fewest, 'time')}`;

export const aspectsSay = ({ aspects }: Coverage): string =>
  aspects.map(({ name, levels }) => `${name} (${levels})`).join(', ');

export function speedSays(speed: Speed): string {
  const { cases, seconds, own_ms_per_case: own, target_ms_per_case: theirs } = speed;
  const { cases_per_second: wall, cases_per_core_second: core } = speed;
  const share = own + theirs > 0 ? Math.round((100 * own) / (own + theirs)) : 0;
  return (
    `${counted(cases, 'case')} in ${counted(Math.round(seconds), 'second')}: ${short(wall)} a second, ${short(core)} a second of a core. ` +
    `For each case the suite itself took ${short(own)} ms, the target ${short(theirs)} ms: ${share} % of the time is the suite's.`
  );
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

export const speedLead: string =
  'These figures differ from run to run, and depend on what else the machine does. A core’s time is the processor time of the suite, ' +
  'and of a target in its process; of a target in another process it is the time until its answers were decoded.';
