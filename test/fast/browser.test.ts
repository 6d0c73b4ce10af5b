/** The same code in Chromium: bundled, run in a page, compared bit for bit with Node. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { required } from '../wire/peers.ts';
import { pageOf } from './bundle.ts';
import { digest } from './digest.ts';

const chromium = ['chromium', 'chromium-browser', 'google-chrome'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);

describe.skipIf(chromium === undefined && !required)('in Chromium', () => {
  it('should give the bits that Node gives', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fast-browser-'));
    try {
      const page = join(folder, 'page.html');
      writeFileSync(page, await pageOf('page.ts'));
      const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=20000', '--dump-dom'];
      const { stdout } = await promisify(execFile)(chromium ?? 'chromium', [...flags, `file://${page}`]);
      const result = /<pre id="result">(.*?)<\/pre>/s.exec(stdout)?.[1];
      expect(result).toBe(await digest());
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
