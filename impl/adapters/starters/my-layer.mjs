/** Your layer, as bnspec calls it. Replace the bodies of the methods by your own code or calls of it. */
const rejected = (message) => Object.assign(new Error(message), { name: 'Rejected' });

const copyOf = ({ count, ...tensors }) => ({
  ...Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, { ...tensor, data: tensor.data.slice() }]),
  ),
  ...(count !== undefined && { count }),
});

/** One sum for each channel. */
function sums(channels, channelOf, values) {
  const found = new Float64Array(channels);
  for (const [i, value] of values.entries()) found[channelOf(i)] += value;
  return found;
}

/**
 * Batch normalization with a state and a mode. The settings in `config`: channels, axis, rank, dtype, parameterDtype, epsilon,
 * momentum (null: the mean of all batches), affine, trackRunningStats.
 */
class MyLayer {
  constructor(config, kept, training = true) {
    const vector = (value) => this.vector(new Float32Array(config.channels).fill(value));
    this.config = config;
    this.training = training;
    this.kept = kept ?? {
      ...(config.affine && { gamma: vector(1), beta: vector(0) }),
      ...(config.trackRunningStats && { runningMean: vector(0), runningVar: vector(1), count: 0 }),
    };
  }

  vector(data) {
    return { dtype: 'float32', shape: [data.length], data };
  }

  train() {
    this.training = true;
  }

  eval() {
    this.training = false;
  }

  forward(x) {
    const { channels, axis, rank, epsilon, trackRunningStats } = this.config;
    if (x.shape.length !== rank || x.shape[axis] !== channels) {
      throw rejected(`"x" expected ${channels} channels, got shape [${x.shape}]`);
    }
    const m = x.data.length / channels;
    const ofBatch = this.training || !trackRunningStats;
    if (ofBatch && m === 1) throw rejected('"x" expected more than one value per channel');

    const space = x.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    const channelOf = (i) => Math.floor(i / space) % channels;
    const { runningMean, runningVar, gamma, beta } = this.kept;
    let [mean, variance] = [runningMean?.data, runningVar?.data];
    if (ofBatch) {
      mean = sums(channels, channelOf, x.data).map((sum) => sum / m);
      const squares = Float64Array.from(x.data, (value, i) => (value - mean[channelOf(i)]) ** 2);
      variance = sums(channels, channelOf, squares).map((sum) => sum / m);
    }
    if (this.training && trackRunningStats) this.update(mean, variance, m);

    const invStd = Float64Array.from(variance, (v) => 1 / Math.sqrt(v + epsilon));
    const xHat = Float64Array.from(x.data, (value, i) => (value - mean[channelOf(i)]) * invStd[channelOf(i)]);
    this.latest = { xHat, invStd, ofBatch, channelOf };
    const y = Float32Array.from(xHat, (value, i) =>
      gamma ? value * gamma.data[channelOf(i)] + beta.data[channelOf(i)] : value,
    );
    return { y: { dtype: 'float32', shape: x.shape, data: y } };
  }

  /** Running statistics move towards those of the batch. Without a momentum they are the mean of all batches. */
  update(mean, variance, m) {
    const { runningMean, runningVar, count } = this.kept;
    const weight = this.config.momentum ?? 1 / (count + 1);
    const moved = ({ data }, to) => this.vector(data.map((old, c) => (1 - weight) * old + weight * to[c]));
    this.kept.runningMean = moved(runningMean, mean);
    this.kept.runningVar = moved(
      runningVar,
      variance.map((v) => (v * m) / (m - 1)),
    );
    this.kept.count = count + 1;
  }

  /** Gradients of the latest forward, in the mode it ran in and with the statistics it used. */
  backward(dy) {
    if (!this.latest) throw rejected('"backward" expected a forward before it');
    const { xHat, invStd, ofBatch, channelOf } = this.latest;
    const { channels } = this.config;
    const m = dy.data.length / channels;
    const dbeta = sums(channels, channelOf, dy.data);
    const products = xHat.map((value, i) => value * dy.data[i]);
    const dgamma = sums(channels, channelOf, products);
    const dx = dy.data.map((d, i) => {
      const c = channelOf(i);
      const centered = ofBatch ? d - dbeta[c] / m - (xHat[i] * dgamma[c]) / m : d;
      return centered * invStd[c] * (this.kept.gamma?.data[c] ?? 1);
    });
    return {
      dx: { dtype: 'float32', shape: dy.shape, data: dx },
      ...(this.kept.gamma && {
        dgamma: this.vector(Float32Array.from(dgamma)),
        dbeta: this.vector(Float32Array.from(dbeta)),
      }),
    };
  }

  state() {
    return copyOf(this.kept);
  }

  load(state) {
    const form = (kept) =>
      JSON.stringify(
        Object.keys(kept)
          .toSorted()
          .map((name) => [name, kept[name].shape]),
      );
    if (form(state) !== form(this.kept)) throw rejected(`the state expected the form ${form(this.kept)}`);
    this.kept = copyOf(state);
    this.latest = undefined;
  }

  copy() {
    return new MyLayer(this.config, copyOf(this.kept), this.training);
  }
}

export default {
  name: 'mine',
  // Say here where yours differs. 'first': the channels lie along axis 1. Others: affine: 'none' (no gamma and beta),
  // layer: { momentumNull: 'rejected' } (no mean of all batches); impl/adapters/README.md has tables of all claims.
  claims: { dtypes: ['float32'], channelAxis: 'any' },
  layer: (config) => new MyLayer(config),
};
