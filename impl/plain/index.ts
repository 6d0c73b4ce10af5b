/** Batch normalization as in the specification, float32 in and out: the implementation to read first. */
import type { Implementation } from '../../spec/terms/contract.ts';
import { implementationOf } from './implementation.ts';

const plain: Implementation = implementationOf('plain');
export default plain;
