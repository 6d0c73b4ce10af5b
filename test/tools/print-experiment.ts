/** Prints what the experiment of the learn page comes to, seed by seed: `npx tsx test/tools/print-experiment.ts`. */
import fast from '../../impl/fast/index.ts';
import { experiment, outcome } from '../../spec/learn/experiment/settings.ts';
import { type EpochRecord, train } from '../../spec/learn/experiment/train.ts';
import { activations } from '../../spec/learn/network/activation.ts';
import { atOnce } from '../../spec/learn/network/batch-normalization.ts';

const percent = (share: number): string => String(Math.round(100 * share)).padStart(4);
const shares = ({ layers }: EpochRecord, of: 'saturated' | 'lost'): string =>
  layers.map((layer) => percent(layer[of])).join('');
const row = (...cells: string[]): void => console.log(cells.join('  '));

row(
  'activation',
  'seed',
  'batch norm',
  'last loss',
  `lost units, % by layer`.padEnd(4 * experiment.layers),
  'flat values, % by layer',
);
for (const activation of activations) {
  for (const seed of outcome.seeds) {
    for (const side of ['without', 'with'] as const) {
      const last = [...train({ activation, seed, ...(side === 'with' && { batchNorm: atOnce(fast) }) })].at(-1)!;
      row(
        activation.padEnd(10),
        String(seed).padStart(4),
        side.padEnd(10),
        last.loss.toFixed(1).padStart(9),
        shares(last, 'lost'),
        shares(last, 'saturated'),
      );
    }
  }
}
