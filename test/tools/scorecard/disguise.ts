/**
 * The same mistake in other arithmetic: every second number of an answer is the next one away from zero. Numbers of 16 bits stay as
 * they are: sums are carried in more, and what other sums would give is nearly always stored as the same number.
 */
import type { Implementation, Tensor } from '../../../spec/terms/contract.ts';
import { formats } from '../../../spec/terms/dtype.ts';
import { operations } from '../../../spec/terms/operations.ts';

export function disguised(implementation: Implementation): Implementation {
  const changed = operations.flatMap((operation) => {
    const answer = implementation[operation] as ((call: object) => object | Promise<object>) | undefined;
    if (answer === undefined) return [];
    const nudged = async (call: object): Promise<object> => {
      const given = new Set(Object.values(call).map(memoryOf));
      const result = await answer.call(implementation, call);
      for (const output of Object.values(result)) {
        // An answer that lies in an argument's memory is itself the mistake.
        if (isTensor(output) && output.data.BYTES_PER_ELEMENT >= 4 && !given.has(memoryOf(output))) nudge(output);
      }
      return result;
    };
    return [[operation, nudged] as const];
  });
  return { ...implementation, ...Object.fromEntries(changed) };
}

const isTensor = (value: unknown): value is Tensor => typeof value === 'object' && value !== null && 'data' in value;

const memoryOf = (value: unknown): unknown => (isTensor(value) ? value.data.buffer : value);

/** In place, since memory that is used twice is a mistake, too. */
function nudge({ dtype, data }: Tensor): void {
  const { buffer, byteOffset, length } = data;
  const bits = data.BYTES_PER_ELEMENT * 8;
  const fraction = BigInt(formats[dtype].precision - 1);
  const infinity = ((1n << (BigInt(bits) - 1n - fraction)) - 1n) << fraction;
  const view = new DataView(buffer, byteOffset, data.byteLength);
  for (let i = 1; i < length; i += 2) {
    const at = i * data.BYTES_PER_ELEMENT;
    const old = read(view, at, bits);
    const magnitude = old & ((1n << BigInt(bits - 1)) - 1n);
    if (magnitude !== 0n && magnitude < infinity) write(view, at, bits, old + 1n);
  }
}

function read(view: DataView, at: number, bits: number): bigint {
  return bits === 64 ? view.getBigUint64(at, true) : BigInt(view.getUint32(at, true));
}

function write(view: DataView, at: number, bits: number, value: bigint): void {
  if (bits === 64) view.setBigUint64(at, value, true);
  else view.setUint32(at, Number(value), true);
}
