/** A call as C or C++: an array for each tensor, in row-major order. Types that C lacks are arrays of their bits. */
import type { Tensor } from '../../terms/contract.ts';
import { inputsOf } from '../../terms/further-operations.ts';
import { snakeCase } from '../../terms/operations.ts';
import { valuesOf } from '../../terms/tensor.ts';
import type { CallView } from '../exchange-view.ts';
import { decimal } from '../number-forms.ts';
import { hasOddNaN, hexadecimals, inDecimal, list } from './literal.ts';

/** @param title - for the comment above it */
export function cCall({ operation, scalars, call }: CallView, title: string): string[] {
  const tensors = inputsOf(operation).flatMap((input) => {
    const given = call[input];
    return given ? [arrayText(snakeCase(input), given)] : [];
  });
  const numbers = scalars.map(([scalar, value]) =>
    scalar === 'epsilon' || scalar === 'momentum'
      ? `  const double ${scalar} = ${double(value)};`
      : `  const int ${snakeCase(scalar)} = ${value};`,
  );
  return [`{ /* ${title}: ${snakeCase(operation)} */`, ...tensors, ...numbers, '}'];
}

const types = { float16: 'uint16_t', bfloat16: 'uint16_t', float32: 'float', float64: 'double' } as const;
const words = { float16: 'uint16_t', bfloat16: 'uint16_t', float32: 'uint32_t', float64: 'uint64_t' } as const;

function arrayText(name: string, tensor: Tensor): string {
  const { dtype, shape } = tensor;
  const sizes = `[${shape.join(', ')}]`;
  // An array in C has one element at least.
  if (tensor.data.length === 0)
    return `  const ${types[dtype]} ${name}[1] = {0}; /* ${sizes}: none of it is to be read */`;
  if (dtype === 'float16' || dtype === 'bfloat16' || hasOddNaN(tensor)) {
    const values = list(hexadecimals(tensor), indent);
    return `  const ${words[dtype]} ${name}[] = {${values}}; /* ${sizes}, bits of ${dtype}: ${inDecimal(tensor)} */`;
  }
  const values = list(Array.from(valuesOf(tensor), dtype === 'float32' ? single : double), indent);
  return `  const ${types[dtype]} ${name}[] = {${values}}; /* ${sizes} */`;
}

const indent = '    ';

/** Digits that always lead back to the same single. */
const digits = 9;

/**
 * C rounds the digits to a single at once, others by way of a double, and the fewest digits for one may not do for the
 * other: where they are not the value itself, as many are written as always suffice.
 */
function single(value: number): string {
  if (!Number.isFinite(value)) return double(value);
  const short = Number(decimal(value, 'float32'));
  return `${double(short === value ? value : Number(value.toPrecision(digits)))}f`;
}

function double(value: number): string {
  if (Number.isNaN(value)) return 'NAN';
  if (!Number.isFinite(value)) return value < 0 ? '-INFINITY' : 'INFINITY';
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
