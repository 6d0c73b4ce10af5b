/**
 * Takes from the scope of a worker everything by which code could leave it: other workers, storage, channels, the network.
 * The policy of the page already refuses requests; storage and channels it does not.
 */

/** The language itself, and what neither keeps nor sends anything. Whatever a browser adds later is not among it. */
export const left: ReadonlySet<string> = new Set(
  (
    'AggregateError Array ArrayBuffer AsyncDisposableStack Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date ' +
    'DisposableStack Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity Int16Array ' +
    'Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp ' +
    'Set SharedArrayBuffer String SuppressedError Symbol SyntaxError Temporal TypeError URIError Uint16Array Uint32Array ' +
    'Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly constructor decodeURI decodeURIComponent encodeURI ' +
    'encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt undefined unescape ' +
    'console performance self setTimeout clearTimeout queueMicrotask structuredClone TextEncoder TextDecoder'
  ).split(' '),
);

/** Numbers for calls that are gone, such as `TEMPORARY`, cannot be deleted and do nothing. */
function isConstant(holder: object, name: string): boolean {
  const { value, writable } = Reflect.getOwnPropertyDescriptor(holder, name) ?? {};
  return typeof value === 'number' && writable === false;
}

/**
 * @param scope - the global object of a worker
 * @throws where something cannot be taken away
 */
export function confine(scope: object): void {
  for (let holder: object | null = scope; holder !== null && holder !== Object.prototype;) {
    for (const name of Object.getOwnPropertyNames(holder)) {
      if (left.has(name) || Reflect.deleteProperty(holder, name) || isConstant(holder, name)) continue;
      throw new Error(`${name} cannot be taken away`);
    }
    holder = Object.getPrototypeOf(holder) as object | null;
  }
}
