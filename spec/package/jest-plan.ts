/** A process that jest waits for: opens the target once, to say which clauses apply. Target and options on stdin, the plan on stdout. */
import { text } from 'node:stream/consumers';
import { explainError } from '../cli/errors.ts';
import { Conformance, verdictTitle } from './conformance.ts';
import type { JestPlan } from './jest.ts';
import type { CheckOptions, TargetLike } from './options.ts';

async function planned(target: TargetLike, options: CheckOptions): Promise<JestPlan> {
  const suite = new Conformance(target, options);
  try {
    const reasons = await suite.inapplicable();
    const tests = suite.tests.map((test) => {
      const skip = reasons.get(test.id);
      return { ...test, ...(skip !== undefined && { skip }) };
    });
    return { name: suite.name, verdictTitle, tests };
  } finally {
    await suite.close();
  }
}

try {
  const { target, options } = JSON.parse(await text(process.stdin)) as { target: TargetLike; options: CheckOptions };
  process.stdout.write(JSON.stringify(await planned(target, options)));
} catch (error) {
  process.exitCode = explainError(error);
}
