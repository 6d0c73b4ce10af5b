/** The experiment of the page, as figures. The text of the page takes them from here. */
export const experiment = {
  points: 2000,
  testPoints: 200,
  from: -7,
  to: 10,
  offset: -5,
  noiseStd: 2,
  layers: 8,
  units: 10,
  weightStd: 0.1,
  bias: -0.2,
  batch: 64,
  rate: 0.02,
  epochs: 12,
  epsilon: 1e-5,
  momentum: 0.5,
} as const;

/** Claims of the page about the outcome, for each seed and both activations. */
export const outcome = {
  seeds: [1, 2, 3, 4, 5],
  /** Last loss with batch normalization, as a share of the one without: less than this. */
  loss: 0.33,
  /** Share of lost units in any layer with it: at most this. */
  lostWith: 0.2,
  /** Share of lost units in each of the last layers without it: at least this. */
  lostWithout: 0.9,
  deep: 4,
} as const;
