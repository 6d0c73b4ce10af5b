/** Nothing is left of a scope but what the list names, and what cannot be taken away is an error. */
import { expect, test } from 'vitest';
import { confine } from '../../../spec/playground/confine.ts';

class Grandparent {
  get caches(): number {
    return 1;
  }
}
class Parent extends Grandparent {
  get navigator(): number {
    return 1;
  }
}

test('takes away what is inherited, too', () => {
  const scope = Object.assign(Object.create(Parent.prototype) as object, { Worker: 1, Math });
  confine(scope);
  expect('Worker' in scope || 'navigator' in scope || 'caches' in scope).toBe(false);
  expect('Math' in scope).toBe(true);
});

test('does not go on where something stays', () => {
  const scope = Object.defineProperty({}, 'indexedDB', { value: {}, configurable: false });
  expect(() => confine(scope)).toThrow('indexedDB cannot be taken away');
});

test('leaves a number that nobody can delete', () => {
  const scope = Object.defineProperty({}, 'TEMPORARY', { value: 0 });
  confine(scope);
  expect('TEMPORARY' in scope).toBe(true);
});
