/** TensorFlow.js on its JavaScript and WebAssembly backends: moments and batchNorm, as its layers do. No layout matters to it. */
import { type Contestant, data, epsilon, errorOf, errorShape, type Place, sizeOf, timed } from './contestant.ts';

interface Tensor {
  dataSync(): Float32Array;
  dispose(): void;
}
interface Tf {
  tensor(values: Float32Array, shape: readonly number[]): Tensor;
  moments(x: Tensor, axes: readonly number[]): { mean: Tensor; variance: Tensor };
  batchNorm(x: Tensor, mean: Tensor, variance: Tensor, beta: Tensor, gamma: Tensor, epsilon: number): Tensor;
  tidy<T>(run: () => T): T;
  reshape(x: Tensor, shape: readonly number[]): Tensor;
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
}

const load = async (name: string): Promise<unknown> => import(name);

export async function tfjs(backend: 'cpu' | 'wasm'): Promise<Contestant> {
  const tf = (await load('@tensorflow/tfjs-core')) as Tf;
  await load(`@tensorflow/tfjs-backend-${backend}`);
  const use = async (): Promise<void> => {
    await tf.setBackend(backend);
    await tf.ready();
  };
  await use();
  const train = (x: Tensor, gamma: Tensor, beta: Tensor, { shape, axis }: Omit<Place, 'name'>): Tensor => {
    const axes = shape.map((_, i) => i).filter((i) => i !== axis);
    const { mean, variance } = tf.moments(x, axes);
    // Parameters and statistics must have the same rank: 1 for channels last, else that of x.
    const sizes = axis === shape.length - 1 ? [shape[axis]] : shape.map((n, i) => (i === axis ? n : 1));
    const [m, v] = [mean, variance].map((t) => tf.reshape(t, sizes));
    return tf.batchNorm(x, m, v, beta, gamma, epsilon);
  };
  // batchNorm is channels last: only there, and on rank 2, is it what the package is made for.
  const fits = ({ shape, axis }: Place): boolean => axis === shape.length - 1;
  return {
    name: `tfjs ${backend}`,
    threads: 1,
    async prepare(place) {
      const { shape, axis } = place;
      const size = sizeOf(shape);
      if (!fits(place) || size > 2 ** 21) return undefined;
      await use();
      const x = tf.tensor(data(size, 0.5), shape);
      const perChannel = (v: number): Tensor => tf.tensor(new Float32Array(shape[axis]).fill(v), [shape[axis]]);
      const [gamma, beta, mean, variance] = [1.1, 0.1, 0.5, 1].map(perChannel);
      const run = (make: () => Tensor): void => tf.tidy(() => void make());
      const infer = timed(() => run(() => tf.batchNorm(x, mean, variance, beta, gamma, epsilon)));
      return {
        passes: { train: timed(() => run(() => train(x, gamma, beta, place))), infer },
        dispose: () => [x, gamma, beta, mean, variance].forEach((t) => t.dispose()),
      };
    },
    async errorAt(offset) {
      await use();
      const [batch, channels, height, width] = errorShape;
      const positions = height * width;
      const values = data(sizeOf(errorShape), offset);
      const last = new Float32Array(values.length);
      const swap = (i: number): number => {
        const n = Math.floor(i / (channels * positions));
        const c = Math.floor(i / positions) % channels;
        return (n * positions + (i % positions)) * channels + c;
      };
      values.forEach((value, i) => (last[swap(i)] = value));
      const shape = [batch, height, width, channels];
      const of = (v: number): Tensor => tf.tensor(new Float32Array(channels).fill(v), [channels]);
      const y = train(tf.tensor(last, shape), of(1), of(0), { shape, axis: 3 }).dataSync();
      return errorOf(
        values,
        values.map((_, i) => y[swap(i)]),
      );
    },
  };
}
