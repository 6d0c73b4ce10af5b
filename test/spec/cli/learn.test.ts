/** `bnspec learn`: one file that needs nothing else. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeLearnPage } from '../../../spec/cli/learn.ts';
import { bnspec } from '../../support/bnspec.ts';

const folder = mkdtempSync(join(tmpdir(), 'learn-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('bnspec learn', () => {
  test('writes a page below 3 MB that names nothing outside itself', async () => {
    const file = join(folder, 'page.html');
    const { code, stdout } = await bnspec('learn', '--out', file);
    expect(code).toBe(0);
    expect(stdout).toContain(file);
    const page = readFileSync(file, 'utf8');
    expect(page.length).toBeLessThan(3e6);
    const markup = page.replaceAll(/<(script|style)\b[^>]*>[^]*?<\/\1>/g, '');
    expect(markup).toContain("default-src 'none'");
    expect([...markup.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, target]) => target)).toEqual(['data:,']);
  });

  test('says in one line that a file cannot be written', async () => {
    const { code, stderr } = await bnspec('learn', '--out', join(folder, 'missing', 'page.html'));
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining('cannot write')]);
  });

  test('says what to do where the page was not built', async () => {
    const missing = Object.assign(new Error('Cannot find module page.html.ts'), { code: 'ERR_MODULE_NOT_FOUND' });
    await expect(writeLearnPage({ out: join(folder, 'never.html') }, () => Promise.reject(missing))).rejects.toThrow(
      'npm run prepare',
    );
  });
});
