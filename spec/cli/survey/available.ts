/** Whether a candidate can run on this machine, and what is missing if not. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Candidate, Need } from '../../terms/survey-candidate.ts';

/** The Python that runs adapters and in which modules are looked up. */
export const python = (): string => process.env['BNSPEC_PYTHON'] ?? 'python3';

/** @returns undefined where nothing is missing */
export function missing({ needs }: Candidate): string | undefined {
  for (const need of needs) {
    const lack = lackOf(need);
    if (lack !== undefined) return lack;
  }
  return undefined;
}

function lackOf(need: Need): string | undefined {
  if ('file' in need) return existsSync(need.file) ? undefined : `not built or installed: ${need.by}`;
  if ('program' in need) return onPath(need.program) ? undefined : `no ${need.program}: ${need.by}`;
  const found = `import importlib.util as u, sys; sys.exit(u.find_spec("${need.python}") is None)`;
  if (!answersYes(found)) return `Python has no module ${need.python}`;
  if (need.where === undefined) return undefined;
  const holds = `import sys, ${need.python}; sys.exit(not (${need.where}))`;
  return answersYes(holds) ? undefined : (need.otherwise ?? need.where);
}

const answersYes = (script: string): boolean =>
  spawnSync(python(), ['-c', script], { stdio: 'ignore', timeout: 120_000 }).status === 0;

const onPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
