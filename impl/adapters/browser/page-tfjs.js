/** In the page: TensorFlow.js on the backend that the address names after #, as in #webgpu or #webgpu&always. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import { tfjs } from '../javascript/_tfjs.ts';
import { serveInPage } from './_in-page.ts';

const [backend, gradients = 'with-affine'] = globalThis.location.hash.slice(1).split('&');
// Neither WebGL nor WebGPU promises subnormal numbers.
tfjs(tf, backend, { gradients, claims: { subnormals: 'flushed' } }).then(serveInPage, (error) => {
  globalThis.failure = String(error);
});
