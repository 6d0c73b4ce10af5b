/** What is printed to be pasted is read back with the very same bits, in every language and element type. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallView } from '../../../spec/report/exchange-view.ts';
import { paste } from '../../../spec/report/paste/paste.ts';
import { valuesIn } from '../../../spec/report/simplest.ts';
import type { DType, Tensor } from '../../../spec/terms/contract.ts';
import { dtypes, formats } from '../../../spec/terms/dtype.ts';
import type { AnyCall } from '../../../spec/terms/named-tensors.ts';
import { inputsOf } from '../../../spec/terms/further-operations.ts';
import { operations, signatures, snakeCase } from '../../../spec/terms/operations.ts';
import { bytesOf, sameBits, sizeOf, tensor } from '../../../spec/terms/tensor.ts';
import { python } from '../../../spec/cli/survey/available.ts';
import { temporaryFolder } from '../../support/bnspec.ts';

/** Any bits, the other NaNs and subnormals among them. */
function fromBits(dtype: DType, shape: readonly number[], bytes: Uint8Array): Tensor {
  const buffer = Uint8Array.from(bytes).buffer;
  if (dtype === 'float32') return { dtype, shape, data: new Float32Array(buffer) };
  if (dtype === 'float64') return { dtype, shape, data: new Float64Array(buffer) };
  return { dtype, shape, data: new Uint16Array(buffer) };
}

/** The last is rounded to a neighbour by those who round to a double first. */
const special = [
  0,
  -0,
  1,
  -1,
  0.1,
  1 / 3,
  1e-7,
  1e21,
  2 ** 53,
  5e-324,
  2 ** -149,
  NaN,
  Infinity,
  -Infinity,
  7.038531e-26,
];

const shapes = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 });

const tensors: fc.Arbitrary<Tensor> = fc.tuple(fc.constantFrom(...dtypes), shapes).chain(([dtype, shape]) => {
  const length = sizeOf(shape);
  const bytes = length * formats[dtype].bytes;
  const value = fc.oneof(fc.constantFrom(...special), fc.double(), fc.integer({ min: -9, max: 9 }));
  return fc.oneof(
    fc.array(value, { minLength: length, maxLength: length }).map((values) => tensor(dtype, shape, values)),
    fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((each) => fromBits(dtype, shape, each)),
  );
});

const calls: fc.Arbitrary<CallView> = fc.constantFrom(...operations).chain((operation) => {
  const { inputs, scalars } = signatures[operation];
  return fc
    .tuple(
      fc.tuple(...inputs.map(() => fc.option(tensors, { nil: undefined }))),
      fc.tuple(
        ...scalars.map((name) => (name === 'axis' ? fc.nat({ max: 3 }) : fc.double({ min: 0, max: 1, noNaN: true }))),
      ),
    )
    .map(([given, numbers]) => ({
      operation,
      call: Object.fromEntries(inputs.flatMap((name, i) => (given[i] ? [[name, given[i]]] : []))) as unknown as AnyCall,
      data: given.find((each) => each !== undefined) ?? tensor('float32', [1], [0]),
      scalars: scalars.map((name, i) => [name, numbers[i]] as const),
    }));
});

const given = ({ operation, call }: CallView): [string, Tensor][] =>
  inputsOf(operation).flatMap((name): [string, Tensor][] => (call[name] ? [[name, call[name]]] : []));

test('as JavaScript it is the call of the contract', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(calls, { minLength: 1, maxLength: 2 }), async (views) => {
      const seen: [string, Record<string, unknown>][] = [];
      const implementation = Object.fromEntries(
        operations.map((operation) => [
          operation,
          (call: Record<string, unknown>) => void seen.push([operation, call]),
        ]),
      );
      const source = `(async (implementation) => {\n${paste(views, 'javascript').join('\n')}\n})`;
      await (runInThisContext(source) as (given: unknown) => Promise<void>)(implementation);
      expect(seen.map(([operation]) => operation)).toEqual(views.map(({ operation }) => operation));
      for (const [i, view] of views.entries()) {
        const [, call] = seen[i];
        expect(Object.keys(call)).toEqual([
          ...given(view).map(([name]) => name),
          ...view.scalars.map(([name]) => name),
        ]);
        for (const [name, tensor] of given(view)) expect(sameBits(call[name] as Tensor, tensor)).toBe(true);
        for (const [name, value] of view.scalars) expect(call[name]).toBe(value);
      }
    }),
  );
});

/** Bits of every tensor and number of every call, as a program in another language says them again. */
const wanted = (views: readonly CallView[]): string =>
  views
    .flatMap((view) => [
      ...given(view).map(([name, each]) => `${snakeCase(name)} ${Buffer.from(bytesOf(each)).toString('hex')}`),
      ...view.scalars.map(([name, value]) => `${name} ${Buffer.from(Float64Array.of(value).buffer).toString('hex')}`),
    ])
    .join('\n');

const sample = fc.sample(calls, { seed: 1, numRuns: 150 });

const runs = (command: string, ...args: string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

describe.skipIf(!runs(python(), '-c', 'import numpy'))('as Python', () => {
  test('it is the arguments of a function behind bnspec.py', () => {
    const program = [
      'import numpy as np',
      'def said(**call):',
      '    for name, value in call.items():',
      '        if value is None: continue',
      '        bits = value.tobytes() if isinstance(value, np.ndarray) else np.float64(value).tobytes()',
      '        print(name, bits.hex())',
      ...operations.map((operation) => `${snakeCase(operation)} = said`),
      ...paste(sample, 'numpy'),
      ...sample.flatMap((view, i) =>
        given(view).map(
          ([name, { shape }]) =>
            `assert call${i + 1}["${snakeCase(name)}"].shape == (${shape.map((n) => `${n},`).join(' ')})`,
        ),
      ),
    ].join('\n');
    const file = join(temporaryFolder(), 'pasted.py');
    writeFileSync(file, program);
    const said = execFileSync(python(), [file], { encoding: 'utf8' });
    expect(lines(said)).toEqual(lines(wanted(sample)));
  });
});

const lines = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim());

describe.each([
  ['C', 'cc', 'c', 'c99'],
  ['C++', 'c++', 'cpp', 'c++11'],
])('as %s', (_, compiler, extension, standard) => {
  test.skipIf(!runs(compiler, '--version'))('it is arrays of the same bits', () => {
    const program = [
      '#include <math.h>\n#include <stdint.h>\n#include <stdio.h>',
      'static void say(const char *name, const void *bytes, size_t count) {',
      '  printf("%s ", name);',
      '  for (size_t i = 0; i < count; i++) printf("%02x", ((const unsigned char *)bytes)[i]);',
      '  printf("\\n");',
      '}',
      'int main(void) {',
      ...sample.flatMap((view) => {
        const says = [
          ...given(view).map(
            ([name, each]) => `say("${snakeCase(name)}", ${snakeCase(name)}, ${each.data.byteLength});`,
          ),
          ...view.scalars.map(([name]) => `{ const double value = ${name}; say("${name}", &value, sizeof value); }`),
        ];
        return [...paste([view], 'c').slice(0, -1), ...says, '}'];
      }),
      '}',
    ].join('\n');
    const folder = temporaryFolder();
    writeFileSync(join(folder, `pasted.${extension}`), program);
    const source = join(folder, `pasted.${extension}`);
    // The oldest compiler that a user may have takes nothing but the standard.
    const strict = [`-std=${standard}`, '-pedantic-errors'];
    execFileSync(compiler, [...strict, '-o', join(folder, 'pasted'), source], { stdio: 'pipe' });
    const said = execFileSync(join(folder, 'pasted'), { encoding: 'utf8' });
    expect(lines(said)).toEqual(lines(wanted(sample)));
  });
});

test('no line of numbers is much longer than a screen is wide', () => {
  const x = tensor(
    'float32',
    [240],
    Array.from({ length: 240 }, (_, i) => Math.fround(Math.sin(i))),
  );
  const view: CallView = { operation: 'inferForward', call: { x } as unknown as AnyCall, data: x, scalars: [] };
  expect(valuesIn([view])).toBe(240);
  for (const language of ['javascript', 'numpy', 'c'] as const) {
    for (const line of paste([view], language)) expect(line.length).toBeLessThan(190);
  }
});
