/** `import { conformance } from 'bnspec/node-test'`: the requirements as tests of Node's own runner. */
import { after, describe, test } from 'node:test';
import { Conformance, verdictTitle } from './conformance.ts';
import { failed } from './failed.ts';
import type { CheckOptions, TargetLike } from './options.ts';

export type { CheckOptions, TargetLike } from './options.ts';

/** A pattern of names may leave out the last test. */
const filtered = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].some((word) =>
  word.includes('--test-name-pattern'),
);

/**
 * Registers a test for each clause, named by its id and its sentence, and a last one, `verdict`, for the evidence, the grade and
 * the diagnosis. `--test-name-pattern BN-8` runs one chapter; the first failure then has the diagnosis. What does not apply to
 * the target is skipped, with the reason.
 * @param target - an implementation, the path of a module, a built-in name, or the words of a command
 * @throws UsageError for options that are not as documented
 */
export function conformance(target: TargetLike, options: CheckOptions = {}): void {
  const suite = new Conformance(target, options);
  // One after the other, with no limit but the suite's own: a clause takes as long as the target does.
  void describe(`bnspec: ${suite.name}`, { timeout: Infinity, concurrency: false }, () => {
    for (const { id, title } of suite.tests) {
      void test(title, async (context) => {
        const result = await suite.judge(id, filtered);
        if (result.status === 'skipped') context.skip(result.message);
        if (result.status === 'failed') throw failed(result.message);
      });
    }
    void test(verdictTitle, async () => {
      const result = await suite.verdict();
      if (result.status === 'failed') throw failed(result.message);
    });
    after(() => suite.close());
  });
}
