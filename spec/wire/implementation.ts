/** Foreign objects that claim to be implementations. */
import type { Implementation } from '../terms/contract.ts';
import { type AnyOperation, anyOperations } from '../terms/further-operations.ts';
import { checkClaims } from './claims.ts';
import { isA } from './thrown-value.ts';
import { show, WireError } from './wire-error.ts';

/**
 * A record of what a foreign object has, read once. Its functions run with the object as `this`.
 * @param called - what messages call the object
 * @param fail - throws, with the problem that it is given
 */
export function implementationOf(value: unknown, called: string, fail: (problem: string) => never): Implementation {
  if (typeof value !== 'object' || value === null) return fail(`${called} expected an object, got ${show(value)}`);
  const candidate = value as Readonly<Record<string, unknown>>;
  const { name, version, claims, close } = candidate;
  if (typeof name !== 'string' || name === '') return fail(`"name" expected a string, got ${show(name)}`);
  if (version !== undefined && typeof version !== 'string') {
    return fail(`"version" expected a string, got ${show(version)}`);
  }
  const functions = [...anyOperations, 'layer', 'close'].flatMap((key): [string, unknown][] => {
    const given = key === 'close' ? close : candidate[key];
    if (given === undefined) return [];
    if (typeof given !== 'function') return fail(`"${key}" expected a function, got ${show(given)}`);
    return [[key, (call: unknown): unknown => Reflect.apply(given, value, [call])]];
  });
  if (!functions.some(([key]) => key !== 'close'))
    return fail(`expected at least one of ${[...anyOperations, 'layer'].join(', ')}`);
  let claimed: Implementation['claims'];
  try {
    if (claims !== undefined) claimed = checkClaims(claims);
  } catch (error) {
    if (isA(error, WireError)) return fail(error.message);
    throw error;
  }
  return {
    name,
    ...(version !== undefined && { version }),
    ...(claimed !== undefined && { claims: claimed }),
    ...(Object.fromEntries(functions) as Pick<Implementation, AnyOperation | 'layer' | 'close'>),
  };
}
