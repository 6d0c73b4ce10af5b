/** The quantities that training changes: values, with the gradient of the loss by each of them. */
export interface Parameter {
  readonly values: Float32Array;
  readonly gradient: Float32Array;
}

export function parameter(values: Float32Array): Parameter {
  return { values, gradient: new Float32Array(values.length) };
}
