/** TensorFlow.js in Chromium, backend cpu, asked for gradients where scale or offset is missing: see README.md beside this file. */
import type { Implementation } from '../../spec/terms/contract.ts';
import { inChromium } from '../adapters/browser/_chromium.ts';

const implementation: Implementation = await inChromium({
  entry: 'page-tfjs.js',
  hash: 'cpu&always',
  name: 'tfjs-no-scale',
});

export default implementation;
