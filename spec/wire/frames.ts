/**
 * Cuts a byte stream into safetensors blobs. A blob determines its own end: header length, header, data up to the
 * largest offset. Nothing is allocated before its bytes have arrived.
 */
import { decodeHeader, type Frame, type Header, headerLength, maxHeaderBytes, prefixBytes } from './safetensors.ts';
import { WireError } from './wire-error.ts';

/** 1 GiB: the largest call the suite makes is two orders of magnitude smaller. */
export const maxFrameBytes: number = 2 ** 30;

/** `{}` */
const leastHeaderBytes = 2;

export class FrameReader {
  #chunks: Uint8Array[] = [];
  #length = 0;
  /** Number of bytes to wait for before looking again. */
  #wanted = 1;
  /** Header of the next frame, once it is complete. */
  #head: { readonly header: Header; readonly length: number } | undefined;

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** Number of bytes that have arrived and belong to no frame yet. */
  get pending(): number {
    return this.#length;
  }

  /** Describes the pending bytes as text on one line, for a message. */
  describePending(): string {
    const bytes = this.#bytes();
    const framed = bytes.length > prefixBytes && couldBeFrame(bytes);
    return leadingText(bytes) ?? `${bytes.length} bytes${framed ? ', as of a frame' : ''}`;
  }

  /**
   * The next complete frame; undefined while it is still on its way.
   * @param most - limit in bytes; a larger frame is refused as soon as its header is there
   * @throws WireError as soon as the bytes cannot be a frame; the reader is unusable after that
   */
  next(most: number = maxFrameBytes): Frame | undefined {
    if (this.#length < this.#wanted) return undefined;
    this.#head ??= this.#measure(this.#bytes(), most);
    if (this.#head === undefined || this.#length < this.#head.length) return undefined;
    const { header, length } = this.#head;
    const bytes = this.#bytes();
    this.#chunks = [];
    this.#length = 0;
    this.push(bytes.subarray(length));
    this.#head = undefined;
    this.#wanted = 1;
    return { bytes: bytes.subarray(0, length), header };
  }

  #bytes(): Uint8Array {
    if (this.#chunks.length !== 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0];
  }

  /** Header and length of the frame that begins here, as soon as its header is complete. */
  #measure(bytes: Uint8Array, most: number): { header: Header; length: number } | undefined {
    if (!couldBeFrame(bytes)) throw new WireError(notAFrame(bytes));
    // One byte more than the length: a single character of text is recognized only there.
    this.#wanted = prefixBytes + 1;
    if (bytes.length < this.#wanted) return undefined;
    const start = prefixBytes + headerLength(bytes);
    this.#wanted = start;
    if (bytes.length < start) return undefined;
    const header = decodeHeader(bytes.subarray(prefixBytes, start));
    const length = start + header.dataBytes;
    if (length > most) throw new WireError(`frame expected at most ${most} bytes, got ${length}`);
    this.#wanted = length;
    return { header, length };
  }
}

/** Whether the bytes so far can begin a frame: a small header length, then "{". */
function couldBeFrame(bytes: Uint8Array): boolean {
  const length = headerBytes(bytes);
  if (bytes.length < prefixBytes) return length <= maxHeaderBytes;
  return (
    length >= leastHeaderBytes &&
    length <= maxHeaderBytes &&
    (bytes.length === prefixBytes || bytes[prefixBytes] === 0x7b)
  );
}

/** As far as its bytes are there. */
const headerBytes = (bytes: Uint8Array): number =>
  bytes.subarray(0, prefixBytes).reduceRight((sum, byte) => sum * 256 + byte, 0);

function notAFrame(bytes: Uint8Array): string {
  const text = leadingText(bytes);
  if (text !== undefined) return `stray output instead of a frame: ${text}`;
  const hex = Buffer.from(bytes.subarray(0, 16))
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');
  return `${expectedOf(headerBytes(bytes))}; the stream begins with ${hex}`;
}

function expectedOf(length: number): string {
  if (length > maxHeaderBytes) return `header length expected at most ${maxHeaderBytes} bytes`;
  return length < leastHeaderBytes
    ? `header length expected at least ${leastHeaderBytes} bytes`
    : 'header expected "{" first';
}

/**
 * The text before the next frame, quoted. Text cannot pass for a frame: its eight bytes, read as a length, are never
 * small.
 */
function leadingText(bytes: Uint8Array): string | undefined {
  const limit = 200;
  let end = 0;
  while (end < Math.min(bytes.length, limit) && isText(bytes[end])) {
    if (end > 0 && bytes.length > end + prefixBytes && couldBeFrame(bytes.subarray(end))) break;
    end++;
  }
  const whole = end >= prefixBytes || end === bytes.length || couldBeFrame(bytes.subarray(end));
  if (end === 0 || !whole) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
    return `${JSON.stringify(text)}${end === limit ? '…' : ''}`;
  } catch {
    return undefined;
  }
}

/** White space, escape sequences, printable ASCII and everything beyond it. */
const isText = (byte: number): boolean => byte >= 0x20 || (byte >= 0x07 && byte <= 0x0d) || byte === 0x1b;
