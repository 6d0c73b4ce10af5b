/** The mean squared error, and its gradient by each prediction. */
import { map, type Matrix } from './matrix.ts';

export function meanSquaredError(prediction: Matrix, target: Matrix): number {
  let sum = 0;
  for (let i = 0; i < target.data.length; i++) sum += (prediction.data[i] - target.data[i]) ** 2;
  return sum / target.data.length;
}

export function meanSquaredErrorGradient(prediction: Matrix, target: Matrix): Matrix {
  return map(prediction, (value, i) => (2 * (value - target.data[i])) / target.data.length);
}
