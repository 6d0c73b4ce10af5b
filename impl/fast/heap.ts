/** Allocation inside a WebAssembly memory of fixed size: its ArrayBuffer never detaches, and pages cost nothing until touched. */

const alignment = 64;
// Address 0 stands for "absent".
const start = alignment;

export class Heap {
  readonly memory: WebAssembly.Memory;
  readonly bytes: number;
  /** Free ranges by address; neighbours are always merged. */
  #free: { at: number; bytes: number }[];
  readonly #taken = new Map<number, number>();

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.bytes = memory.buffer.byteLength;
    this.#free = [{ at: start, bytes: this.bytes - start }];
  }

  /** Address of a range of at least `bytes` bytes, a multiple of 64, or 0 where none is free. Contents are arbitrary. */
  take(bytes: number): number {
    const size = Math.max(alignment, Math.ceil(bytes / alignment) * alignment);
    const i = this.#free.findIndex((range) => range.bytes >= size);
    if (i < 0) return 0;
    const range = this.#free[i];
    const { at } = range;
    if (range.bytes === size) this.#free.splice(i, 1);
    else this.#free[i] = { at: at + size, bytes: range.bytes - size };
    this.#taken.set(at, size);
    return at;
  }

  /** Gives a range back. False where nothing was taken at this address. */
  give(at: number): boolean {
    const bytes = this.#taken.get(at);
    if (bytes === undefined) return false;
    this.#taken.delete(at);
    let i = this.#free.findIndex((range) => range.at > at);
    if (i < 0) i = this.#free.length;
    const before = this.#free[i - 1];
    const after = this.#free[i];
    const merged = { at, bytes };
    if (before && before.at + before.bytes === at) {
      i--;
      merged.at = before.at;
      merged.bytes += before.bytes;
      this.#free.splice(i, 1);
    }
    if (after && at + bytes === after.at) {
      merged.bytes += after.bytes;
      this.#free.splice(i, 1);
    }
    this.#free.splice(i, 0, merged);
    return true;
  }

  /** Bytes taken and not given back. */
  get taken(): number {
    let sum = 0;
    for (const bytes of this.#taken.values()) sum += bytes;
    return sum;
  }
}
