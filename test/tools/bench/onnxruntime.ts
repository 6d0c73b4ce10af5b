/** ONNX Runtime in JavaScript: native in Node, and its WebAssembly build. Channels first only. */
import { batchNormalization, type Writer } from '../../../impl/adapters/javascript/_onnx-model.ts';
import { type Contestant, data, epsilon, errorOf, errorShape, momentum, sizeOf, timedAsync } from './contestant.ts';

interface OrtTensor {
  readonly data: Float32Array;
}
interface Session {
  run(feeds: Readonly<Record<string, OrtTensor>>): Promise<Readonly<Record<string, OrtTensor>>>;
  release(): Promise<void>;
}
interface Ort {
  readonly env: { readonly wasm: { numThreads: number } };
  readonly Tensor: new (type: 'float32', values: Float32Array, shape: readonly number[]) => OrtTensor;
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
}

const load = async (name: string): Promise<unknown> => import(name);

export async function onnx(name: 'onnxruntime-node' | 'onnxruntime-web', threads: number): Promise<Contestant> {
  const ort = (await load(name)) as Ort;
  const { BinaryWriter } = (await load('@bufbuild/protobuf/wire')) as { BinaryWriter: new () => Writer };
  if (name === 'onnxruntime-web') ort.env.wasm.numThreads = threads;
  const session = async (rank: number, training: boolean): Promise<Session> => {
    const node = { rank, dtype: 'float32', training, epsilon, momentum: 1 - momentum } as const;
    const options = { intraOpNumThreads: threads, interOpNumThreads: 1, logSeverityLevel: 4 };
    return ort.InferenceSession.create(batchNormalization(new BinaryWriter(), node), options);
  };
  const feeds = (x: Float32Array, shape: readonly number[], values: readonly number[]): Record<string, OrtTensor> => {
    const [scale, B, mean, variance] = values.map(
      (v) => new ort.Tensor('float32', new Float32Array(shape[1]).fill(v), [shape[1]]),
    );
    return { X: new ort.Tensor('float32', x, shape), scale, B, input_mean: mean, input_var: variance };
  };
  // The WebAssembly build has no training mode.
  const trains = name === 'onnxruntime-node';
  return {
    name,
    threads,
    async prepare({ shape, axis }) {
      if (axis !== 1) return undefined;
      const inputs = feeds(data(sizeOf(shape), 0.5), shape, [1.1, 0.1, 0.5, 1]);
      const infer = await session(shape.length, false);
      const train = trains ? await session(shape.length, true) : undefined;
      return {
        passes: {
          ...(train && { train: timedAsync(() => train.run(inputs)) }),
          infer: timedAsync(() => infer.run(inputs)),
        },
        async dispose() {
          await infer.release();
          await train?.release();
        },
      };
    },
    ...(trains && {
      async errorAt(offset: number) {
        const x = data(sizeOf(errorShape), offset);
        const train = await session(errorShape.length, true);
        const { Y } = await train.run(feeds(x, errorShape, [1, 0, 0, 1]));
        await train.release();
        return errorOf(x, Y.data);
      },
    }),
  };
}
