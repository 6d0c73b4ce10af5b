/** Names of operations and tensors. */
import { expect, test } from 'vitest';
import { camelCase, snakeCase } from '../../../spec/terms/operations.ts';

test('names translate both ways', () => {
  expect(['trainForward', 'runningMean', 'invStd', 'x'].map(snakeCase)).toEqual([
    'train_forward',
    'running_mean',
    'inv_std',
    'x',
  ]);
  expect(camelCase('running_mean')).toBe('runningMean');
});
