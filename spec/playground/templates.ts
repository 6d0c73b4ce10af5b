/** Code to start from in the playground: right implementations, and each famous mistake as one change of them. */
import { installedProgram } from '../terms/program-command.ts';

const forwardPass = `// Change anything: it is checked as you type. The same file runs under "${installedProgram} check ./mine.mjs".
// x.data has the values of x in one row, and x.shape is [batch, channels, …].

/** Where the values of each channel lie in x.data. */
function placesOf([batch, channels, ...rest]) {
  const space = rest.reduce((a, b) => a * b, 1);
  return Array.from({ length: channels }, (_, c) =>
    Array.from({ length: batch * space }, (_, i) => {
      const sample = Math.floor(i / space);
      return (sample * channels + c) * space + (i % space);
    }),
  );
}

const sumOf = (values) => values.reduce((sum, value) => sum + value, 0);

const meanOf = (x) => sumOf(x) / x.length;

const varianceOf = (x, mean) => sumOf(x.map((value) => (value - mean) ** 2)) / x.length;

const inverseStd = (variance, epsilon) => 1 / Math.sqrt(variance + epsilon);

const tensor = (shape, values) => ({ dtype: 'float32', shape, data: Float32Array.from(values) });

export default {
  name: 'mine',
  claims: { dtypes: ['float32'], channelAxis: 'first', singleValue: 'defined' },

  // Training. Without gamma, beta or running statistics, that tensor is undefined.
  trainForward({ x, gamma, beta, runningMean, runningVar, epsilon, momentum }) {
    const y = new Float64Array(x.data.length);
    const statistics = placesOf(x.shape).map((places, c) => {
      const values = places.map((i) => x.data[i]);
      const m = values.length;
      const mean = meanOf(values);
      const variance = varianceOf(values, mean);
      const invStd = inverseStd(variance, epsilon);
      for (const i of places) {
        y[i] = (x.data[i] - mean) * invStd * (gamma ? gamma.data[c] : 1) + (beta ? beta.data[c] : 0);
      }
      return { mean, variance, invStd, forRunning: m > 1 ? (variance * m) / (m - 1) : variance };
    });
    const vector = (of) => tensor([statistics.length], statistics.map(of));
    const moved = (old, of) => old && vector((each, c) => (1 - momentum) * old.data[c] + momentum * of(each));
    return {
      y: tensor(x.shape, y),
      mean: vector(({ mean }) => mean),
      variance: vector(({ variance }) => variance),
      invStd: vector(({ invStd }) => invStd),
      ...(runningMean && { runningMean: moved(runningMean, ({ mean }) => mean) }),
      ...(runningVar && { runningVar: moved(runningVar, ({ forRunning }) => forRunning) }),
    };
  },
};
`;

const inferenceAndGradients = `
  // In use: by the statistics that are given.
  inferForward({ x, gamma, beta, mean, variance, epsilon }) {
    const y = new Float64Array(x.data.length);
    for (const [c, places] of placesOf(x.shape).entries()) {
      const values = places.map((i) => x.data[i]);
      const [center, spread] = [mean.data[c], variance.data[c]];
      const scale = inverseStd(spread, epsilon) * (gamma ? gamma.data[c] : 1);
      for (const [k, i] of places.entries()) y[i] = (values[k] - center) * scale + (beta ? beta.data[c] : 0);
    }
    return { y: tensor(x.shape, y) };
  },

  // Gradients of training: mean and variance depend on x, too.
  trainBackward({ dy, x, gamma, epsilon }) {
    const dx = new Float64Array(x.data.length);
    const parameters = placesOf(x.shape).map((places, c) => {
      const values = places.map((i) => x.data[i]);
      const m = values.length;
      const mean = meanOf(values);
      const invStd = inverseStd(varianceOf(values, mean), epsilon);
      const xHat = values.map((value) => (value - mean) * invStd);
      const dbeta = sumOf(places.map((i) => dy.data[i]));
      const dgamma = sumOf(places.map((i, k) => dy.data[i] * xHat[k]));
      const scale = (gamma ? gamma.data[c] : 1) * invStd;
      for (const [k, i] of places.entries()) dx[i] = scale * (dy.data[i] - dbeta / m - (xHat[k] * dgamma) / m);
      return { dgamma, dbeta };
    });
    const vector = (of) => tensor([parameters.length], parameters.map(of));
    return { dx: tensor(x.shape, dx), dgamma: vector((each) => each.dgamma), dbeta: vector((each) => each.dbeta) };
  },
};
`;

const allOperations = forwardPass.replace(/\};\n$/, inferenceAndGradients);

export interface Template {
  /** In the address of a link. */
  readonly id: string;
  readonly says: string;
  readonly code: string;
  /** Known mistake that the suite must name; absent for what is right. */
  readonly mistake?: string;
}

interface Change {
  readonly says: string;
  readonly mistake: string;
  /** Default: of the forward pass. */
  readonly of?: string;
  /** Right and wrong, each right one once in the code. */
  readonly edits: readonly (readonly [right: string, wrong: string])[];
}

const changes: Readonly<Record<string, Change>> = {
  'sample-variance': {
    says: 'variance divided by m − 1',
    mistake: 'ST01a',
    edits: [
      ['(value - mean) ** 2)) / x.length', '(value - mean) ** 2)) / (x.length - 1)'],
      ['forRunning: m > 1 ? (variance * m) / (m - 1) : variance', 'forRunning: variance'],
    ],
  },
  'epsilon-outside': {
    says: 'ε outside the root',
    mistake: 'EP01a',
    edits: [['1 / Math.sqrt(variance + epsilon)', '1 / (Math.sqrt(variance) + epsilon)']],
  },
  'epsilon-forgotten': {
    says: 'ε forgotten',
    mistake: 'EP02a',
    edits: [['Math.sqrt(variance + epsilon)', 'Math.sqrt(variance)']],
  },
  'one-pass': {
    says: 'variance as E[x²] − E[x]²',
    mistake: 'PR01',
    edits: [
      [
        'const varianceOf = (x, mean) => sumOf(x.map((value) => (value - mean) ** 2)) / x.length;',
        `const float32 = Math.fround; // as on a graphics card
const sum32 = (values) => values.reduce((sum, value) => float32(sum + float32(value)), 0);

const varianceOf = (x) => {
  const mean = float32(sum32(x) / x.length);
  const meanOfSquares = float32(sum32(x.map((value) => value ** 2)) / x.length);
  return float32(meanOfSquares - float32(mean ** 2));
};`,
      ],
    ],
  },
  momentum: {
    says: 'momentum the other way round',
    mistake: 'RS01',
    edits: [
      ['(1 - momentum) * old.data[c] + momentum * of(each)', 'momentum * old.data[c] + (1 - momentum) * of(each)'],
    ],
  },
  'biased-running-variance': {
    says: 'running variance without m / (m − 1)',
    mistake: 'RS02',
    edits: [['forRunning: m > 1 ? (variance * m) / (m - 1) : variance', 'forRunning: variance']],
  },
  'no-running-update': {
    says: 'running statistics never updated',
    mistake: 'RS10',
    edits: [['(1 - momentum) * old.data[c] + momentum * of(each)', 'old.data[c]']],
  },
  'channels-last': {
    says: 'wrong axis: memory read as if the channels came last',
    mistake: 'LY10',
    edits: [
      [
        'return (sample * channels + c) * space + (i % space);',
        'return (sample * space + (i % space)) * channels + c;',
      ],
    ],
  },
  'beta-before-gamma': {
    says: 'β first, then γ',
    mistake: 'AF06b',
    edits: [
      [
        `y[i] = (x.data[i] - mean) * invStd * (gamma ? gamma.data[c] : 1) + (beta ? beta.data[c] : 0);`,
        `y[i] = ((x.data[i] - mean) * invStd + (beta ? beta.data[c] : 0)) * (gamma ? gamma.data[c] : 1);`,
      ],
    ],
  },
  'batch-statistics-in-use': {
    says: 'statistics of the batch in use',
    mistake: 'MD01',
    of: allOperations,
    edits: [
      [
        'const [center, spread] = [mean.data[c], variance.data[c]];',
        'const center = meanOf(values);\n      const spread = varianceOf(values, center);',
      ],
    ],
  },
  'std-for-variance': {
    says: 'variance taken for the standard deviation in use',
    mistake: 'IF04a',
    of: allOperations,
    edits: [['variance.data[c]];', 'variance.data[c] ** 2];']],
  },
  'no-statistics-terms': {
    says: 'gradient without the terms of mean and variance',
    mistake: 'BW01',
    of: allOperations,
    edits: [['scale * (dy.data[i] - dbeta / m - (xHat[k] * dgamma) / m)', 'scale * dy.data[i]']],
  },
  'no-variance-term': {
    says: 'gradient without the term of the variance',
    mistake: 'BW02',
    of: allOperations,
    edits: [['(dy.data[i] - dbeta / m - (xHat[k] * dgamma) / m)', '(dy.data[i] - dbeta / m)']],
  },
};

/** @throws where what is to be changed is not there, or there twice */
function changed({ of = forwardPass, edits }: Change): string {
  return edits.reduce((code, [right, wrong]) => {
    if (code.split(right).length !== 2) throw new Error(`a template has no single ${JSON.stringify(right)}`);
    return code.replace(right, () => wrong);
  }, of);
}

export const templates: readonly Template[] = [
  { id: 'forward', says: 'a forward pass', code: forwardPass },
  { id: 'all', says: 'training, inference and gradients', code: allOperations },
  ...Object.entries(changes).map(([id, change]) => ({
    id,
    says: change.says,
    code: changed(change),
    mistake: change.mistake,
  })),
];
