/** The page's side: answers calls of the adapter that opened the page. Tensors travel as base64. */
import type { Implementation, Tensor } from '../../../spec/terms/contract.ts';
import { anyOperations } from '../../../spec/terms/further-operations.ts';

/** A tensor as text. */
export interface Packed {
  readonly dtype: Tensor['dtype'];
  readonly shape: readonly number[];
  readonly base64: string;
}

export interface Page {
  readonly hello: {
    readonly name: string;
    readonly version: string | undefined;
    readonly claims: Implementation['claims'];
    readonly operations: readonly string[];
  };
  /** Results by name, or name and message of an exception. */
  call(operation: string, call: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
}

interface Browser {
  bnspec?: Page;
  atob(text: string): string;
  btoa(text: string): string;
}
const browser = globalThis as unknown as Browser;

export function serveInPage(implementation: Implementation): void {
  const { name, version, claims } = implementation;
  const offered = implementation as unknown as Record<string, ((call: object) => object | Promise<object>) | undefined>;
  browser.bnspec = {
    hello: { name, version, claims, operations: anyOperations.filter((operation) => offered[operation] !== undefined) },
    async call(operation, call) {
      const unpacked = Object.entries(call).map(([key, value]) => [key, isPacked(value) ? unpack(value) : value]);
      try {
        const result = await offered[operation]?.call(implementation, Object.fromEntries(unpacked) as object);
        const tensors = Object.entries((result ?? {}) as Record<string, Tensor | undefined>);
        return Object.fromEntries(tensors.flatMap(([key, t]) => (t ? [[key, pack(t)]] : [])));
      } catch (error) {
        const { name, message } = error as Error;
        return { thrown: { name, message } };
      }
    },
  };
}

const isPacked = (value: unknown): value is Packed => typeof value === 'object' && value !== null && 'base64' in value;

function unpack({ dtype, shape, base64 }: Packed): Tensor {
  const bytes = Uint8Array.from(browser.atob(base64), (letter) => letter.charCodeAt(0));
  const view = { float32: Float32Array, float64: Float64Array, float16: Uint16Array, bfloat16: Uint16Array }[dtype];
  return { dtype, shape, data: new view(bytes.buffer) };
}

function pack({ dtype, shape, data }: Tensor): Packed {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { dtype, shape, base64: browser.btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) };
}
