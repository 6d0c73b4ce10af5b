/** Options of those who import the suite, checked where they enter. */
import { z } from 'zod';
import type { Settings } from '../cli/prepare-check.ts';
import { UsageError } from '../cli/errors.ts';
import { knownFailuresIn, readKnownFailures } from '../cli/read-known-failures.ts';
import { defaultRuns, defaultSeed, mostJobs, quoted, rightGrades } from '../cli/options.ts';
import { askedClauses } from '../cli/asked-clauses.ts';
import type { TargetRequest } from '../cli/open-target.ts';
import type { KnownFailure } from '../check/known-failures.ts';
import { mostRuns } from '../check/clause-patterns-and-replay-tokens.ts';
import type { Grade, Implementation, ProfileName } from '../terms/contract.ts';
import { profileNames } from '../terms/profiles.ts';
import { expectation } from '../wire/schema-error-text.ts';
import { show } from '../wire/wire-error.ts';
import { longestTimerMs } from '../wire/timer-limits.ts';
import { wiring } from '../wiring.ts';

/**
 * Target of a check: an implementation in this process, the path of a module that default-exports one (run in a process of its
 * own, so that crashes and hangs are found), a built-in name, or the words of a command that serves the wire protocol.
 */
export type TargetLike = Implementation | string | readonly string[];

/** Options of a check; all have defaults. */
export interface CheckOptions {
  /** Conventions; `auto` infers them. Default: the claimed ones. */
  readonly profile?: ProfileName | 'auto';
  /** Accuracy that is required. Default: the claimed grade, else `stable`. */
  readonly require?: Exclude<Grade, 'wrong'>;
  /** Patterns of ids, such as `BN-8.*`: only these clauses. Each must match one. */
  readonly clauses?: readonly string[];
  /** Seed of all generated cases. Default 1. */
  readonly seed?: number;
  /** Cases per clause. Default 60. */
  readonly runs?: number;
  /** Only this counterexample, by the token in a report. */
  readonly replay?: string;
  /** Known failures: a list, or the path of a JSON file with one. */
  readonly expected?: string | readonly KnownFailure[];
  /** Longest wait for one answer, in milliseconds. Default 10,000, in this process 60,000. */
  readonly timeoutMs?: number;
  /** Number of target processes to run in parallel. Default 1. */
  readonly jobs?: number;
  /** Run the golden cases first. Needs the package bnspec-fixtures. */
  readonly fixtures?: boolean;
  /** Run a module in this process. */
  readonly inProcess?: boolean;
}

const form = z.strictObject({
  profile: z.enum([...profileNames, 'auto']).optional(),
  require: z.enum(rightGrades).optional(),
  clauses: z.array(z.string()).optional(),
  seed: z.int().min(0).default(defaultSeed),
  runs: z.int().min(1).max(mostRuns).default(defaultRuns),
  replay: z.string().optional(),
  expected: z.union([z.string(), z.array(z.unknown())]).optional(),
  timeoutMs: z.int().min(1).max(longestTimerMs).optional(),
  jobs: z.int().min(1).max(mostJobs).default(1),
  fixtures: z.boolean().default(false),
  inProcess: z.boolean().default(false),
});

export interface Asked {
  readonly request: Omit<TargetRequest, 'shared'>;
  readonly settings: Settings;
}

/** @throws UsageError naming what is wrong */
export function asked(target: TargetLike, options: CheckOptions): Asked {
  const { success, data, error } = form.safeParse(options);
  if (!success) throw new UsageError(expectation('options', options, error));
  const { replay, chosen, golden } = askedClauses(data.clauses, data.replay, data.fixtures, 'options.replay', wiring);
  const judged = replay === undefined ? [...chosen, ...(golden ?? [])] : [replay];
  const { profile, require, seed, runs, jobs, inProcess, timeoutMs } = data;
  return {
    request: { ...requestOf(target), inProcess, timeoutMs },
    settings: {
      profile,
      require,
      seed,
      runs,
      jobs,
      chosen,
      golden,
      replay,
      known: knownOf(data.expected, judged),
      command: wordsOf(target),
    },
  };
}

function requestOf(target: unknown): Pick<TargetRequest, 'target' | 'command' | 'implementation'> {
  const none = { target: undefined, command: undefined };
  if (typeof target === 'string') return { ...none, target };
  if (areWords(target)) return { ...none, command: target };
  if (typeof target === 'object' && target !== null && !Array.isArray(target)) {
    return { ...none, implementation: target as Implementation };
  }
  const expected = 'an implementation, the path of a module, a built-in name or the words of a command';
  throw new UsageError(`"target" expected ${expected}, got ${show(target)}`);
}

const areWords = (target: unknown): target is readonly string[] =>
  Array.isArray(target) && target.length > 0 && target.every((word) => typeof word === 'string');

/** The target as the command line names it; empty for one that it cannot reach. */
function wordsOf(target: TargetLike): string {
  if (typeof target === 'string') return quoted([target]);
  return areWords(target) ? quoted(['--', ...target]) : '';
}

function knownOf(expected: unknown, judged: readonly { readonly id: string }[]): readonly KnownFailure[] {
  if (expected === undefined) return [];
  return typeof expected === 'string'
    ? readKnownFailures(expected, judged)
    : knownFailuresIn(expected, 'options.expected', judged);
}
