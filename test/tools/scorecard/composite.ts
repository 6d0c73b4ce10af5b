/** Two mistakes at once: what the first changes is as the first has it, and the rest as the second has it. */
import plain from '../../../impl/plain/index.ts';
import type { Implementation, Tensor } from '../../../spec/terms/contract.ts';
import { operations, signatures, type TensorName } from '../../../spec/terms/operations.ts';
import { tensor, valuesOf } from '../../../spec/terms/tensor.ts';

type Outputs = Partial<Record<TensorName, Tensor>>;
type Answer = (call: object) => Promise<Outputs>;

/** Of two implementations with the claims of `impl/plain`. Where one fails or refuses, both together do. */
export function composite(first: Implementation, second: Implementation): Implementation {
  const both = operations.map((operation) => {
    const [right, a, b] = [plain, first, second].map((each) => each[operation] as unknown as Answer);
    const answer: Answer = async (call) => {
      const [exact, one, other] = [await right(call), await a(call), await b(call)];
      return Object.fromEntries(
        signatures[operation].outputs.flatMap((name) => {
          const [e, p, q] = [exact[name], one[name], other[name]];
          return e && p && q ? [[name, merged(e, p, q)]] : [];
        }),
      );
    };
    return [operation, answer] as const;
  });
  return { ...plain, name: `${first.name} and ${second.name}`, ...Object.fromEntries(both) };
}

function merged(right: Tensor, first: Tensor, second: Tensor): Tensor {
  const [e, p, q] = [right, first, second].map(valuesOf);
  if (first.dtype !== right.dtype || p.length !== e.length || first.shape.join() !== right.shape.join()) return first;
  if (q.length !== e.length) return second;
  return tensor(
    second.dtype,
    second.shape,
    p.map((value, i) => (Object.is(value, e[i]) ? q[i] : value)),
  );
}
