/** Large calls by many ways through the implementation: all give the same bits. */
import { describe } from 'vitest';
import { boxesAgree, threadsAgree } from './compare-paths.ts';

describe('the same call', () => {
  // Sizes that threads divide in every operation: rows, columns, very many columns, columns that leave a remainder.
  threadsAgree([
    [[8, 37, 60, 60], 1],
    [[160_000, 7], 1],
    [[200, 9000], 1],
    [[330, 33, 3, 33], 1],
  ]);

  // Larger than the stage.
  boxesAgree([
    [[1, 2, 700_001], 1],
    [[1, 1, 1_100_003], 1],
    [[400_001, 3], 1],
  ]);
});
