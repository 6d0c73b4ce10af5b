/** The bounds of BN-18, to first order, on few values; on more in tangents.slow.test.ts. */
import { keepsBounds } from './tangents-first-order.ts';

keepsBounds('train', [1, 2, 3], 1 / 5);
keepsBounds('infer', [2], 1 / 5);
