/** An implementation that rounds x before anything else, as hardware for matrix products does. */
import { implementationOf } from '../../../impl/plain/implementation.ts';
import type { Claims, Implementation, Tensor } from '../../../spec/terms/contract.ts';
import { operations } from '../../../spec/terms/operations.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';

export const right: ReturnType<typeof implementationOf> = implementationOf('');

export const claims: Claims = resolveClaims(right.claims);

/** To this many bits, ties away from zero. */
function rounded(value: number, bits: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const place = 2 ** (Math.floor(Math.log2(Math.abs(value))) + 1 - bits);
  return Math.round(value / place) * place;
}

/** @param bits - that are left of x */
export function narrow(bits: number): Implementation {
  const cut = <C extends { x: Tensor }>(call: C): C => ({
    ...call,
    x: { ...call.x, data: (call.x.data as Float32Array).map((value) => rounded(value, bits)) },
  });
  return Object.fromEntries([
    ...Object.entries(right),
    ...operations.map((operation) => [operation, (call: never) => right[operation](cut(call))]),
  ]) as Implementation;
}
