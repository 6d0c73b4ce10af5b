/**
 * x is multiplied by 1/m in float32, as kernels do to save divisions: a constant 0.1 has another mean (sherpa-onnx). No
 * clause objects.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { sumIn } from './_rounding.ts';

const mutant: MutantFactory = factory({
  id: 'SV01',
  says: 'The mean multiplies a float32 sum by the rounded reciprocal of m.',
  owed: 'report',
  breaks: [],
  make: (conventions) =>
    batchNorm({ mean: (x) => Math.fround(sumIn('float32', x) * Math.fround(1 / x.length)) }, conventions),
});

export default mutant;
