/** One run by several targets: modules in processes, or targets that take turns. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import plain from '../../../impl/plain/index.ts';
import { reference } from '../../../reference/oracle.ts';
import type { RunOptions } from '../../../spec/check/run-options.ts';
import { run } from '../../../spec/check/run.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import type { Report } from '../../../spec/report/report.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import type { Target } from '../../../spec/wire/target.ts';
import { bnspec, moduleWith, temporaryFolder } from '../../support/bnspec.ts';

const url = new URL('../../../impl/plain/index.ts', import.meta.url).href;

export const module = (body: string): string =>
  moduleWith(`import plain from '${url}';\nexport default { ...plain, name: 'odd', ${body} };`, 'odd.ts');

/** For 1, 2 and 3 jobs, or these. */
export async function reportsOf(
  target: readonly string[],
  numbers: readonly string[] = ['1', '2', '3'],
): Promise<{ json: string; code: number | null }[]> {
  const reports = [];
  const json = join(temporaryFolder(), 'report.json');
  for (const jobs of numbers) {
    const { code } = await bnspec('check', '--json', json, '--jobs', jobs, '--runs', '3', ...target);
    reports.push({ code, json: readFileSync(json, 'utf8') });
  }
  return reports;
}

/** Sharing without processes: targets whose calls take turns, and that count falls as a host would. */
export function targets(count: number, fallsPerCall: number): [Target, ...Target[]] {
  const make = (): Target => {
    const target = targetOf(plain);
    const falls: string[] = [];
    return {
      ...target,
      falls: () => falls,
      async call(operation, call) {
        await new Promise((resolve) => setTimeout(resolve, falls.length % 3));
        if (operation !== 'inferForward') return target.call(operation, call);
        for (let i = 0; i < fallsPerCall; i++) falls.push(`exited with code 3`);
        return { status: 'crash', message: 'exited with code 3' };
      },
    };
  };
  return [make(), ...Array.from({ length: count - 1 }, make)];
}

export const shared = (count: number, fallsPerCall: number, golden?: RunOptions['golden']): Promise<Report> => {
  const [first, ...beside] = targets(count, fallsPerCall);
  const claims = resolveClaims(plain.claims);
  const chosen = clauses.filter(({ id }) => /^BN-[78]\./.test(id));
  return run(first, {
    reference,
    claims,
    required: 'stable',
    seed: 3,
    runs: 4,
    command: '',
    clauses: chosen,
    beside,
    ...(golden && { golden }),
  });
};
