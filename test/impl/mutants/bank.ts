/** The wrong implementations in impl/mutants, each fresh from its file: what one test did must not reach the next. */
import { mutantIds as ids } from '../../../impl/mutants/_bank.ts';

export { fileOf, freshMutant, mutantUnder } from '../../../impl/mutants/_bank.ts';

export const mutantIds: readonly string[] = ids();
