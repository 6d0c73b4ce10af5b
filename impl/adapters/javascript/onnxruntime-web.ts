/** ONNX Runtime compiled to WebAssembly, as browsers run it; here in Node, single-threaded. */
import type { Implementation } from '../../../spec/terms/contract.ts';
import { onnxRuntime, type Ort } from './_onnxruntime.ts';
import { peer } from './_load-peer.ts';

const ort = await peer<Ort>('onnxruntime-web');
ort.env.wasm.numThreads = 1;
const implementation: Implementation = onnxRuntime(ort, 'onnxruntime-web', ort.env.versions.web);

export default implementation;
