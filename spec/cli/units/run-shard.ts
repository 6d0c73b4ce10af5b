/** `check --shard i/n`: judges a part of the units, and writes their results for `merge`. There is no verdict on a part. */
import type { ClaimsUnit } from '../../check/units/claims-unit.ts';
import { Fold } from '../../check/units/fold.ts';
import type { Header } from '../../check/units/header.ts';
import { runUnits } from '../../check/units/run-units.ts';
import { formatShard, inShard, type Shard } from '../../check/units/shard.ts';
import { partsOf, unitsOf } from '../../check/units/unit.ts';
import { offerOf } from '../../check/judge-target.ts';
import { sessionOf } from '../../check/run.ts';
import { type ExitCode, exitCodes } from '../../terms/exit-codes.ts';
import { clearProgress, print, showProgress } from '../print-safely.ts';
import type { Begun } from '../prepare-check.ts';
import { UnitFile } from './unit-file.ts';

export interface ShardRun {
  readonly shard: Shard;
  readonly header: Header;
  readonly claims: ClaimsUnit;
  /** For the results; undefined where they are only kept for --resume. */
  readonly file: string | undefined;
}

/** @returns success where the shard is whole */
export async function runShard(
  { target, options }: Begun,
  { shard, header, claims, file }: ShardRun,
): Promise<ExitCode> {
  const session = sessionOf(target, options);
  const offer = offerOf(session);
  const { mostFailures } = header;
  const fold = new Fold(partsOf(options, offer), { mostFailures, falls: claims.falls });
  const units = [...inShard(unitsOf(options, offer), shard)];
  const output = file === undefined ? undefined : new UnitFile(file, formatShard(shard), header, claims);
  let begun = 0;
  try {
    const whole = await runUnits(units, session, fold, {
      ...options,
      onUnit: ({ name }) => showProgress(`[${++begun}/${units.length}] ${name}`),
      onResult: (result) => output?.add(result),
    });
    clearProgress();
    output?.end();
    print(
      `shard ${formatShard(shard)} of ${target.name}: ${fold.units} of ${units.length} units${whole ? '' : ', not whole'}\n`,
    );
    return whole ? exitCodes.success : exitCodes.incomplete;
  } catch (error) {
    output?.discard();
    throw error;
  }
}
