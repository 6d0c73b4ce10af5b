/** The suite on one implementation while its author types: the formulas of each operation, few cases, little time. */
import { mutantOf } from '../../impl/mutants/_bank.ts';
import { reference } from '../../reference/oracle.ts';
import { run } from '../check/run.ts';
import { clauses } from '../clauses/index.ts';
import type { Report } from '../report/report.ts';
import type { Bank } from '../terms/mutant-bank.ts';
import { resolveClaims } from '../terms/profiles.ts';
import { installedProgram } from '../terms/program-command.ts';
import { implementationOf } from '../wire/implementation.ts';
import { targetOf } from '../wire/in-process.ts';
import { watchGlobals } from '../wire/watch-globals.ts';

/** Clauses that decide within a second, of every chapter on a formula, on special values, on laws and on accuracy. */
export const judged: readonly string[] = [
  'BN-2.5',
  'BN-3.1',
  'BN-3.2',
  'BN-3.3',
  'BN-4.1',
  'BN-4.2',
  'BN-5.1',
  'BN-5.2',
  'BN-6.1',
  'BN-6.2',
  'BN-6.3',
  'BN-7.1',
  'BN-7.3',
  'BN-8.1',
  'BN-8.2',
  'BN-8.3',
  'BN-8.4',
  'BN-10.1',
  'BN-11.3',
  'BN-12.1',
  'BN-12.2',
  'BN-12.4',
  'BN-12.6',
];

/** Mistakes that are compared first: all of the catalogue would take ten times as long. Conditions are found without it. */
const compared: readonly string[] = [
  'AF01a',
  'AF02a',
  'AF02b',
  'AF06a',
  'AF06b',
  'BW01',
  'BW02',
  'BW03',
  'BW05a',
  'BW07a',
  'BW14b',
  'BW17a',
  'EP01a',
  'EP02a',
  'EP03',
  'EP06a',
  'IF03',
  'IF04a',
  'IF05a',
  'LY07',
  'LY10',
  'MD01',
  'MD02a',
  'PR01',
  'RS01',
  'RS02',
  'RS10',
  'RS15a',
  'ST01a',
  'ST07a',
];

const famous: Bank = async (conventions) => {
  const found = await Promise.all(compared.map(mutantOf));
  return found.map((mutant) => mutant.under(conventions));
};

/** Cases per clause. */
const runs = 8;

/** The file under which the printed commands look for the code. */
export const savedAs = './mine.mjs';

/**
 * @param exported - default export of a module
 * @param isSpent - whether the time for judging is up: what is judged by then counts
 * @throws Error where it is no implementation, with the reason
 */
export async function quickCheck(exported: unknown, isSpent: () => boolean): Promise<Report> {
  const implementation = implementationOf(exported, 'the default export', (problem) => {
    throw new Error(problem);
  });
  return run(targetOf(implementation, { replaced: watchGlobals() }), {
    reference,
    claims: resolveClaims(implementation.claims),
    required: 'stable',
    seed: 1,
    runs,
    clauses: clauses.filter(({ id }) => judged.includes(id)),
    program: installedProgram,
    command: savedAs,
    budget: { isSpent, says: 'the time was up' },
    diagnosis: { bank: famous },
  });
}
