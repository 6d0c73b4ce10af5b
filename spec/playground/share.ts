/** Code in the fragment of an address, which no browser sends to a server: `#code=` and the bytes, deflated, in base64url. */

/** Longest code that a link may hold: a short link must not unpack into gigabytes. */
const mostBytes = 200_000;

/** Longest packed form that is unpacked at all. */
const mostPacked = 400_000;

const base64url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.codePointAt(0)!);

/** @throws where it is longer than `mostBytes` */
async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    length += next.value.length;
    if (length > mostBytes) {
      await reader.cancel();
      throw new RangeError('the code is too long for a link');
    }
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** @throws RangeError where the code is too long for a link */
export async function fragmentOf(code: string): Promise<string> {
  const bytes = new TextEncoder().encode(code);
  if (bytes.length > mostBytes) throw new RangeError('the code is too long for a link');
  return `#code=${base64url(await through(new CompressionStream('deflate-raw'), bytes))}`;
}

/** @returns undefined where the fragment holds no code */
export async function codeIn(fragment: string): Promise<string | undefined> {
  const [, packed] = /^#code=([\w-]+)$/.exec(fragment) ?? [];
  if (packed === undefined || packed.length > mostPacked) return undefined;
  try {
    const bytes = await through(new DecompressionStream('deflate-raw'), bytesOf(packed));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
