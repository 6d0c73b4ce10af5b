/**
 * TensorFlow.js with its cpu backend, in Node: forward passes only, since tfjs-core registers no gradients for Node.
 */
import type { Implementation } from '../../../spec/terms/contract.ts';
import { peer } from './_load-peer.ts';
import { tfjs, type Tf } from './_tfjs.ts';

const tf = await peer<Tf>('@tensorflow/tfjs-core');
await peer('@tensorflow/tfjs-backend-cpu');
const implementation: Implementation = await tfjs(tf, 'cpu');

export default implementation;
