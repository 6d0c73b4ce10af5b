/**
 * x is multiplied by 1/m in float32, as kernels do to save divisions: a constant 0.1 has another mean (sherpa-onnx). No
 * clause objects.
 */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';
import { sumIn } from './_rounding.ts';

export default mutant({
  id: 'SV01',
  says: 'The mean multiplies a float32 sum by the rounded reciprocal of m.',
  owed: 'report',
  breaks: [],
  make: (conventions) =>
    batchNorm({ mean: (x) => Math.fround(sumIn('float32', x) * Math.fround(1 / x.length)) }, conventions),
});
