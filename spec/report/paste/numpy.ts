/** A call as Python: the keyword arguments that a function behind `bnspec.py` receives. */
import type { DType, Tensor } from '../../terms/contract.ts';
import { inputsOf } from '../../terms/further-operations.ts';
import { snakeCase } from '../../terms/operations.ts';
import type { CallView } from '../exchange-view.ts';
import { decimals, hasOddNaN, hexadecimals, inDecimal, list } from './literal.ts';

/** @param name - of the variable */
export function numpyCall({ operation, scalars, call }: CallView, name: string): string[] {
  const tensors = inputsOf(operation).map((input) => {
    const given = call[input];
    return `    ${snakeCase(input)}=${given ? arrayText(given) : 'None,'}`;
  });
  const numbers = scalars.map(
    ([scalar, value]) => `    ${snakeCase(scalar)}=${isReal(scalar) ? pythonFloat(String(value)) : value},`,
  );
  return [`${name} = dict(`, ...tensors, ...numbers, ')', `${snakeCase(operation)}(**${name})`];
}

const isReal = (scalar: string): boolean => scalar === 'epsilon' || scalar === 'momentum';

/** numpy has no bfloat16 of its own. */
const types: Readonly<Record<DType, string>> = {
  float16: 'np.float16',
  bfloat16: 'np.uint16',
  float32: 'np.float32',
  float64: 'np.float64',
};

const words = { float16: 'np.uint16', bfloat16: 'np.uint16', float32: 'np.uint32', float64: 'np.uint64' } as const;

const isInBits = (tensor: Tensor): boolean => tensor.dtype === 'bfloat16' || hasOddNaN(tensor);

/** An expression. */
export function numpyArray(tensor: Tensor): string {
  const { dtype, shape } = tensor;
  const reshaped = shape.length === 1 ? '' : `.reshape(${shape.join(', ')})`;
  if (!isInBits(tensor))
    return `np.array([${list(decimals(tensor).map(pythonNumber), indent)}], ${types[dtype]})${reshaped}`;
  const view = dtype === 'bfloat16' ? '' : `.view(${types[dtype]})`;
  return `np.array([${list(hexadecimals(tensor), indent)}], ${words[dtype]})${view}${reshaped}`;
}

function arrayText(tensor: Tensor): string {
  if (!isInBits(tensor)) return `${numpyArray(tensor)},`;
  return `${numpyArray(tensor)},  # ${tensor.dtype === 'bfloat16' ? 'bits of bfloat16: ' : ''}${inDecimal(tensor)}`;
}

const indent = '        ';

const special: Readonly<Record<string, string>> = {
  NaN: 'np.nan',
  Infinity: 'np.inf',
  '-Infinity': '-np.inf',
  // Without the point it is an integer, which has one zero.
  '-0': '-0.0',
};

const pythonNumber = (text: string): string => special[text] ?? text;

const pythonFloat = (text: string): string => (/^-?\d+$/.test(text) ? `${text}.0` : pythonNumber(text));
