/** TensorFlow.js on WebGPU in a page of Chromium, on its software adapter. */
import type { Implementation } from '../../../spec/terms/contract.ts';
import { inChromium } from './_chromium.ts';

const implementation: Implementation = await inChromium({
  entry: 'page-tfjs.js',
  hash: 'webgpu',
  flags: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'],
  name: 'tfjs-webgpu',
});

export default implementation;
