/**
 * Speed of making and writing the extended fixture set: `npx tsx test/tools/bench/extended-set-speed.ts [--runs N]`. Each run is
 * a fresh process, so that its start and the compilation of its loops count, as they do for a user.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`"--runs" expected an integer > 0, got ${values.runs}`);

const cli = fileURLToPath(new URL('../../../spec/cli.ts', import.meta.url));
const rates: number[] = [];
for (let run = 0; run < runs; run++) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const start = performance.now();
  const args = ['--import', 'tsx', cli, 'fixtures', 'generate', '--tier', 'extended', '--out', join(folder, 'set')];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const seconds = (performance.now() - start) / 1e3;
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(stderr);
  const outputs = Number(/(\d+) certified values/.exec(stdout)?.[1]);
  rates.push(outputs / seconds / 1e6);
  console.log(`${seconds.toFixed(2)} s  ${(outputs / seconds / 1e6).toFixed(2)} million certified values a second`);
}
const sorted = rates.toSorted((a, b) => a - b);
const median = sorted[Math.floor(runs / 2)];
console.log(`median ${median.toFixed(2)} million a second, ${availableParallelism()} processors`);
