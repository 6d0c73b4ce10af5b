/** `import { golden } from 'bnspec/fixtures'`: the golden cases, where the package bnspec-fixtures is installed. */
import { goldenFolder } from '../../fixtures/golden-set.ts';
import { folderAt, readFixtures } from '../../fixtures/files-to-cases.ts';
import type { FixtureSet } from '../terms/fixture.ts';

export type { Fixture, FixtureAnswer, FixtureAnswers, FixtureSet } from '../terms/fixture.ts';
export type { Calls, Operation, TensorName } from '../terms/operations.ts';
export type * from '../terms/contract.ts';

/**
 * All golden cases: the call, and for each output the correctly rounded value, and how far a result may be from it.
 * @param folder - of such files. Default: those of the package
 * @throws Damaged where the files are missing, or not as their index says
 */
export const golden = (folder: string = goldenFolder()): FixtureSet => readFixtures(folderAt(folder));

export { goldenFolder } from '../../fixtures/golden-set.ts';
export { Damaged } from '../../fixtures/files-to-cases.ts';
