/** Wrapper and kernel agree on the call record and on the parts of the work, name by name: a swapped field shows. */
import { expect, test } from 'vitest';
import { callBytes, double, word } from '../../../impl/fast/call-record-fields.ts';
import { parts } from '../../../impl/fast/load-kernel.ts';
import { read } from '../../support/repository-files.ts';

const bytes: Readonly<Record<string, number>> = { i32: 4, usize: 4, f64: 8 };

/** Fields of the kernel's class with their offsets: AssemblyScript aligns each to its own size. */
function layout(): { readonly name: string; readonly type: string; readonly at: number }[] {
  const [, body] = /^export class Call \{\n([\s\S]*?)^\}/m.exec(read('impl/fast/kernel/call-record.ts')) ?? [];
  let end = 0;
  return [...(body ?? '').matchAll(/^ {2}(\w+): (\w+);$/gm)].map(([, name, type]) => {
    const at = Math.ceil(end / bytes[type]) * bytes[type];
    end = at + bytes[type];
    return { name, type, at };
  });
}

test('every field of the call record lies where the kernel reads it', () => {
  const fields = layout();
  const of = (is: (type: string) => boolean, size: number): Record<string, number> =>
    Object.fromEntries(fields.filter(({ type }) => is(type)).map(({ name, at }) => [name, at / size]));
  expect(fields.length).toBeGreaterThan(30);
  expect({ ...word }).toEqual(of((type) => type !== 'f64', 4));
  expect({ ...double }).toEqual(of((type) => type === 'f64', 8));
  const last = fields[fields.length - 1];
  expect(callBytes).toBe(last.at + bytes[last.type]);
});

test('every part has the number that the kernel knows it by', () => {
  const [list] = /^const TRAIN_FORWARD: i32 = 0;\n(const [A-Z_]+: i32 = \d+;\n)+/m.exec(
    read('impl/fast/kernel/exports.ts'),
  ) ?? [''];
  const constants = [...list.matchAll(/const ([A-Z_]+): i32 = (\d+);/g)];
  const camel = (name: string): string =>
    name.toLowerCase().replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  expect({ ...parts }).toEqual(Object.fromEntries(constants.map(([, name, value]) => [camel(name), Number(value)])));
});
