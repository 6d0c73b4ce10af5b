/** A process that jest waits for: opens the target once, to say which clauses apply. Target and options on stdin, the plan on stdout. */
import { text } from 'node:stream/consumers';
import { begin } from '../cli/prepare-check.ts';
import { explainError } from '../cli/errors.ts';
import { clauses } from '../clauses/index.ts';
import { inapplicable } from '../check/trial/explore.ts';
import { asked } from './options.ts';
import { wiringFor } from './check.ts';
import { Conformance, verdictTitle } from './conformance.ts';
import type { JestPlan } from './jest.ts';
import type { CheckOptions, TargetLike } from './options.ts';

async function planned(target: TargetLike, options: CheckOptions): Promise<JestPlan> {
  const { name, tests } = new Conformance(target, options);
  const { request, settings } = asked(target, options);
  const begun = await begin(request, settings, wiringFor(settings));
  try {
    const reasons = new Map(
      clauses.map((clause) => [
        clause.id as string,
        inapplicable(clause, begun.target.operations, begun.options.claims),
      ]),
    );
    return {
      name,
      verdictTitle,
      tests: tests.map((test) => {
        const skip = reasons.get(test.id);
        return { ...test, ...(skip !== undefined && { skip }) };
      }),
    };
  } finally {
    await begun.close();
  }
}

try {
  const { target, options } = JSON.parse(await text(process.stdin)) as { target: TargetLike; options: CheckOptions };
  process.stdout.write(JSON.stringify(await planned(target, options)));
} catch (error) {
  process.exitCode = explainError(error);
}
