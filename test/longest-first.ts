/** Order of the test files. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They take a minute or more. */
const long = [
  'spec/accuracy/honest-implementations',
  'spec/check/jobs',
  'impl/mutants/mutants',
  'spec/package/package',
  'impl/adapters/python/second-derivatives',
  'spec/check/node-versions',
  'spec/site/build',
  'spec/check/misbehaviour',
  'spec/diagnosis/experiment/unanswered',
  'spec/clauses/within-claims',
  'spec/cli/signals',
  'impl/adapters/python/pytest_bnspec',
  'impl/adapters/conformance',
  'impl/adapters/python/tangents',
  'spec/playground/playground-page',
  'spec/report/html',
  'spec/check/faults',
  'spec/diagnosis/diagnosis-and-advice',
];

function rank({ moduleId }: TestSpecification): number {
  const index = long.findIndex((name) => moduleId.endsWith(`/test/${name}.slow.test.ts`));
  if (index >= 0) return index;
  return moduleId.endsWith('.slow.test.ts') ? long.length : long.length + 1;
}

/** None of the long ones is left to run alone at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- a method of the sequencer
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
