/**
 * The arguments of a call as the implementation receives them: copies, laid out in memory in every way that a caller
 * may choose, so that no implementation can rely on one of them.
 *
 * - all arguments in one buffer, side by side
 * - in the middle of a larger buffer, and in the very tensor of the last such call, where type and shape are the same
 * - filling a buffer of their own
 * - at the beginning of a larger buffer
 *
 * The implementation must not touch the memory around an argument. Arguments of equal contents are one and the same
 * array. The layout depends on the shape alone, so that a repeated call is laid out alike.
 */
import type { Calls } from '../terms/operations.ts';
import type { Tensor } from '../terms/contract.ts';
import { type AnyOperation, dataOf, wireSignature } from '../terms/further-operations.ts';
import { callFrom } from '../terms/named-tensors.ts';
import { bytesOf, sameBits } from '../terms/tensor.ts';
import type { Named } from './memory-checks.ts';

type Data = Tensor['data'];

interface Placement {
  /** Elements around each argument. */
  readonly before: number;
  readonly after: number;
  readonly shares?: 'one buffer' | 'tensors of the last call';
}

const placements: readonly Placement[] = [
  { before: 2, after: 2, shares: 'one buffer' },
  { before: 1, after: 1, shares: 'tensors of the last call' },
  { before: 0, after: 0 },
  { before: 0, after: 3 },
];

const placementOf = (shape: readonly number[]): Placement =>
  placements[shape.reduce((sum, size) => sum + size, 0) % placements.length];

/** Whether a call with x of this shape comes in the tensors of the one before it, where type and shape are the same. */
export const isLentAgain = (shape: readonly number[]): boolean =>
  placementOf(shape).shares === 'tensors of the last call';

/** The caller's tensor, the implementation's copy, and its memory with all around it. */
interface Lent extends Named {
  readonly given: Tensor;
  /** The content of the tensor as long as nothing writes to it. */
  readonly own: Pick<Tensor, 'shape' | 'data'>;
  /** Never handed out itself. */
  readonly region: Data;
  readonly placement: Placement;
}

export interface Arguments<O extends AnyOperation> {
  readonly call: Calls[O];
  /** The tensors that the implementation may read. */
  readonly inputs: readonly Named[];
  /** Their memory, whatever the implementation did to the tensors. */
  readonly memory: readonly Named[];
  /**
   * Names of the arguments that have changed: their bytes, the memory around them, or the call itself.
   * @param lentAgain - tensors that hold other arguments by now
   */
  readonly changed: (lentAgain?: readonly Named[]) => string[];
}

/** Lays out the arguments of one call after another. */
export class Lender {
  readonly #last = new Map<string, Lent>();

  lend<O extends AnyOperation>(operation: O, call: Calls[O]): Arguments<O> {
    const lent = this.#lay(tensorsOf(operation, call), placementOf(dataOf(operation, call).shape));
    const own: Record<string, unknown> = { ...call };
    for (const { name, tensor } of lent) own[name] = tensor;
    const handedOut = { ...own };
    const changed = (lentAgain: readonly Named[] = []): string[] => {
      const still = lent.filter(({ tensor }) => !lentAgain.some((other) => other.tensor === tensor));
      const written = still.filter(isTouched).map(({ name }) => name);
      // Not read but looked at: a property that was put there may throw.
      const now = Object.getOwnPropertyDescriptors(own);
      const names = Object.keys({ ...handedOut, ...now });
      return [...new Set([...written, ...names.filter((name) => !Object.is(now[name]?.value, handedOut[name]))])];
    };
    const memory = lent.map(({ name, given, own }) => ({ name, tensor: { dtype: given.dtype, ...own } }));
    return { call: callFrom(operation, own), inputs: lent, memory, changed };
  }

  #lay(tensors: readonly Named[], placement: Placement): Lent[] {
    const { shares } = placement;
    const sizes = tensors.map(({ tensor }) => (shares === 'one buffer' ? bytesFor(tensor, placement) : 0));
    const buffer = new ArrayBuffer(sizes.reduce((sum, size) => sum + size, 0));
    const lent: Lent[] = [];
    let end = 0;
    tensors.forEach(({ name, tensor: given }, i) => {
      const twin = lent.find((other) => sameBits(other.given, given));
      const last = shares === 'tensors of the last call' ? this.#last.get(name) : undefined;
      if (twin) lent.push({ ...twin, name });
      else if (last && fits(last, given)) lent.push({ ...last, given });
      else if (shares === 'one buffer') lent.push(allocate(name, given, placement, buffer, end));
      else lent.push(allocate(name, given, placement));
      // A tensor shared by two names is not reused for both the next time.
      if (!twin && shares === 'tensors of the last call') this.#last.set(name, lent[i]);
      end += sizes[i];
    });
    for (const each of lent) fill(each);
    return lent;
  }
}

function tensorsOf<O extends AnyOperation>(operation: O, call: Calls[O]): Named[] {
  const given = call as unknown as Readonly<Record<string, Tensor | undefined>>;
  return wireSignature(operation).inputs.flatMap((name): Named[] => {
    const tensor = given[name];
    return tensor ? [{ name, tensor }] : [];
  });
}

/** Views of any element type may begin at a multiple of this. */
const alignment = 8;

const lengthOf = ({ data }: Tensor, { before, after }: Placement): number => before + data.length + after;

const bytesFor = (t: Tensor, placement: Placement): number =>
  Math.ceil((lengthOf(t, placement) * t.data.BYTES_PER_ELEMENT) / alignment) * alignment;

function allocate(name: string, given: Tensor, placement: Placement, buffer?: ArrayBuffer, offset = 0): Lent {
  const length = lengthOf(given, placement);
  const ArrayType = given.data.constructor as Float32ArrayConstructor;
  const region = buffer ? new ArrayType(buffer, offset, length) : new ArrayType(length);
  const data = region.subarray(placement.before, placement.before + given.data.length);
  const own = { shape: [...given.shape], data };
  return { name, given, tensor: { dtype: given.dtype, ...own }, own, region, placement };
}

/** Whether the same tensor can be lent again: nothing about it has changed but its values. */
const fits = (last: Lent, given: Tensor): boolean => hasForm(last) && hasForm({ ...last, given });

function hasForm({ given, tensor, own, region, placement }: Lent): boolean {
  try {
    const { dtype, shape, data } = tensor;
    if (dtype !== given.dtype || shape !== own.shape || data !== own.data) return false;
    return shape.join() === given.shape.join() && region.length === lengthOf(given, placement);
  } catch {
    // It is in foreign hands: what was put into it may throw.
    return false;
  }
}

/** All bits set is a NaN of every element type. */
const nobodys = 0xff;

function fill({ given, region, placement }: Lent): void {
  bytes(region).fill(nobodys);
  region.set(given.data, placement.before);
}

const bytes = ({ buffer, byteOffset, byteLength }: Data): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

/** Compares bits, so that NaN equals itself and -0 does not equal 0. Memory that was transferred away has no bytes. */
function isTouched(lent: Lent): boolean {
  if (!hasForm(lent)) return true;
  const { given, region, placement } = lent;
  const all = bytes(region);
  const begin = placement.before * region.BYTES_PER_ELEMENT;
  const end = begin + given.data.byteLength;
  const around = [all.subarray(0, begin), all.subarray(end)];
  const own = all.subarray(begin, end);
  return Buffer.compare(own, bytesOf(given)) !== 0 || around.some((part) => part.some((byte) => byte !== nobodys));
}
