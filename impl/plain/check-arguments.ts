/** The border of `plain`: refuses invalid arguments, by name (BN-13.6). Inside, nothing is checked. */
import type { Tensor } from '../../spec/terms/contract.ts';
import { Rejected } from '../../spec/terms/refusals.ts';

interface Call {
  readonly x: Tensor;
  readonly axis: number;
  readonly epsilon?: number;
  readonly momentum?: number;
  readonly dy?: Tensor;
  readonly gamma?: Tensor;
  readonly beta?: Tensor;
  readonly mean?: Tensor;
  readonly variance?: Tensor;
  readonly invStd?: Tensor;
  readonly runningMean?: Tensor;
  readonly runningVar?: Tensor;
}

const perChannelNames = ['gamma', 'beta', 'mean', 'variance', 'invStd', 'runningMean', 'runningVar'] as const;

/** @throws Rejected, naming the argument, the expected value and the given one */
export function check(call: Call): void {
  const { x, axis, epsilon, momentum, dy } = call;
  const rank = x.shape.length;
  const shape = `[${x.shape.join(', ')}]`;
  if (!Number.isInteger(axis) || axis < 0 || axis >= rank) {
    throw new Rejected(`"axis" expected an integer from 0 to ${rank - 1} for shape ${shape}, got ${axis}`);
  }
  if (epsilon !== undefined && !(Number.isFinite(epsilon) && epsilon >= 0)) {
    throw new Rejected(`"epsilon" expected a finite number >= 0, got ${epsilon}`);
  }
  if (momentum !== undefined && !(momentum >= 0 && momentum <= 1)) {
    throw new Rejected(`"momentum" expected a number from 0 to 1, got ${momentum}`);
  }
  if (x.data.length === 0) throw new Rejected(`"x" expected at least one value, got shape ${shape}`);
  if (dy !== undefined && dy.shape.join() !== x.shape.join()) {
    throw new Rejected(`"dy" expected the shape of "x", ${shape}, got [${dy.shape.join(', ')}]`);
  }
  for (const name of perChannelNames) {
    const length = call[name]?.data.length;
    if (length !== undefined && length !== x.shape[axis]) {
      throw new Rejected(`"${name}" expected ${x.shape[axis]} values, one per channel, got ${length}`);
    }
  }
}
