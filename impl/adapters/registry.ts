/**
 * The implementations that the survey knows: one record for each. Adding one takes a record here and one adapter file.
 */
import type { Candidate, Need } from '../../spec/terms/survey-candidate.ts';

const python = (script: string, ...args: string[]): Candidate['start'] => ({
  command: ['python3', `impl/adapters/python/${script}`, ...args],
});
const javascript = (script: string): Candidate['start'] => ({ module: `impl/adapters/javascript/${script}` });
const browser = (script: string): Candidate['start'] => ({ module: `impl/adapters/browser/${script}` });
const compiled = (name: string): Candidate['start'] => ({ command: [`impl/adapters/cpp/build/${name}`] });

const module = (name: string): Need => ({ python: name });
const npm = (name: string, folder = 'javascript'): Need => ({
  file: `impl/adapters/${folder}/node_modules/${name}`,
  by: `npm ci --prefix impl/adapters/${folder}`,
});
const built = (name: string): Need => ({
  file: `impl/adapters/cpp/build/${name}`,
  by: `make -C impl/adapters/cpp build/${name}`,
});
const chromium: Need = { program: 'chromium', by: 'apt-get install chromium' };
const torchGpu: Need = { python: 'torch', where: 'torch.cuda.is_available()', otherwise: 'no GPU here' };
const jaxGpu: Need = {
  python: 'jax',
  where: 'any(device.platform == "gpu" for device in jax.devices())',
  otherwise: 'no GPU here',
};

/** Shaders on software renderers: a large tensor takes a minute, and few shapes would leave it out. */
const rendered = { runs: 3 };
/** A layer of JAX is compiled anew for each configuration, too, and no claim makes those few. */
const configured = { runs: 3 };

export const candidates: readonly Candidate[] = [
  {
    name: 'fast',
    what: 'The implementation of this project: a WebAssembly kernel, in Node',
    language: 'TypeScript',
    ours: true,
    start: { module: 'impl/fast/index.ts' },
    needs: [],
  },
  {
    name: 'plain',
    what: 'The implementation of this project that is meant to be read',
    language: 'TypeScript',
    ours: true,
    start: { module: 'impl/plain/index.ts' },
    needs: [],
  },
  {
    name: 'fast-chromium',
    what: 'The implementation of this project in a page of Chromium',
    language: 'TypeScript',
    ours: true,
    start: browser('fast.ts'),
    needs: [npm('playwright-core', 'browser'), chromium],
  },

  {
    name: 'numpy-tutorial',
    what: 'numpy as tutorials write it',
    language: 'Python',
    start: python('numpy_tutorial.py'),
    needs: [module('numpy')],
    quick: true,
  },

  {
    name: 'pytorch-functional',
    what: 'torch.nn.functional.batch_norm on the CPU',
    language: 'Python',
    start: python('torch_functional.py', '--dtypes', 'float32'),
    needs: [module('torch')],
    quick: true,
  },
  {
    name: 'pytorch-functional-float64',
    what: 'torch.nn.functional.batch_norm on the CPU',
    language: 'Python',
    start: python('torch_functional.py', '--dtypes', 'float64'),
    needs: [module('torch')],
  },
  {
    name: 'pytorch-functional-float16',
    what: 'torch.nn.functional.batch_norm on the CPU, parameters and statistics in float16',
    language: 'Python',
    start: python('torch_functional.py', '--dtypes', 'float16'),
    needs: [module('torch')],
  },
  {
    name: 'pytorch-functional-float16-mixed',
    what: 'torch.nn.functional.batch_norm on the CPU, parameters and statistics in float32',
    language: 'Python',
    start: python('torch_functional.py', '--dtypes', 'float16', '--mixed'),
    needs: [module('torch')],
  },
  {
    name: 'pytorch-functional-bfloat16',
    what: 'torch.nn.functional.batch_norm on the CPU, parameters and statistics in bfloat16',
    language: 'Python',
    start: python('torch_functional.py', '--dtypes', 'bfloat16'),
    needs: [module('torch'), module('ml_dtypes')],
  },
  {
    name: 'pytorch-functional-bfloat16-mixed',
    what: 'torch.nn.functional.batch_norm on the CPU, parameters and statistics in float32',
    language: 'Python',
    start: python('torch_functional.py', '--dtypes', 'bfloat16', '--mixed'),
    needs: [module('torch'), module('ml_dtypes')],
  },
  {
    name: 'pytorch-functional-channels-last',
    what: 'torch.nn.functional.batch_norm on the CPU, memory format channels_last',
    language: 'Python',
    start: python('torch_functional.py', '--dtypes', 'float32', '--channels-last'),
    needs: [module('torch')],
  },
  {
    name: 'pytorch-module',
    what: 'torch.nn.BatchNorm1d, 2d and 3d on the CPU',
    language: 'Python',
    start: python('torch_module.py', '--dtypes', 'float32'),
    needs: [module('torch')],
  },
  {
    name: 'pytorch-functional-cuda',
    what: 'torch.nn.functional.batch_norm on a GPU, with cuDNN',
    language: 'Python',
    start: python('torch_functional.py', '--dtypes', 'float32', '--device', 'cuda'),
    needs: [module('torch'), torchGpu],
  },

  {
    name: 'jax-stax',
    what: 'jax.example_libraries.stax.BatchNorm on the CPU',
    language: 'Python',
    start: python('jax_stax.py'),
    needs: [module('jax')],
    expected: 'impl/expected/jax-stax.json',
  },
  {
    name: 'flax-linen',
    what: 'flax.linen.BatchNorm on JAX on the CPU',
    language: 'Python',
    start: python('flax_linen.py'),
    needs: [module('flax')],
  },
  {
    name: 'flax-nnx',
    what: 'flax.nnx.BatchNorm on JAX on the CPU, with few shapes claimed since each is compiled',
    language: 'Python',
    start: python('flax_nnx.py'),
    needs: [module('flax')],
  },
  {
    name: 'flax-linen-gpu',
    what: 'flax.linen.BatchNorm on JAX on a GPU',
    language: 'Python',
    start: python('flax_linen.py', '--device', 'gpu'),
    needs: [module('flax'), jaxGpu],
  },

  {
    name: 'tensorflow-fused',
    what: 'FusedBatchNormV3 of TensorFlow on the CPU',
    language: 'Python',
    start: python('tensorflow_fused.py'),
    needs: [module('tensorflow')],
  },
  {
    name: 'tensorflow-moments',
    what: 'tf.nn.moments and tf.nn.batch_normalization on the CPU',
    language: 'Python',
    start: python('tensorflow_plain.py'),
    needs: [module('tensorflow')],
  },
  {
    name: 'keras-tensorflow',
    what: 'keras.layers.BatchNormalization on TensorFlow',
    language: 'Python',
    start: python('keras_layer.py', '--backend', 'tensorflow'),
    needs: [module('keras'), module('tensorflow')],
  },
  {
    name: 'keras-torch',
    what: 'keras.layers.BatchNormalization on PyTorch',
    language: 'Python',
    start: python('keras_layer.py', '--backend', 'torch'),
    needs: [module('keras'), module('torch')],
    expected: 'impl/expected/keras-torch.json',
  },
  {
    name: 'keras-jax',
    what: 'keras.layers.BatchNormalization on JAX',
    language: 'Python',
    start: python('keras_layer.py', '--backend', 'jax'),
    needs: [module('keras'), module('jax')],
  },

  {
    name: 'onnxruntime-opset15',
    what: 'BatchNormalization of opset 15 in ONNX Runtime, from Python',
    language: 'Python',
    start: python('onnxruntime_cpu.py', '--opset', '15'),
    needs: [module('onnxruntime'), module('onnx')],
    quick: true,
  },
  {
    name: 'onnxruntime-opset15-exported',
    what: 'BatchNormalization of opset 15 in ONNX Runtime, parameters as constants and y alone, as exporters write it',
    language: 'Python',
    start: python('onnxruntime_cpu.py', '--opset', '15', '--exported'),
    needs: [module('onnxruntime'), module('onnx')],
    expected: 'impl/expected/onnxruntime-opset15-exported.json',
    quick: true,
  },
  {
    name: 'onnxruntime-opset9',
    what: 'BatchNormalization of opset 9 in ONNX Runtime, from Python',
    language: 'Python',
    start: python('onnxruntime_cpu.py', '--opset', '9'),
    needs: [module('onnxruntime'), module('onnx')],
  },
  {
    name: 'onnx-reference-opset15',
    what: 'BatchNormalization of opset 15 in the evaluator of the onnx package',
    language: 'Python',
    start: python('onnx_reference.py', '--opset', '15', '--dtypes', 'float32'),
    needs: [module('onnx')],
  },
  {
    name: 'onnx-reference-opset15-float64',
    what: 'BatchNormalization of opset 15 in the evaluator of the onnx package',
    language: 'Python',
    start: python('onnx_reference.py', '--opset', '15', '--dtypes', 'float64'),
    needs: [module('onnx')],
    expected: 'impl/expected/onnx-reference-opset15-float64.json',
  },
  {
    name: 'onnx-reference-opset9',
    what: 'BatchNormalization of opset 9 in the evaluator of the onnx package',
    language: 'Python',
    start: python('onnx_reference.py', '--opset', '9'),
    needs: [module('onnx')],
    expected: 'impl/expected/onnx-reference-opset9.json',
    quick: true,
  },

  {
    name: 'onnxruntime-node',
    what: 'BatchNormalization of opset 15 in ONNX Runtime, from Node',
    language: 'JavaScript',
    start: javascript('onnxruntime.ts'),
    needs: [npm('onnxruntime-node')],
    quick: true,
  },
  {
    name: 'onnxruntime-web',
    what: 'BatchNormalization of opset 15 in ONNX Runtime, compiled to WebAssembly',
    language: 'JavaScript',
    start: javascript('onnxruntime-web.ts'),
    needs: [npm('onnxruntime-web')],
    quick: true,
  },
  {
    name: 'jax-js',
    what: 'nn.standardize of jax-js with scale and offset, compiled to WebAssembly',
    language: 'JavaScript',
    start: javascript('jax-js.ts'),
    needs: [npm('@jax-js/jax')],
    expected: 'impl/expected/jax-js.json',
    quick: true,
  },
  {
    name: 'tfjs-cpu',
    what: 'tf.batchNorm of TensorFlow.js, backend cpu',
    language: 'JavaScript',
    start: javascript('tfjs-cpu.ts'),
    needs: [npm('@tensorflow/tfjs-core')],
    quick: true,
  },
  {
    name: 'tfjs-wasm',
    what: 'tf.batchNorm of TensorFlow.js, backend wasm',
    language: 'JavaScript',
    start: javascript('tfjs-wasm.ts'),
    needs: [npm('@tensorflow/tfjs-core')],
    quick: true,
  },
  {
    name: 'tfjs-webgl',
    what: 'tf.batchNorm of TensorFlow.js, backend webgl, in Chromium',
    language: 'JavaScript',
    start: browser('tfjs-webgl.ts'),
    needs: [npm('playwright-core', 'browser'), chromium],
    expected: 'impl/expected/tfjs-webgl.json',
    ...rendered,
  },
  {
    name: 'tfjs-webgpu',
    what: 'tf.batchNorm of TensorFlow.js, backend webgpu, in Chromium on a software adapter',
    language: 'JavaScript',
    start: browser('tfjs-webgpu.ts'),
    needs: [npm('playwright-core', 'browser'), chromium],
    // Tens of thousands of channels take a software adapter a minute.
    timeoutMs: 240_000,
    ...rendered,
  },

  {
    name: 'onednn',
    what: 'Primitives of oneDNN on the CPU',
    language: 'C++',
    start: compiled('onednn'),
    needs: [built('onednn')],
  },
  {
    name: 'dlib',
    what: 'dlib::cpu::batch_normalize and batch_normalize_conv',
    language: 'C++',
    start: compiled('dlib'),
    needs: [built('dlib')],
    expected: 'impl/expected/dlib.json',
  },

  {
    name: 'pytorch-layer',
    what: 'torch.nn.BatchNorm1d, 2d and 3d as layers with a state, on the CPU',
    language: 'Python',
    start: python('torch_layer.py', '--dtypes', 'float32'),
    needs: [module('torch')],
    quick: true,
  },
  {
    name: 'pytorch-layer-float64',
    what: 'torch.nn.BatchNorm1d, 2d and 3d as layers with a state, on the CPU',
    language: 'Python',
    start: python('torch_layer.py', '--dtypes', 'float64'),
    needs: [module('torch')],
  },
  {
    name: 'pytorch-layer-bfloat16-mixed',
    what: 'torch.nn.BatchNorm1d, 2d and 3d as layers with a state in float32, on the CPU',
    language: 'Python',
    start: python('torch_layer.py', '--dtypes', 'bfloat16', '--mixed'),
    needs: [module('torch'), module('ml_dtypes')],
  },
  {
    name: 'pytorch-layer-lazy',
    what: 'torch.nn.LazyBatchNorm1d, 2d and 3d as layers with a state, from their first batch on',
    language: 'Python',
    start: python('torch_layer.py', '--dtypes', 'float32', '--lazy'),
    needs: [module('torch')],
  },
  {
    name: 'pytorch-layer-sync',
    what: 'torch.nn.SyncBatchNorm as a layer with a state, on the CPU and without a group of processes',
    language: 'Python',
    start: python('torch_layer.py', '--dtypes', 'float32', '--sync'),
    needs: [module('torch')],
  },
  {
    name: 'keras-layer-tensorflow',
    what: 'keras.layers.BatchNormalization as a layer with a state, on TensorFlow',
    language: 'Python',
    start: python('keras_stateful_layer.py', '--backend', 'tensorflow'),
    needs: [module('keras'), module('tensorflow')],
  },
  {
    name: 'keras-layer-torch',
    what: 'keras.layers.BatchNormalization as a layer with a state, on PyTorch',
    language: 'Python',
    start: python('keras_stateful_layer.py', '--backend', 'torch'),
    needs: [module('keras'), module('torch')],
  },
  {
    name: 'flax-nnx-layer',
    what: 'flax.nnx.BatchNorm as a layer with a state, on JAX on the CPU',
    language: 'Python',
    start: python('flax_nnx_layer.py'),
    needs: [module('flax')],
    ...configured,
  },
  {
    name: 'flax-nnx-layer-two-pass',
    what: 'flax.nnx.BatchNorm as a layer with a state, use_fast_variance=False, on JAX on the CPU',
    language: 'Python',
    start: python('flax_nnx_layer.py', '--two-pass'),
    needs: [module('flax')],
    ...configured,
  },
];
