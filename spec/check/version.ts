/**
 * Versions that a report names. The specification's version changes with its requirements, the suite's with its code.
 */
import { readFileSync } from 'node:fs';

/** Version of this package; the compiled tree lies one folder deeper than the source tree. */
function packageVersion(): string {
  for (const up of ['../../package.json', '../../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8')) as Record<
        string,
        string
      >;
      if (name === 'bnspec') return version;
    } catch {
      continue;
    }
  }
  return 'unknown';
}

export const suiteVersion: string = packageVersion();

/** Version of spec/batchnorm.md. */
export const specVersion = '1.0.0-rc.1';
