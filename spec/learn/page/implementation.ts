/** The batch normalization that drives the page: the fast one, which is the plain one where the browser has no SIMD. */
import fast from '../../../impl/fast/index.ts';
import { atOnce, type BatchNorm } from '../network/batch-normalization.ts';

export const batchNorm: BatchNorm = atOnce(fast);
export const implementationName: string = fast.name;
