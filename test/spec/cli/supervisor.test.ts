/** An interrupted program ends, says so, and leaves nothing behind that still works. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { farSide, leftBehind } from '../wire/far-side.ts';
import { startBnspec, temporaryFolder } from '../../support/bnspec.ts';

/** Waits for the file that the adapter writes as its last action. */
const appears = (path: string): Promise<unknown> => vi.waitUntil(() => existsSync(path), { timeout: 30_000 });

test('a handshake that hangs, interrupted once: 4', async () => {
  const marker = join(temporaryFolder(), 'marker');
  const far = farSide({ hello: `appendFileSync(${JSON.stringify(marker)}, ''); hang();` });
  const { ended, interrupt } = startBnspec('doctor', '--', far.command, ...far.args);
  await appears(marker);
  interrupt();
  expect(await ended).toMatchObject({ code: 4, stdout: '', stderr: 'bnspec: interrupted\n' });
  expect(await leftBehind(far)).toEqual([]);
});

test('a check that waits for an answer, interrupted twice: 4', async () => {
  const marker = join(temporaryFolder(), 'marker');
  const far = farSide({ infer: `appendFileSync(${JSON.stringify(marker)}, ''); hang();` });
  const long = ['--timeout', '600000', '--clause', 'BN-7.1'];
  const { ended, interrupt } = startBnspec('check', ...long, '--', far.command, ...far.args);
  await appears(marker);
  interrupt();
  // Two signals of a kind that are pending at once count as one.
  const again = setInterval(interrupt, 200);
  expect(await ended).toMatchObject({ code: 4, stdout: '', stderr: 'bnspec: interrupted\n' });
  clearInterval(again);
  expect(await leftBehind(far)).toEqual([]);
});
