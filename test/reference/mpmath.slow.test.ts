/**
 * The rounded outputs of the oracle against mpmath, which shares nothing with it. Needs a Python with mpmath:
 * BNSPEC_PYTHON names the interpreter; with BNSPEC_REQUIRE_PEERS=1 its absence is a failure.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { reference } from '../../reference/oracle.ts';
import type { Tensor } from '../../spec/terms/contract.ts';
import { bitsOf, dtypes } from '../../spec/terms/dtype.ts';
import { elementOf, layoutOf, type Layout } from '../../spec/terms/layout.ts';
import { elementwise, type TensorName } from '../../spec/terms/operations.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { adversarial, type Case } from './support/adversarial.ts';

const python = process.env['BNSPEC_PYTHON'] ?? 'python3';
const outputs = 24_000;

function missing(): string | undefined {
  const found = spawnSync(python, ['-c', 'import mpmath'], { encoding: 'utf8' });
  return found.status === 0 ? undefined : (found.error?.message ?? found.stderr.trim().split('\n').at(-1));
}

/** The values of a tensor that belong to channel c. */
function ofChannel(name: TensorName, values: ArrayLike<number>, layout: Layout, c: number): number[] {
  if (!elementwise.has(name)) return [values[c]];
  return Array.from({ length: layout.perChannel }, (_, i) => values[elementOf(layout, c, i)]);
}

/** One line per channel, and how many outputs they hold. */
function lines({ operation, call, conventions }: Case): { text: string[]; count: number } {
  const truth = reference.answer(operation, call, conventions);
  const layout = layoutOf(call.x.shape, call.axis);
  const given = Object.entries(call) as [TensorName, Tensor | number][];
  let count = 0;
  const text = Array.from({ length: layout.channels }, (_, c) => {
    const line: Record<string, unknown> = { operation, ...conventions };
    for (const [name, value] of given) {
      if (typeof value === 'number') line[name] = value;
      else {
        const values = ofChannel(name, valuesOf(value), layout, c);
        line[name] = elementwise.has(name) ? values : values[0];
      }
    }
    const expected: Record<string, Record<string, string[]>> = {};
    for (const [name, exact] of Object.entries(truth.outputs)) {
      expected[name] = Object.fromEntries(
        dtypes.map((dtype) => {
          const values = ofChannel(name as TensorName, valuesOf(exact.round(dtype)), layout, c);
          count += values.length;
          return [dtype, values.map((value) => bitsOf(dtype, value).toString(16))];
        }),
      );
    }
    return JSON.stringify({ ...line, expected });
  });
  return { text, count };
}

const reason = missing();
const required = process.env['BNSPEC_REQUIRE_PEERS'] === '1';
if (reason !== undefined && !required) {
  console.warn(`SKIPPED: no comparison with mpmath, since ${python} cannot import it (${reason})`);
}

test.skipIf(reason !== undefined && !required)(
  'agrees with mpmath wherever mpmath can decide',
  { timeout: 300_000 },
  () => {
    expect(reason, `${python} cannot import mpmath`).toBeUndefined();
    const input: string[] = [];
    let count = 0;
    for (const tried of adversarial(23)) {
      if (count >= outputs) break;
      const { text, count: more } = lines(tried);
      input.push(...text);
      count += more;
    }
    const script = fileURLToPath(new URL('mpmath_check.py', import.meta.url));
    const done = spawnSync(python, [script], { input: `${input.join('\n')}\n`, encoding: 'utf8', maxBuffer: 2 ** 26 });
    expect(done.stderr).toBe('');
    const { compared, ties, mismatches } = JSON.parse(done.stdout) as {
      compared: number;
      ties: number;
      mismatches: string[];
    };
    console.info(`mpmath compared ${compared} outputs and could not decide ${ties} ties`);
    expect(mismatches).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(20_000);
    expect(compared + ties).toBe(count);
  },
);
