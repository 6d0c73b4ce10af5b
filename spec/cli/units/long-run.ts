/** The options of long runs: a part of the units, results kept for later, an end in time, counterexamples kept for ever. */
import { type ClaimsUnit, claimsName } from '../../check/units/claims-unit.ts';
import { type Header, headerOf } from '../../check/units/header.ts';
import type { Shard } from '../../check/units/shard.ts';
import type { RunOptions } from '../../check/run-options.ts';
import { UsageError } from '../errors.ts';
import type { Begun } from '../prepare-check.ts';
import { budgetOf } from './budget.ts';
import { corpusIn } from './corpus-folder.ts';
import { finishedUnits } from './finished-units.ts';

export interface LongRunOptions {
  readonly shard?: Shard;
  /** Folder for the results of finished units. */
  readonly resume?: string;
  /** `10m`. */
  readonly budget?: string;
  /** Folder for counterexamples. */
  readonly corpus?: string;
}

interface Others {
  readonly json?: string | undefined;
  readonly junit?: string | undefined;
  readonly html?: string | undefined;
  readonly cases?: string | undefined;
  readonly jsonLines?: string | undefined;
  readonly replay?: string | undefined;
}

/** @throws UsageError where options contradict each other */
export function checkTogether({ shard, resume }: LongRunOptions, others: Others): void {
  const { json, replay, junit, html, cases, jsonLines } = others;
  if (replay !== undefined && (shard !== undefined || resume !== undefined)) {
    throw new UsageError(`"--replay" is one case: expected neither --shard nor --resume beside it`);
  }
  if (shard === undefined) return;
  if (json === undefined && resume === undefined) {
    throw new UsageError('"--shard" expected --json FILE or --resume DIR beside it: where its results go');
  }
  const reports = { junit, html, cases, 'json-lines': jsonLines };
  const [made] = Object.entries(reports).find(([, value]) => value !== undefined) ?? [];
  if (made !== undefined) {
    throw new UsageError(`"--${made}" is made by merge, from all shards: expected none beside --shard`);
  }
}

export interface LongRun {
  readonly header: Header;
  readonly claims: ClaimsUnit;
  readonly options: Pick<RunOptions, 'store' | 'budget' | 'corpus' | 'mostFailures'>;
}

/** @throws UsageError, NotDeterministic */
export function longRunOf(
  { target, options }: Begun,
  { shard, resume, budget, corpus }: LongRunOptions,
  { mostFailures, ...asked }: { readonly profile?: string; readonly require?: string; readonly mostFailures: number },
): LongRun {
  if (target.afresh === undefined && (shard !== undefined || resume !== undefined)) {
    const option = shard === undefined ? '--resume' : '--shard';
    throw new UsageError(
      `"${option}" expected a target that can begin anew: a built-in, or one in a process of its own`,
    );
  }
  const header = headerOf({ target }, options, { ...asked, mostFailures });
  const { claims, inferred = [] } = options;
  const unit: ClaimsUnit = { name: claimsName, claims, inferred, falls: target.falls?.().slice() ?? [] };
  return {
    header,
    claims: unit,
    options: {
      mostFailures,
      ...(resume !== undefined && { store: finishedUnits(resume, header, unit) }),
      ...(budget !== undefined && { budget: budgetOf(budget) }),
      ...(corpus !== undefined && { corpus: corpusIn(corpus, target.name) }),
    },
  };
}
