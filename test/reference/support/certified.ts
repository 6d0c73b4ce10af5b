/** Every output of a call as p + q/√w, with sums by plain integers: slow, and shares no sum and no kernel with the oracle. */
import {
  blended,
  estimator,
  givenScale,
  normalized,
  projected,
  scaled,
  scaleOf,
  slope,
} from '../../../reference/exact/channel-outputs.ts';
import { one, rational, zero, type Rational } from '../../../reference/exact/rational.ts';
import { centredDot, dot, meanOf, sum, varianceOf } from '../../../reference/exact/sums.ts';
import { surd, type Surd } from '../../../reference/exact/surd.ts';
import type { Conventions, Tensor } from '../../../spec/terms/contract.ts';
import { elementOf, layoutOf } from '../../../spec/terms/layout.ts';
import type { AnyCall } from '../../../spec/terms/named-tensors.ts';
import {
  type Calls,
  hasSavedStatistics,
  isInference,
  isOf,
  isTraining,
  type Operation,
  type TensorName,
} from '../../../spec/terms/operations.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';

export type Certified = Partial<Record<TensorName, Surd[]>>;

export function certified<O extends Operation>(operation: O, call: Calls[O], conventions: Conventions): Certified {
  const given: AnyCall = call;
  const layout = layoutOf(given.x.shape, given.axis);
  const { channels, perChannel: m } = layout;
  const doubles = new Map(
    Object.entries(given)
      .filter(([, value]) => typeof value === 'object')
      .map(([name, value]) => [name as TensorName, valuesOf(value as Tensor)]),
  );
  const outputs: Certified = {};
  for (let c = 0; c < channels; c++) {
    const channel = (name: TensorName): number[] =>
      Array.from({ length: m }, (_, i) => (doubles.get(name) as Float64Array)[elementOf(layout, c, i)]);
    const value = (name: TensorName, missing: number): Rational => rational(doubles.get(name)?.[c] ?? missing);
    const put = (name: TensorName, values: Surd | Surd[]): void => {
      const all = (outputs[name] ??= []);
      if (!Array.isArray(values)) all[c] = values;
      else for (const [i, v] of values.entries()) all[elementOf(layout, c, i)] = v;
    };
    const x = channel('x');
    const epsilon = rational(given.epsilon ?? 0);
    const [gamma, beta] = [value('gamma', 1), value('beta', 0)];
    const training = isTraining(operation);
    const mean = training ? meanOf(sum(x), m) : value('mean', 0);
    const v = training ? varianceOf(sum(x), dot(x, x), m) : value('variance', 1);
    const scale = hasSavedStatistics(operation) ? givenScale(value('invStd', 1)) : scaleOf(v, epsilon);

    if (isOf('forward', operation)) {
      put(
        'y',
        x.map((xi) => normalized(rational(xi), mean, scale, gamma, beta)),
      );
      if (isInference(operation)) continue;
      put('mean', surd(mean));
      put('variance', surd(v));
      put('invStd', scaled(scale, one));
      const momentum = given.momentum ?? 0;
      if (given.runningMean) put('runningMean', surd(blended(value('runningMean', 0), mean, momentum, conventions)));
      if (given.runningVar) {
        const fresh = estimator(v, m, conventions);
        put('runningVar', surd(blended(value('runningVar', 1), fresh, momentum, conventions)));
      }
      continue;
    }
    const dy = channel('dy');
    const centred = centredDot(dot(dy, x), sum(dy), mean);
    put('dgamma', scaled(scale, centred));
    put('dbeta', surd(sum(dy)));
    const inference = isInference(operation);
    const [meanDy, k] = inference ? [zero, zero] : [meanOf(sum(dy), m), slope(scale, centred, m)];
    put(
      'dx',
      dy.map((dyi, i) => projected(rational(dyi), meanDy, rational(x[i]), mean, k, scale, gamma)),
    );
  }
  return outputs;
}
