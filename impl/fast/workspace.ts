/** The call record and the memory behind it: sums, terms, and the copies of arrays of one value per channel. */
import { Rejected } from '../../spec/terms/refusals.ts';
import type { Layout } from '../../spec/terms/layout.ts';
import { callBytes, double, word } from './call-record-fields.ts';
import { copyIn, copyOut } from './copy-memory.ts';
import type { Heap } from './heap.ts';
import { addressOf } from './address-of-array.ts';

// Below it, channels go side by side as columns: such rows would not fill their vectors.
const shortestRow = 16;

// Preferred least number of columns of a row, and of rows of a tensor.
const enoughColumns = 512;
const enoughRows = 32;

// Share of a second-level cache of 512 KiB for a tile of channels.
const tileBytes = 384 * 1024;

// Per channel, as in kernel/call-record.ts.
const wideTerms = 4;
const terms = 7;
// Most bytes of four columns.
const columnBytes = 80;
const mostSmalls = 9;

const alignment = 16;
const aligned = (address: number): number => (address + alignment - 1) & -alignment;

/** As in kernel/call-record.ts. */
const termBytes = (n: number): number => ((n + 3) & ~3) * 4 + 80;

/** Positions that lie side by side in a row of the columns view, or 0 where channels are rows. */
export function foldOf({ outer, channels, inner }: Pick<Layout, 'outer' | 'channels' | 'inner'>): number {
  if (inner >= shortestRow) return 0;
  const columns = channels * inner;
  const wanted = Math.min(enoughColumns, (outer * columns) / enoughRows);
  if (columns * 2 > wanted && (columns % 4 === 0 || columns >= enoughColumns)) return 1;
  const whole = columns % 4 === 0 ? 1 : columns % 2 === 0 ? 2 : 4;
  const fold = Math.max(1, Math.floor(wanted / columns / whole)) * whole;
  // Few rows would leave most positions to the last, shorter one.
  return outer >= 4 * fold ? fold : 1;
}

// Fewest rows of a section, and the number they are a multiple of: the rows that kernel/channels-as-columns.ts sums in one block.
const shortestSection = 64;
const blockRows = 32;
// Most sections, and most columns of all of them together: a limit on the memory of their sums.
const mostSections = 16;
const sectionColumns = 1 << 16;
// Columns of a share, and bytes of its block, as in kernel/channels-as-columns.ts.
const stripColumns = 4096;
const blockBytes = 8192;

/** Rows of a section of the columns view, and the number of sections: see kernel/summation-sections.ts. */
function sectionsOf(rows: number, width: number): { readonly section: number; readonly sections: number } {
  const wanted = Math.max(1, Math.min(mostSections, Math.floor(sectionColumns / width)));
  const section = Math.max(shortestSection, Math.ceil(rows / wanted / blockRows) * blockRows);
  return { section, sections: Math.max(1, Math.ceil(rows / section)) };
}

export class Workspace {
  readonly #heap: Heap;
  readonly #shared: boolean;
  readonly #words: Int32Array;
  readonly #doubles: Float64Array;
  readonly #floats: Float32Array;
  /** Address of the call record. */
  readonly call: number;
  readonly #word: number;
  readonly #double: number;
  #at = 0;
  #bytes = 0;
  #channels = 0;
  #smalls = 0;
  readonly #outputs: { array: Float32Array; at: number }[] = [];

  /** @param shared - whether threads may share a call: then each section of rows has a place of its own for its sums */
  constructor(heap: Heap, shared: boolean) {
    const { buffer } = heap.memory;
    this.#heap = heap;
    this.#shared = shared;
    this.#words = new Int32Array(buffer);
    this.#doubles = new Float64Array(buffer);
    this.#floats = new Float32Array(buffer);
    this.call = heap.take(callBytes);
    this.#word = this.call >> 2;
    this.#double = this.call >> 3;
  }

  /** @throws Rejected where the memory cannot hold the workspace */
  begin(layout: Layout, epsilon: number): void {
    const { outer, channels, inner, perChannel } = layout;
    const fold = foldOf(layout);
    const width = fold * channels * inner;
    const lanes = fold === 0 ? 4 * channels : width;
    const perTerm = termBytes(channels);
    const columns = columnBytes * ((width + 3) >> 2);
    const line = 4 * (width + 8);
    const smalls = mostSmalls * termBytes(channels);
    const { section, sections } = sectionsOf(fold === 0 ? 0 : Math.floor(outer / fold), width);
    const places = this.#shared ? sections : 1;
    const ownPlaces = sections === 1 ? 0 : places;
    const blocks = fold === 0 ? 0 : this.#shared ? places * Math.ceil(width / stripColumns) : 1;
    const bytes =
      16 * lanes +
      16 * ownPlaces * width +
      blockBytes * blocks +
      8 * wideTerms * channels +
      terms * perTerm +
      columns +
      line +
      smalls +
      alignment;
    if (bytes > this.#bytes) this.#grow(bytes);

    const words = this.#words;
    const at = this.#word;
    const first = this.#at;
    const second = first + 8 * lanes;
    const ownPlace = second + 8 * lanes;
    const wides = ownPlace + 16 * ownPlaces * width;
    const block = aligned(wides + 8 * wideTerms * channels);
    const term = block + blockBytes * blocks;
    const columnTerm = term + terms * perTerm;
    words[at + word.outer] = outer;
    words[at + word.channels] = channels;
    words[at + word.inner] = inner;
    words[at + word.fold] = fold;
    for (let slot = word.x; slot < word.first; slot++) words[at + slot] = 0;
    words[at + word.first] = first;
    words[at + word.second] = second;
    words[at + word.wides] = wides;
    words[at + word.terms] = term;
    words[at + word.columnTerms] = columnTerm;
    words[at + word.line] = columnTerm + columns;
    words[at + word.tile] = tileBytes;
    words[at + word.section] = section;
    words[at + word.places] = places;
    words[at + word.sections] = sections === 1 ? first : ownPlace;
    words[at + word.blocks] = block;
    words[at + word.strip] = stripColumns;
    this.#doubles[this.#double + double.count] = perChannel;
    this.#doubles[this.#double + double.epsilon] = epsilon;
    this.#channels = channels;
    this.#smalls = columnTerm + columns + line;
  }

  #grow(bytes: number): void {
    const at = this.#heap.take(bytes);
    if (at === 0) {
      throw new Rejected(
        `"x" expected sizes whose workspace of ${bytes} bytes is free in ${this.#heap.bytes} bytes of memory`,
      );
    }
    if (this.#bytes > 0) this.#heap.give(this.#at);
    this.#at = at;
    this.#bytes = bytes;
  }

  setDouble(slot: number, value: number): void {
    this.#doubles[this.#double + slot] = value;
  }

  getWord(slot: number): number {
    return this.#words[this.#word + slot];
  }

  setWord(slot: number, value: number): void {
    this.#words[this.#word + slot] = value;
  }

  large(x: number, dy: number, out: number): void {
    const words = this.#words;
    words[this.#word + word.x] = x;
    words[this.#word + word.dy] = dy;
    words[this.#word + word.out] = out;
  }

  /** One value per channel for the kernel to read. */
  input(slot: number, array: Float32Array | undefined): void {
    if (array === undefined) return;
    const resident = addressOf(array, this.#heap);
    if (resident !== 0) {
      this.#words[this.#word + slot] = resident;
      return;
    }
    const at = this.#smalls >> 2;
    copyIn(this.#floats, at, array);
    this.#words[this.#word + slot] = this.#nextSmall();
  }

  /** One value per channel for the kernel to write. `end` copies it where it belongs. */
  output(slot: number, array: Float32Array | undefined): void {
    if (array === undefined) return;
    const resident = addressOf(array, this.#heap);
    if (resident !== 0) {
      this.#words[this.#word + slot] = resident;
      return;
    }
    const at = this.#nextSmall();
    this.#outputs.push({ array, at: at >> 2 });
    this.#words[this.#word + slot] = at;
  }

  #nextSmall(): number {
    const at = this.#smalls;
    this.#smalls = at + termBytes(this.#channels);
    return at;
  }

  end(): void {
    for (const { array, at } of this.#outputs) copyOut(this.#floats, at, array);
    this.#outputs.length = 0;
  }
}
