/** The theorems of BN-12, to first order, on more values. */
import { boundsHold, dataOf, farSums } from './first-order.ts';

boundsHold([...[8, 13].flatMap(dataOf), farSums]);
