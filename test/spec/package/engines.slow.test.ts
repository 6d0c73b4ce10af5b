/** The engines in use: Slurm for real, and GNU parallel where it is installed. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { builtFolder, root } from '../../support/repository-files.ts';
import { startBnspec, temporaryFolder } from '../../support/bnspec.ts';
import { noSlurm, startSlurm } from '../../support/slurm.ts';

const options = ['--runs', '2000', '--clause', 'BN-3.2,BN-7.*'];

const shell = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  BNSPEC: `${process.execPath} ${builtFolder}/spec/cli.js`,
  OPTIONS: options.join(' '),
  SHARDS: '8',
  AT_ONCE: '2',
  FOLDER: join(folder, 'run'),
});

/** A diagnosis would take longer than all the rest. */
function subject(folder: string): string[] {
  const known = join(folder, 'known.json');
  writeFileSync(known, JSON.stringify([{ clause: 'BN-3.2', reason: 'divides by m - 1' }]));
  return ['--expected', known, 'mutant/ST01'];
}

async function undivided(folder: string): Promise<string> {
  const file = join(folder, 'whole.json');
  expect(await startBnspec('check', ...options, '--json', file, ...subject(folder)).ended).toMatchObject({ code: 0 });
  return readFileSync(file, 'utf8');
}

const left = noSlurm();

test.skipIf(left !== undefined)(
  `Slurm: an array of 8 by twos, one task requeued, one killed and run again, a merge after them: the bytes of the undivided run${left === undefined ? '' : ` (left out: ${left})`}`,
  async () => {
    const folder = temporaryFolder();
    const slurm = await startSlurm(join(folder, 's'));
    const env = { ...slurm.env, ...shell(folder) };
    const submit = (): string =>
      spawnSync('bash', [join(root, 'spec/package/engines/slurm.sh'), ...subject(folder)], {
        env,
        cwd: root,
        encoding: 'utf8',
      }).stdout;
    const running = (): string[] =>
      slurm
        .ask('squeue', '-h', '-r', '-t', 'R', '-o', '%F_%K')
        .split('\n')
        .filter((id) => /_\d+$/.test(id));
    const kept = (): number => {
      const units = join(folder, 'run/units');
      return existsSync(units) ? readdirSync(units).filter((name) => name.startsWith('BN-')).length : 0;
    };
    try {
      const [, array] = /^shards: job (\d+); merge: job (\d+)/.exec(submit()) ?? [];
      for (let i = 0; i < 1000 && (kept() === 0 || running().length < 2); i++) await sleep(50);
      const [requeued, killed] = running();
      slurm.ask('scancel', '--signal=KILL', '--full', killed);
      slurm.ask('scontrol', 'requeue', requeued);
      await slurm.idle(100_000);
      expect(slurm.ask('scontrol', 'show', 'job', requeued)).toMatch(/JobState=COMPLETED .*[^]*Restarts=1/);
      expect(slurm.ask('scontrol', 'show', 'job', killed)).toMatch(/JobState=(FAILED|CANCELLED)/);
      expect(readFileSync(join(folder, 'run/merge.log'), 'utf8')).toMatch(/^bnspec: missing: BN-\S+ and \d+ more/);
      expect(requeued.split('_')[0]).toBe(array);
      submit();
      await slurm.idle(100_000);
      expect(readFileSync(join(folder, 'run/report.json'), 'utf8')).toBe(await undivided(folder));
    } finally {
      await slurm.stop();
    }
  },
);

const parallel = spawnSync('parallel', ['--version'], { encoding: 'utf8' }).stdout?.startsWith('GNU parallel') ?? false;

test.skipIf(!parallel)('GNU parallel: the bytes of the undivided run, and its exit code', async () => {
  const folder = temporaryFolder();
  const words = [join(root, 'spec/package/engines/parallel.sh'), ...subject(folder)];
  const { status, stderr } = spawnSync('bash', words, { env: shell(folder), cwd: root, encoding: 'utf8' });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  expect(readFileSync(join(folder, 'run/report.json'), 'utf8')).toBe(await undivided(folder));
});
