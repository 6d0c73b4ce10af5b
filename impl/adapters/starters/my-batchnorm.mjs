/** Your batch normalization, as bnspec calls it. Replace the body of trainForward by your own code or a call of it. */
export default {
  name: 'mine',
  // Say here where yours differs. 'first': the channels lie along axis 1. Others: affine: 'none' (no gamma and beta),
  // epsilons: [1e-5] (a fixed epsilon); impl/adapters/README.md has a table of all claims.
  claims: { dtypes: ['float32'], channelAxis: 'first' },

  /** Training: each channel by its own mean and biased variance. Without gamma or beta, that tensor is undefined. */
  trainForward({ x, gamma, beta, epsilon }) {
    const [batch, channels, ...rest] = x.shape;
    const space = rest.reduce((a, b) => a * b, 1);
    const y = new Float32Array(x.data.length);
    for (let c = 0; c < channels; c++) {
      const at = (i) => (Math.floor(i / space) * channels + c) * space + (i % space);
      const m = batch * space;
      let mean = 0;
      for (let i = 0; i < m; i++) mean += x.data[at(i)] / m;
      let variance = 0;
      for (let i = 0; i < m; i++) variance += (x.data[at(i)] - mean) ** 2 / m;
      const scale = (gamma ? gamma.data[c] : 1) / Math.sqrt(variance + epsilon);
      for (let i = 0; i < m; i++) y[at(i)] = (x.data[at(i)] - mean) * scale + (beta ? beta.data[c] : 0);
    }
    return { y: { dtype: 'float32', shape: x.shape, data: y } };
  },

  // More to offer: inferForward, trainBackward, inferBackward, savedBackward.
};
