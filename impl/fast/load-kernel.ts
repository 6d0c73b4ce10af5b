/** The compiled kernel, joined to a memory. The same code runs in Node and in browsers. */
import { callBytes } from './call-record-fields.ts';
import { plainMemory, sharedMemory } from './kernel.wasm.ts';

/** Exports of kernel/exports.ts. `address` is that of a call record. */
export interface Kernel {
  callBytes(): number;
  trainForward(address: number): void;
  inferForward(address: number): void;
  trainBackward(address: number): void;
  inferBackward(address: number): void;
  savedBackward(address: number): void;
  beginMoments(address: number): void;
  addMoments(address: number): void;
  judgeSums(address: number, products: boolean): number;
  widenSums(address: number, products: boolean): void;
  settleStatistics(address: number): void;
  takeStatistics(address: number, inverted: boolean): void;
  beginAffine(address: number): void;
  affine(address: number, ofGradient: boolean): void;
  beginProducts(address: number): void;
  addProducts(address: number): void;
  settleProducts(address: number, through: boolean): void;
  gradient(address: number): void;
  share(address: number, part: number, index: number, threads: number): void;
}

/** Parts of a call that `share` divides among threads. */
export const parts = {
  trainForward: 0,
  inferForward: 1,
  trainBackward: 2,
  inferBackward: 3,
  savedBackward: 4,
  columnMoments: 5,
  columnProducts: 6,
  columnAffine: 7,
  columnAffineOfGradient: 8,
  columnGradient: 9,
} as const;

const decode = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

const modules: { plain?: WebAssembly.Module; shared?: WebAssembly.Module } = {};

/** Whether this engine runs the kernel's vector instructions. */
export function hasSimd(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(decode(plainMemory));
}

export function compiled(shared: boolean): WebAssembly.Module {
  if (shared) return (modules.shared ??= new WebAssembly.Module(decode(sharedMemory)));
  return (modules.plain ??= new WebAssembly.Module(decode(plainMemory)));
}

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernel = exports as unknown as Kernel;
  if (kernel.callBytes() !== callBytes) throw new Error('the kernel was built from another call record: run npm ci');
  return kernel;
}
