/** The fully connected layer: every output is a weighted sum of all inputs, plus a bias. */
import { type Matrix, zeros } from './matrix.ts';
import { type Parameter, parameter } from './parameter.ts';

export class FullyConnected {
  /** [inputs, outputs], row-major. */
  readonly weight: Parameter;
  readonly bias: Parameter;
  readonly #outputs: number;
  #x: Matrix = zeros(0, 0);

  /** @param weightOf - draws one weight */
  constructor(inputs: number, outputs: number, weightOf: () => number, bias: number) {
    this.#outputs = outputs;
    this.weight = parameter(Float32Array.from({ length: inputs * outputs }, weightOf));
    this.bias = parameter(new Float32Array(outputs).fill(bias));
  }

  /** x[rows, inputs] → [rows, outputs] */
  forward(x: Matrix): Matrix {
    this.#x = x;
    const [rows, inputs] = x.shape;
    const outputs = this.#outputs;
    const weight = this.weight.values;
    const y = zeros(rows, outputs);
    for (let i = 0; i < rows; i++) {
      y.data.set(this.bias.values, i * outputs);
      for (let k = 0; k < inputs; k++) {
        const value = x.data[i * inputs + k];
        for (let o = 0; o < outputs; o++) y.data[i * outputs + o] += value * weight[k * outputs + o];
      }
    }
    return y;
  }

  /** For the last batch: sets the gradients of weight and bias, returns that of x. */
  backward(dy: Matrix): Matrix {
    const x = this.#x;
    const [rows, inputs] = x.shape;
    const outputs = this.#outputs;
    const weight = this.weight.values;
    const dweight = this.weight.gradient.fill(0);
    const dbias = this.bias.gradient.fill(0);
    const dx = zeros(rows, inputs);
    for (let i = 0; i < rows; i++) {
      for (let o = 0; o < outputs; o++) dbias[o] += dy.data[i * outputs + o];
      for (let k = 0; k < inputs; k++) {
        const value = x.data[i * inputs + k];
        let sum = 0;
        for (let o = 0; o < outputs; o++) {
          const g = dy.data[i * outputs + o];
          dweight[k * outputs + o] += g * value;
          sum += g * weight[k * outputs + o];
        }
        dx.data[i * inputs + k] = sum;
      }
    }
    return dx;
  }
}
