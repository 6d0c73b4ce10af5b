/** TensorFlow.js on WebGL in a page of Chromium; without a graphics card on its software renderer. */
import type { Implementation } from '../../../spec/terms/contract.ts';
import { inChromium } from './_chromium.ts';

const implementation: Implementation = await inChromium({
  entry: 'page-tfjs.js',
  hash: 'webgl',
  flags: ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  name: 'tfjs-webgl',
});

export default implementation;
