/** Scores of a wrong implementation: whether it is killed, the size of the counterexample, the diagnosis. */
import { bank, mutantOf } from '../../../impl/mutants/_bank.ts';
import { reference } from '../../../reference/oracle.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { defaultRuns, defaultSeed } from '../../../spec/cli/options.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { run } from '../../../spec/check/run.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import { rowOf } from '../../../spec/terms/mutant-id.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { decodeRequest } from '../../../spec/wire/requests-and-answers.ts';
import { dataOf } from '../../../spec/terms/further-operations.ts';
import { disguised } from './disguise.ts';

export interface MutantScore {
  readonly id: string;
  readonly killed: boolean;
  /** Values of x in the smallest counterexample. */
  readonly values?: number;
  /** Diagnoses, best first. */
  readonly named: readonly string[];
  /** Diagnoses where the same mistake is made in other arithmetic. */
  readonly disguised: readonly string[];
}

export type NamedScore = Pick<MutantScore, 'id' | 'named'>;

/** The place, from 1, at which the row of a mutant is named; 0 where it is not among the first three. */
export const placeOf = (id: string, named: readonly string[]): number =>
  named.slice(0, 3).findIndex((name) => rowOf(name) === rowOf(id)) + 1;

/** @returns undefined for what is not owed a kill */
export async function scoreOf(name: string): Promise<MutantScore | undefined> {
  const { id, owed, breaks, under } = await mutantOf(name);
  if (owed !== 'kill') return undefined;
  const { killed, values, named } = await judge(() => under().implementation, breaks);
  const other = await judge(() => disguised(under().implementation), breaks);
  return { id, killed, ...(values !== undefined && { values }), named, disguised: other.named };
}

/** As Keras and Flax have it. */
const otherConventions = { momentumWeights: 'old', runningVariance: 'biased' } as const;

/**
 * The same mistake in an implementation that follows other conventions.
 * @returns undefined for what is not owed a kill, or is no mistake there
 */
export async function scoreUnderConventions(name: string): Promise<NamedScore | undefined> {
  const { id, owed, breaks, under } = await mutantOf(name);
  if (owed !== 'kill') return undefined;
  const { killed, named } = await judge(() => under(otherConventions).implementation, breaks);
  return killed ? { id, named } : undefined;
}

/** By every clause, as a user has it: counterexamples of clauses that the mutant does not name are probes, too. */
export async function scoreByAll(name: string): Promise<NamedScore | undefined> {
  const { id, owed, under } = await mutantOf(name);
  if (owed !== 'kill') return undefined;
  const all = clauses.map((clause) => clause.id);
  const { named } = await judge(() => under().implementation, all);
  return { id, named };
}

interface Judgement {
  readonly killed: boolean;
  readonly named: readonly string[];
  readonly values?: number;
}

/** By the clauses that are named, with their diagnosis from the whole bank. @param make - each time a fresh one */
export async function judge(make: () => Implementation, breaks: readonly string[]): Promise<Judgement> {
  const implementation = make();
  const report = await run(targetOf(implementation), {
    reference,
    claims: resolveClaims(implementation.claims),
    required: 'stable',
    seed: defaultSeed,
    runs: defaultRuns,
    clauses: clauses.filter((clause) => breaks.includes(clause.id)),
    command: '',
    diagnosis: { bank, fresh: () => Promise.resolve(targetOf(make())) },
  });
  const sizes = report.clauses.flatMap(({ counterexample }) =>
    counterexample ? [Math.max(...counterexample.requests.map((bytes) => sizeOfX(Buffer.from(bytes, 'base64'))))] : [],
  );
  return {
    killed: report.verdict === 'fails',
    named: report.diagnosis.map((diagnosis) => diagnosis.id),
    ...(sizes.length > 0 && { values: Math.min(...sizes) }),
  };
}

const sizeOfX = (request: Uint8Array): number => valuesOfData(request);

/** Values of x, or of what the operation has in its place. */
function valuesOfData(request: Uint8Array): number {
  const { op, call } = decodeRequest(request);
  return dataOf(op, call).data.length;
}
