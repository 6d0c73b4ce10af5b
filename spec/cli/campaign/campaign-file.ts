/** The file that says what a campaign runs. */
import { z } from 'zod';
import { mostRuns } from '../../check/clause-patterns-and-replay-tokens.ts';
import type { Grade, ProfileName } from '../../terms/contract.ts';
import { profileNames } from '../../terms/profiles.ts';
import { expectationAt } from '../../wire/schema-error-text.ts';
import { readJson } from '../../wire/untrusted-json.ts';
import { WireError } from '../../wire/wire-error.ts';
import { UsageError } from '../errors.ts';
import { defaultSeed, rightGrades } from '../options.ts';
import { readInput } from '../read-input.ts';

const runs = z.int().min(1).max(mostRuns);

const target = z
  .strictObject({
    name: z.string().regex(/^[\w.-]+$/, 'expected letters, digits, dots and hyphens'),
    /** A built-in name or a module. */
    target: z.string().optional(),
    command: z.array(z.string().min(1)).min(1).optional(),
    profile: z.enum([...profileNames, 'auto']).optional(),
    require: z.enum(rightGrades).optional(),
    runs: runs.optional(),
    clauses: z.array(z.string()).min(1).optional(),
    timeout: z.int().min(1).optional(),
  })
  .refine((each) => (each.target === undefined) !== (each.command === undefined), 'expected either target or command');

const form = z.strictObject({
  seed: z.int().min(0).default(defaultSeed),
  runs,
  targets: z
    .array(target)
    .min(1)
    .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'expected different names'),
});

/** One target and how it is judged. */
export interface CampaignTarget {
  readonly name: string;
  readonly target?: string | undefined;
  readonly command?: readonly string[] | undefined;
  readonly profile?: ProfileName | 'auto' | undefined;
  readonly require?: Exclude<Grade, 'wrong'> | undefined;
  /** Default: as in the whole campaign. */
  readonly runs?: number | undefined;
  /** Patterns of ids. */
  readonly clauses?: readonly string[] | undefined;
  readonly timeout?: number | undefined;
}

export interface CampaignFile {
  readonly seed: number;
  readonly runs: number;
  readonly targets: readonly CampaignTarget[];
}

const mostBytes = 2 ** 20;

/** @throws UsageError that names what is wrong */
export function readCampaign(file: string): CampaignFile {
  let given: unknown;
  try {
    given = readJson(readInput(file, mostBytes), { bytes: mostBytes, name: `"${file}"` });
  } catch (error) {
    if (error instanceof WireError) throw new UsageError(error.message);
    throw error;
  }
  const { success, data, error } = form.safeParse(given);
  if (!success) throw new UsageError(expectationAt(file, given, error));
  return data;
}
