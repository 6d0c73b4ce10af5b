/** The suite itself, on one mistake: a clause for each formula, few cases, and the diagnosis. */
import { reference } from '../../../reference/oracle.ts';
import { clauses } from '../../clauses/index.ts';
import { resolveClaims } from '../../terms/profiles.ts';
import type { Diagnosis } from '../../report/report.ts';
import { run } from '../../check/run.ts';
import type { Mutant } from '../../terms/mutant.ts';
import type { Implementation } from '../../terms/contract.ts';
import { targetOf } from '../../wire/in-process.ts';
import { mistakes } from './mistakes.ts';

/** One or two of each chapter that has formulas. */
export const judged: readonly string[] = [
  'BN-3.1',
  'BN-3.2',
  'BN-3.3',
  'BN-4.1',
  'BN-5.1',
  'BN-6.1',
  'BN-6.2',
  'BN-7.1',
  'BN-7.3',
  'BN-8.1',
  'BN-8.2',
  'BN-8.3',
  'BN-8.4',
  'BN-12.2',
];

export interface Verdict {
  readonly conforms: boolean;
  readonly clauses: readonly {
    readonly id: string;
    readonly says: string;
    readonly passed: boolean;
    readonly message?: string;
    readonly replay?: string;
  }[];
  readonly diagnosis: readonly Diagnosis[];
}

const cases = 8;

/** @param bank - known mistakes to compare with; default: those of the page */
export async function verdictOn(implementation: Implementation, bank: readonly Mutant[] = mistakes): Promise<Verdict> {
  const report = await run(targetOf(implementation), {
    reference,
    claims: resolveClaims(implementation.claims),
    required: 'stable',
    seed: 1,
    runs: cases,
    clauses: clauses.filter(({ id }) => judged.includes(id)),
    command: '',
    diagnosis: { bank: () => Promise.resolve(bank) },
  });
  return {
    conforms: report.verdict === 'conforms',
    clauses: report.clauses.map(({ id, says, verdict, message, replay }) => ({
      id,
      says,
      passed: verdict === 'pass',
      ...(message !== undefined && { message }),
      ...(replay !== undefined && { replay }),
    })),
    diagnosis: report.diagnosis,
  };
}
