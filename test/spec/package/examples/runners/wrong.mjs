// A batch normalization with a mistake: epsilon is added outside the root.
import plain from 'bnspec/plain';

export default {
  ...plain,
  name: 'wrong',
  async trainForward(call) {
    const { x, epsilon, axis } = call;
    const { invStd: _, ...result } = await plain.trainForward(call);
    const [channels, inner] = [x.shape[axis], x.shape.slice(axis + 1).reduce((a, b) => a * b, 1)];
    const data = x.data.map((value, i) => {
      const c = Math.floor(i / inner) % channels;
      const normalized = (value - result.mean.data[c]) / (Math.sqrt(result.variance.data[c]) + epsilon);
      return normalized * (call.gamma?.data[c] ?? 1) + (call.beta?.data[c] ?? 0);
    });
    return { ...result, y: { ...x, data } };
  },
};
