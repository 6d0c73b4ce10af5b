/**
 * Scores the diagnosis on mistakes that stand in no list, by the rule of README.md:
 *
 *   npx tsx test/tools/hypotheses/score.ts [--programs FOLDER] [--set wrong|reported|open] [--out FILE.jsonl] [ID …]
 *
 * Each is checked whole, in process, as a user has it: every clause, the default number of cases, the diagnosis with the whole
 * bank. The open set is here; `wrong` and `reported` are programs outside, whose folder is given. What stands in the file already
 * is not run again.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bank } from '../../../impl/mutants/_bank.ts';
import { reference } from '../../../reference/oracle.ts';
import { run } from '../../../spec/check/run.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { defaultRuns, defaultSeed } from '../../../spec/cli/options.ts';
import type { Named } from '../../../spec/diagnosis/name-mistakes.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import type { NamedTensors } from '../../../spec/terms/named-tensors.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import type { Target } from '../../../spec/wire/target.ts';
import { settled, within } from '../../../spec/wire/untrusted-promise.ts';
import { examTruths, reportedTruths, type Written } from './exam-truths.ts';
import { judgeDiagnosis, type Truth, type Verdict } from './judge.ts';
import { openSet } from './open-set/index.ts';

interface Candidate {
  readonly id: string;
  /** Each time another one, which keeps nothing from the calls of those before. */
  readonly make: () => Promise<Implementation>;
  readonly truths: readonly Truth[];
}

interface Score {
  readonly id: string;
  readonly killed: boolean;
  /** `untested`: no fresh call shows the mistake, so that nothing said of it can be judged. */
  readonly verdict: Verdict | 'untested';
  /** The first diagnosis. */
  readonly says: string;
  /** Processor time of the check and of the diagnosis, in seconds. */
  readonly seconds: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    programs: { type: 'string', default: '' },
    set: { type: 'string', default: 'open' },
    out: { type: 'string' },
  },
});

/** @param own - whose wrong values are those of the mistake */
function truthOf(written: Written, own: Implementation): Truth {
  const { what, ...rest } = written;
  if (what) return { ...rest, what: { kind: what } };
  const answer = (operation: keyof Implementation, call: object): NamedTensors =>
    (own[operation] as (given: object) => NamedTensors)(call);
  return { ...rest, what: { kind: 'expression', says: '', answer } };
}

/** Programs outside: a module of all wrong ones, and a folder with a module for each that was reported. */
async function outside(truths: Readonly<Record<string, Written>>, set: string): Promise<Candidate[]> {
  const folder = resolve(values.programs);
  let copies = 0;
  const loaded = async (id: string): Promise<Implementation> => {
    if (set === 'reported') {
      const url = pathToFileURL(join(folder, 'reported', `${id}.ts`)).href;
      return ((await import(`${url}?${copies++}`)) as { default: Implementation }).default;
    }
    const { wrong } = (await import(pathToFileURL(join(folder, 'wrong.mjs')).href)) as {
      wrong: (name: string) => Implementation;
    };
    return wrong(id);
  };
  return Promise.all(
    Object.entries(truths).map(async ([id, written]) => {
      const make = (): Promise<Implementation> => loaded(id);
      return { id, make, truths: [truthOf(written, await make())] };
    }),
  );
}

const sets: Readonly<Record<string, () => Promise<Candidate[]> | Candidate[]>> = {
  open: () =>
    openSet.map(({ id, implementation, truth }) => ({
      id,
      make: () => Promise.resolve(implementation()),
      truths: [truth].flat(),
    })),
  wrong: () => outside(examTruths, 'wrong'),
  reported: () => outside(reportedTruths, 'reported'),
};

/** Where there are several mistakes, the best that the first diagnosis says of any. */
const order: readonly Score['verdict'][] = ['right', 'in part', 'wrong', 'none', 'untested'];

/** In milliseconds: no right answer takes a second. */
const answerMs = 2000;

async function scoreOf({ id, make, truths }: Candidate): Promise<Score> {
  const implementation = await make();
  const claims = resolveClaims(implementation.claims);
  const required = claims.grade === 'wrong' ? 'stable' : claims.grade;
  const before = process.cpuUsage();
  let found: readonly Named[] = [];
  const heard = (all: readonly Named[]): void => {
    found = all;
  };
  const opened = (own: Implementation, timeoutMs = answerMs): Target =>
    targetOf(own, { settled: (work) => within(timeoutMs, settled(work)) });
  const report = await run(opened(implementation), {
    reference,
    claims,
    required,
    seed: defaultSeed,
    runs: defaultRuns,
    clauses,
    command: '',
    diagnosis: { bank, fresh: async (timeoutMs) => opened(await make(), timeoutMs), heard },
  });
  const { user, system } = process.cpuUsage(before);
  const judged = truths.map(async (truth): Promise<Score['verdict']> => {
    try {
      return (await judgeDiagnosis(truth, found[0]?.hypothesis, { claims, reference, grade: required })).verdict;
    } catch (error) {
      if (error instanceof RangeError) return 'untested';
      throw error;
    }
  });
  const verdicts = new Set(await Promise.all(judged));
  return {
    id,
    killed: report.verdict === 'fails',
    verdict: order.find((verdict) => verdicts.has(verdict))!,
    says: found[0] ? `${found[0].id}: ${found[0].says}` : '',
    seconds: Math.round((user + system) / 1e5) / 10,
  };
}

const { out, set } = values;
const kept =
  out && existsSync(out)
    ? readFileSync(out, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Score)
    : [];
const scores: Score[] = [];
for (const candidate of await sets[set]()) {
  if (positionals.length > 0 && !positionals.includes(candidate.id)) continue;
  const earlier = kept.find(({ id }) => id === candidate.id);
  const score = earlier ?? (await scoreOf(candidate));
  if (!earlier && out) appendFileSync(out, `${JSON.stringify(score)}\n`);
  scores.push(score);
  console.log(`${score.killed ? score.verdict : 'NOT NOTICED'}  ${score.id}  ${score.says}  (${score.seconds} s)`);
}
const count = (verdict: Score['verdict']): number =>
  scores.filter((score) => score.killed && score.verdict === verdict).length;
console.log(
  `${scores.filter(({ killed }) => killed).length} of ${scores.length} rejected; ${order.map((verdict) => `${verdict} ${count(verdict)}`).join(', ')}`,
);
