/** Says at the end of `npm test` what it leaves out. */
import type { TestProject } from 'vitest/node';
import { filesUnder } from './support/repository-files.ts';

export default function leftOut({ vitest }: TestProject): (() => void) | undefined {
  if (vitest.projects.some(({ name }) => name === 'slow')) return undefined;
  const { length } = filesUnder('test', '.slow.test.ts');
  return () =>
    console.log(`left out: ${length} files of whole checks, browsers and peers; npm run test:all runs them, too`);
}
