/** In the page: TensorFlow.js on the backend that the address names after #. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import { tfjs } from '../javascript/tfjs.ts';
import { serveInPage } from './in-page.ts';

// Neither WebGL nor WebGPU promises subnormal numbers.
tfjs(tf, globalThis.location.hash.slice(1), { claims: { subnormals: 'flushed' } }).then(serveInPage, (error) => {
  globalThis.failure = String(error);
});
