/** `import { conformance } from 'bnspec/vitest'`: the requirements as tests of vitest. */
import { afterAll, describe, test } from 'vitest';
import { Conformance, verdictTitle } from './conformance.ts';
import { failed } from './failed.ts';
import type { CheckOptions, TargetLike } from './options.ts';

export type { CheckOptions, TargetLike } from './options.ts';

/**
 * Registers a test for each clause, named by its id and its sentence, and a last one, `verdict`, for the evidence, the grade and
 * the diagnosis. `-t BN-8` runs one chapter; the first failure then has the diagnosis. What does not apply to the target is
 * skipped, with the reason.
 * @param target - an implementation, the path of a module, a built-in name, or the words of a command
 * @throws UsageError for options that are not as documented
 */
export function conformance(target: TargetLike, options: CheckOptions = {}): void {
  const suite = new Conformance(target, options);
  // No limit but the suite's own: a clause takes as long as the target does.
  describe(`bnspec: ${suite.name}`, { timeout: 0 }, () => {
    for (const { id, title } of suite.tests) {
      // oxlint-disable-next-line vitest/valid-title -- the titles are those of the clauses
      test(title, async ({ task, skip }) => {
        const others = task.suite?.tasks ?? [];
        const alone = !others.some(({ name, mode }) => name === verdictTitle && mode === 'run');
        const result = await suite.judge(id, alone);
        if (result.status === 'skipped') skip(result.message);
        if (result.status === 'failed') throw failed(result.message);
      });
    }
    // oxlint-disable-next-line vitest/valid-title -- as above
    test(verdictTitle, async () => {
      const result = await suite.verdict();
      if (result.status === 'failed') throw failed(result.message);
    });
    afterAll(() => suite.close());
  });
}
