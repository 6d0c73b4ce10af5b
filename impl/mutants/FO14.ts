/** A cache of scales keyed by the shape. BN-16.12 must object. */
import type { Fold } from '../../spec/terms/further-contract.ts';
import { fold } from '../plain/fold.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { folding } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO14',
  says: 'The scales of the first weight of a shape are used for all of that shape.',
  owed: 'kill',
  breaks: ['BN-16.12'],
  make: (conventions) =>
    folding(
      (() => {
        const scales = new Map<string, Fold>();
        return {
          fold: (call) => {
            const key = `${call.weight.dtype} ${call.weight.shape.join()} ${call.axis} ${call.groups}`;
            const known = scales.get(key) ?? call;
            scales.set(key, known);
            const { gamma: _g, ...rest } = call;
            return fold({ ...rest, ...(known.gamma && { gamma: known.gamma }), variance: known.variance });
          },
        };
      })(),
      conventions,
    ),
});

export default mutant;
