/** One thread per sample, and a block holds 768 of them (MIOpen). BN-2.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SH06b',
  says: 'With one position per sample the statistics end at the 768th sample.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  make: (conventions) =>
    batchNormFor(({ inner }) => (inner === 1 ? { mean: (x) => mean(x.subarray(0, 768)) } : {}), conventions),
});

export default mutant;
