/** Processes that carry a mark are found, whatever group they are in; others are left alone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { carriers, marked, newMark } from '../../../spec/wire/process-mark.ts';

test.runIf(process.platform === 'linux')('a process is found by its own mark and by those around it', async () => {
  const [outer, inner, other] = [newMark(), newMark(), newMark()];
  const env = marked(marked(process.env, outer), inner);
  const child = spawn('sh', ['-c', 'echo; exec sleep 1000'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    await once(child.stdout, 'data');
    expect(carriers(outer)).toEqual([child.pid]);
    expect(carriers(inner)).toEqual([child.pid]);
    expect(carriers(other)).toEqual([]);
  } finally {
    child.kill('SIGKILL');
  }
  await once(child, 'exit');
  expect(carriers(outer)).toEqual([]);
});
