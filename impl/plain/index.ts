/** Batch normalization as in the specification, float32 in and out: the implementation to read first. */
import type { Implementation } from '../../spec/terms/contract.ts';
import { implementationOf } from './implementation.ts';

/** The implementation to read, with the conventions of PyTorch. */
const plain: Implementation = implementationOf('plain');
export default plain;
