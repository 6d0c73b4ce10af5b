/** What the suite makes of one mutant: is it killed, how small is the counterexample, and at which place is it named? */
import { reference } from '../../reference/oracle.ts';
import { clauses } from '../../spec/clauses/index.ts';
import { defaultRuns, defaultSeed } from '../../spec/command/check.ts';
import { resolveClaims } from '../../spec/profiles.ts';
import { run } from '../../spec/run.ts';
import { targetOf } from '../../spec/wire/in-process.ts';
import { decodeRequest } from '../../spec/wire/message.ts';
import { freshMutant, mutantIds } from '../mutants/bank.ts';

export interface MutantScore {
  readonly id: string;
  readonly killed: boolean;
  /** Place of its row among the first three diagnoses, from 1; variants of one row count as one mistake. */
  readonly place?: number;
  /** What the diagnosis names, best first. */
  readonly named: readonly string[];
  /** Values of x in the smallest counterexample. */
  readonly values?: number;
}

const rowOf = (id: string): string => id.slice(0, 4);

/** @returns undefined for what is not owed a kill */
export async function scoreOf(id: string): Promise<MutantScore | undefined> {
  const { owed, breaks, implementation } = await freshMutant(id);
  if (owed !== 'kill') return undefined;
  const report = await run(targetOf(implementation), {
    reference,
    claims: resolveClaims(implementation.claims),
    required: 'stable',
    seed: defaultSeed,
    runs: defaultRuns,
    clauses: clauses.filter((clause) => breaks.includes(clause.id)),
    command: '',
    bank: () => Promise.all(mutantIds.map(freshMutant)),
    fresh: async () => targetOf((await freshMutant(id)).implementation),
  });
  const named = report.diagnosis.map((diagnosis) => diagnosis.id);
  const place = named.slice(0, 3).findIndex((name) => rowOf(name) === rowOf(id)) + 1;
  const sizes = report.clauses.flatMap(({ counterexample }) =>
    counterexample ? [Math.max(...counterexample.requests.map((bytes) => sizeOfX(Buffer.from(bytes, 'base64'))))] : [],
  );
  return {
    id,
    killed: report.verdict === 'fails',
    ...(place > 0 && { place }),
    named,
    ...(sizes.length > 0 && { values: Math.min(...sizes) }),
  };
}

const sizeOfX = (request: Uint8Array): number => decodeRequest(request).call.x.data.length;
