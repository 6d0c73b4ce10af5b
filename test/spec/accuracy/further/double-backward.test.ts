/** The bounds of BN-17, to first order, on few values; on more in double-backward.slow.test.ts. */
import { keepsBounds } from './double-backward-first-order.ts';

keepsBounds([1, 2, 3], 1 / 5);
