/** A run that is killed again and again, at any moment, ends with the report that it would have had. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { randomOf } from '../../../../spec/cases/random.ts';
import { bnspecProcess, startBnspec, temporaryFolder } from '../../../support/bnspec.ts';

/** BNSPEC_KILLS asks for more. */
const kills = Number(process.env['BNSPEC_KILLS'] ?? 5);

/** A diagnosis would take longer than all the rest. */
const known = join(temporaryFolder(), 'known.json');
writeFileSync(known, JSON.stringify([{ clause: 'BN-3.2', reason: 'divides by m - 1' }]));
const words = [
  'check',
  'mutant/ST01',
  '--clause',
  'BN-3.2,BN-7.*',
  '--runs',
  String(2000 + 350 * kills),
  '--expected',
  known,
];

const unitsIn = (folder: string): number =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('BN-')).length : 0;

/** Killed with all that it has started, some time after it has finished another unit. */
async function killedWhileAtWork(folder: string, ms: number, args: readonly string[]): Promise<void> {
  const { command, args: all, cwd } = bnspecProcess(args);
  const child = spawn(command, all, { cwd, stdio: 'ignore', detached: true });
  const ended = once(child, 'exit');
  const before = unitsIn(folder);
  while (child.exitCode === null && unitsIn(folder) === before) await sleep(5);
  await Promise.race([sleep(ms), ended]);
  if (child.exitCode === null) process.kill(-(child.pid as number), 'SIGKILL');
  await ended;
}

test(
  `kill -9 at ${kills} moments, then once more to the end: the same bytes`,
  { timeout: 60_000 * (kills + 2) },
  async () => {
    const folder = temporaryFolder();
    const [whole, resumed] = [join(folder, 'whole.json'), join(folder, 'resumed.json')];
    expect(await startBnspec(...words, '--json', whole).ended).toMatchObject({ code: 0 });
    const kept = join(folder, 'kept');
    const random = randomOf(1);
    let sofar = 0;
    for (let i = 0; i < kills; i++) {
      await killedWhileAtWork(kept, 60 * random.uniform(), [...words, '--json', resumed, '--resume', kept]);
      // Nothing that was finished is lost.
      expect(unitsIn(kept)).toBeGreaterThan(sofar);
      sofar = unitsIn(kept);
    }
    expect(await startBnspec(...words, '--json', resumed, '--resume', kept).ended).toMatchObject({ code: 0 });
    expect(readFileSync(resumed, 'utf8')).toBe(readFileSync(whole, 'utf8'));
  },
);
