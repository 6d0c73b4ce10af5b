/** Slurm on this machine alone: a controller, a node and munge in a folder of their own, with no configuration of the system. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Reason why it cannot run here; undefined where it can. */
export function noSlurm(): string | undefined {
  const lacks = ['munged', 'slurmctld', 'slurmd', 'sbatch'].find(
    (program) => spawnSync('which', [program]).status !== 0,
  );
  if (lacks !== undefined) return `${lacks} is not installed (Debian: slurm-wlm and munge)`;
  return process.getuid?.() === 0 ? undefined : 'it needs root';
}

export interface Slurm {
  /** With it, the programs of Slurm find this cluster. */
  readonly env: NodeJS.ProcessEnv;
  /** @returns what it printed, without space at the ends */
  ask(program: string, ...words: string[]): string;
  /** Waits until no job is left. */
  idle(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** @param folder - on a short path: a socket lies in it */
export async function startSlurm(folder: string): Promise<Slurm> {
  const at = (name: string): string => join(folder, name);
  for (const name of ['state', 'spool']) mkdirSync(at(name), { recursive: true });
  chmodSync(folder, 0o755);
  writeFileSync(at('munge.key'), randomBytes(1024), { mode: 0o400 });
  const host = hostname().split('.')[0];
  writeFileSync(at('slurm.conf'), configuration(folder, host));
  const env = { ...process.env, SLURM_CONF: at('slurm.conf') };
  const start = (program: string, ...words: string[]): (() => void) => {
    const child = spawn(program, words, { env, stdio: 'ignore' });
    return () => void child.kill('SIGKILL');
  };
  const munge = ['key-file', 'socket', 'pid-file', 'log-file', 'seed-file'].map(
    (name) => `--${name}=${at(`munge.${name.split('-')[0]}`)}`,
  );
  const ends = [start('munged', '--force', '--foreground', ...munge)];
  await sleep(500);
  ends.push(start('slurmctld', '-D', '-c', '-i'), start('slurmd', '-D', '-c'));
  const ask = (program: string, ...words: string[]): string =>
    spawnSync(program, words, { env, encoding: 'utf8' }).stdout.trim();
  for (let i = 0; i < 100 && !/idle/.test(ask('sinfo', '-h', '-o', '%T')); i++) await sleep(200);
  return {
    env,
    ask,
    async idle(ms) {
      const until = performance.now() + ms;
      while (ask('squeue', '-h') !== '') {
        if (performance.now() > until) throw new Error(`still there: ${ask('squeue')}`);
        await sleep(300);
      }
    },
    async stop() {
      spawnSync('scancel', ['--user=root'], { env });
      await sleep(500);
      for (const end of ends.toReversed()) end();
    },
  };
}

/** Ports of this process alone. */
const portOf = (k: number): number => 20_000 + ((2 * process.pid + k) % 10_000);

const configuration = (folder: string, host: string): string => `ClusterName=one
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
# A job that is requeued waits until its credential has expired.
AuthInfo=cred_expire=5,socket=${folder}/munge.socket
SlurmctldPort=${portOf(0)}
SlurmdPort=${portOf(1)}
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=bf_interval=1,sched_interval=1
ReturnToService=2
MpiDefault=none
NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`;
