/**
 * Globals that foreign code in this process may have replaced: the standard objects that everything here is built on. They are
 * looked at after each of its calls, put back, and named. Additions are its own affair.
 */

const names = `
  Object Function Array Map Set Promise JSON Math Number BigInt String RegExp Symbol Reflect Error TypeError RangeError
  ArrayBuffer DataView Uint8Array Uint16Array Float32Array Float64Array TextEncoder TextDecoder Buffer process
  setTimeout clearTimeout setImmediate queueMicrotask structuredClone performance console`
  .trim()
  .split(/\s+/);

interface Watched {
  readonly name: string;
  readonly owner: object;
  readonly key: string | symbol;
  readonly descriptor: PropertyDescriptor;
}

// Held here, since these are among what may be replaced.
const { getOwnPropertyDescriptor, defineProperty, ownKeys, apply } = Reflect;
const is = Object.is;
const push = Array.prototype.push;

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/** Properties that hold a function or an object, of one object. */
function own(name: string, owner: object, watched: Watched[]): void {
  for (const key of ownKeys(owner)) {
    const descriptor = getOwnPropertyDescriptor(owner, key);
    if (descriptor !== undefined && isObject(descriptor.value)) {
      watched.push({ name: `${name}.${String(key)}`, owner, key, descriptor });
    }
  }
}

function all(): readonly Watched[] {
  const watched: Watched[] = [];
  for (const name of names) {
    const value = valueOf(globalThis, name);
    const descriptor = { value, writable: true, configurable: true, enumerable: false };
    watched.push({ name, owner: globalThis, key: name, descriptor });
    // The properties of a process or a console change by themselves.
    if (!isObject(value) || name === 'process' || name === 'console' || name === 'performance') continue;
    own(name, value, watched);
    const { prototype } = value as { prototype?: unknown };
    if (isObject(prototype)) own(`${name}.prototype`, prototype, watched);
  }
  own('TypedArray.prototype', Object.getPrototypeOf(Uint8Array.prototype) as object, watched);
  return watched;
}

/** @returns what was replaced since, put back by then; to be asked again and again */
export function watchGlobals(): () => readonly string[] {
  const watched = all();
  return () => {
    const replaced: string[] = [];
    for (let i = 0; i < watched.length; i++) {
      const { name, owner, key, descriptor } = watched[i];
      if (is(valueOf(owner, key), descriptor.value)) continue;
      if (defineProperty(owner, key, descriptor)) apply(push, replaced, [name]);
    }
    return replaced;
  };
}

/** Reads a property whose replacement may be a getter that throws. */
function valueOf(owner: object, key: string | symbol): unknown {
  try {
    return (owner as Record<string | symbol, unknown>)[key];
  } catch {
    return undefined;
  }
}
