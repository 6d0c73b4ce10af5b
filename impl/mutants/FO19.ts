/** A block of threads. BN-16.13 must object. */
import { foldedChannel } from '../../spec/terms/fold-as-inference.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { fold } from '../plain/fold.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { folding } from './_fold.ts';
import { mapped } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'FO19',
  says: 'Channels from 512 on are not scaled.',
  owed: 'kill',
  breaks: ['BN-16.13'],
  make: (conventions) =>
    folding(
      {
        fold: (call) => {
          const answer = fold(call);
          const [channelAt, values] = [foldedChannel(call), valuesOf(call.weight)];
          return {
            ...answer,
            weight: mapped(answer.weight, (value, index) => (channelAt(index) < 512 ? value : values[index])),
          };
        },
      },
      conventions,
    ),
});

export default mutant;
