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
