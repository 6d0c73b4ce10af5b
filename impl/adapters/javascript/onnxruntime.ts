/** ONNX Runtime on the CPU, from Node. */
import type { Implementation } from '../../../spec/terms/contract.ts';
import { onnxRuntime, type Ort } from './_onnxruntime.ts';
import { peer } from './_load-peer.ts';

const ort = await peer<Ort>('onnxruntime-node');
const implementation: Implementation = onnxRuntime(ort, 'onnxruntime-node', ort.env.versions.node);

export default implementation;
