/** A call as JavaScript: an object in the form of the contract for modules. */
import type { Tensor } from '../../terms/contract.ts';
import { inputsOf } from '../../terms/further-operations.ts';
import type { CallView } from '../exchange-view.ts';
import { decimals, hasOddNaN, hexadecimals, inDecimal, list } from './literal.ts';

/** @param name - of the variable */
export function javascriptCall({ operation, scalars, call }: CallView, name: string): string[] {
  const tensors = inputsOf(operation).flatMap((input) => {
    const given = call[input];
    return given ? [`  ${input}: ${tensorText(given)}`] : [];
  });
  const numbers = scalars.map(([scalar, value]) => `  ${scalar}: ${value},`);
  return [`const ${name} = {`, ...tensors, ...numbers, '};', `await implementation.${operation}(${name});`];
}

function tensorText(tensor: Tensor): string {
  return `${javascriptTensor(tensor)},${dataText(tensor).comment}`;
}

/** An expression. */
export const javascriptTensor = (tensor: Tensor): string =>
  `{ dtype: '${tensor.dtype}', shape: [${tensor.shape.join(', ')}], data: ${dataText(tensor).data} }`;

function dataText(tensor: Tensor): { readonly data: string; readonly comment: string } {
  const { dtype } = tensor;
  const bits = hexadecimals(tensor);
  const said = ` // ${inDecimal(tensor)}`;
  if (dtype === 'float16' || dtype === 'bfloat16')
    return { data: `new Uint16Array([${list(bits, indent)}])`, comment: said };
  const kind = dtype === 'float32' ? 'Float32Array' : 'Float64Array';
  if (!hasOddNaN(tensor)) return { data: `new ${kind}([${list(decimals(tensor), indent)}])`, comment: '' };
  const words =
    dtype === 'float32'
      ? `Uint32Array([${list(bits, indent)}])`
      : `BigUint64Array([${list(
          bits.map((each) => `${each}n`),
          indent,
        )}])`;
  return { data: `new ${kind}(new ${words}.buffer)`, comment: said };
}

const indent = '    ';
