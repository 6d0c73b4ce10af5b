/** `bnspec merge`: the report of a run from its shards, the same as if it had not been divided. */
import { exitCodeOf } from '../report/exit-code.ts';
import type { Language } from '../report/paste/paste.ts';
import { mergeUnits } from '../check/units/merge-units.ts';
import { difference, type Header, headerOf } from '../check/units/header.ts';
import { smokeEntries } from '../check/golden/judge-golden-cases.ts';
import { clauses } from '../clauses/index.ts';
import type { Grade, ProfileName } from '../terms/contract.ts';
import { type ExitCode, exitCodes } from '../terms/exit-codes.ts';
import { commandLine, doctorFor, fileOf, presentationOf } from './check.ts';
import { UsageError } from './errors.ts';
import { namesModule } from './open-target.ts';
import { begin } from './prepare-check.ts';
import { present } from './present-report.ts';
import { complain } from './print-safely.ts';
import { readKnownFailures } from './read-known-failures.ts';
import { clearReports, type ReportFiles } from './report-files.ts';
import { mergedUnits } from './units/merged-units.ts';
import type { Wiring } from './wiring-interface.ts';

export interface MergeCommandOptions extends ReportFiles {
  readonly verbose?: boolean;
  /** Default: by the kind of target. */
  readonly show?: Language;
  readonly expected?: string;
  readonly timeout?: number;
  readonly inProcess?: boolean;
}

/** @param words - files, and the target where it is a name or a module */
export async function merge(
  words: readonly string[],
  command: readonly string[] | undefined,
  options: MergeCommandOptions,
  wiring: Wiring,
): Promise<ExitCode> {
  const { files, target } = filesAndTarget(words, wiring);
  const units = mergedUnits(files);
  const { header, claims } = units;
  const named = { target, command };
  const asked = askedIn(header);
  const { seed, runs, mostFailures } = header;
  const given = { ...asked, ...options, seed, runs, jobs: 1 };
  const known = options.expected === undefined ? [] : readKnownFailures(options.expected, asked.chosen);
  const presentation = presentationOf(named, given);
  const parts = Object.fromEntries(files.map((file) => [`the part ${file}`, file]));
  clearReports(presentation, { '--expected': options.expected, 'the target': fileOf(named), ...parts });
  const begun = await begin(
    { ...named, inProcess: options.inProcess ?? false, timeoutMs: options.timeout },
    { ...asked, seed, runs, jobs: 1, known, claims, command: commandLine(named, given) },
    wiring,
  );
  try {
    const { profile, require } = header;
    const own = headerOf(begun, begun.options, {
      ...(profile !== undefined && { profile }),
      ...(require !== undefined && { require }),
      mostFailures,
    });
    const other = difference(header, own);
    if (other !== undefined)
      throw new UsageError(`"${files[0]}" expected parts of a run of this target, got different ${other}`);
    const doctor = doctorFor(named, given, wiring);
    const merged = await mergeUnits(begun.target, (name) => units.get(name), {
      ...begun.options,
      ...(doctor !== undefined && { doctor }),
      mostFailures,
      falls: claims.falls,
    });
    if ('missing' in merged) return incomplete(merged.missing);
    await present(merged, presentation, new Map());
    return exitCodeOf(merged);
  } finally {
    await begun.close();
  }
}

interface Words {
  readonly files: readonly [string, ...string[]];
  readonly target: string | undefined;
}

/** A target has the name of a built-in or of a module: no file of a shard has one like it. */
function filesAndTarget(words: readonly string[], wiring: Wiring): Words {
  const isTarget = (word: string): boolean =>
    Object.hasOwn(wiring.builtIns, word) || word.startsWith('mutant/') || namesModule(word);
  const targets = words.filter(isTarget);
  const [first, ...others] = words.filter((word) => !isTarget(word));
  if (targets.length > 1) throw new UsageError(`expected one target, got ${targets.join(' and ')}`);
  if (first === undefined) throw new UsageError('expected a file that check --shard has written, got none');
  return { files: [first, ...others], target: targets[0] };
}

/** The options of the shards. */
function askedIn({ profile, require, clauses: ids, golden }: Header): {
  readonly profile: ProfileName | 'auto' | undefined;
  readonly require: Exclude<Grade, 'wrong'> | undefined;
  readonly chosen: typeof clauses;
  readonly golden: typeof smokeEntries | undefined;
} {
  return {
    profile: profile as ProfileName | 'auto' | undefined,
    require: require as Exclude<Grade, 'wrong'> | undefined,
    chosen: clauses.filter(({ id }) => ids.includes(id)),
    golden: golden && smokeEntries.filter(({ id }) => golden.includes(id)),
  };
}

function incomplete(missing: readonly string[]): ExitCode {
  const [first] = missing;
  const others = missing.length === 1 ? '' : ` and ${missing.length - 1} more`;
  complain(`missing: ${first}${others} in none of the files`);
  return exitCodes.incomplete;
}
