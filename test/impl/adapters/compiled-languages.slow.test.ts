/** C, C++ and Rust: what each gets brings calls and answers over the wire, refuses, and watches, as the others do. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { profiles } from '../../../spec/terms/profiles.ts';
import { dtypes } from '../../../spec/terms/dtype.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import type { Outcome } from '../../../spec/wire/call-outcome.ts';
import { spawnTarget } from '../../../spec/wire/process-target.ts';
import type { Target } from '../../../spec/wire/target.ts';
import { claimFields } from '../../../spec/wire/claims.ts';
import { temporaryFolder } from '../../spec/wire/misbehaving-adapters.ts';
import { lacksCompiler, lacksRust } from '../../spec/wire/peers.ts';
import { read, root } from '../../support/repository-files.ts';

/** Everything that may be claimed. */
const claims = {
  ...profiles.pytorch,
  epsilons: [0.5, 1e-5],
  momenta: [0.25],
  layer: { momentumNull: 'rejected', keeps: 'float64' },
  fold: { weights: ['before-last'], weightRanks: [4] },
};
const claimed = JSON.stringify(JSON.stringify(claims));

const said = String.raw`"no: \"x\" \\ \n\u00fc"`;
const message = JSON.parse(said) as string;
const literal = said.replace(String.raw`\u00fc`, 'ü');

/** How y is made, by epsilon. */
const kinds = {
  copy: 1,
  reject: 2,
  unsupported: 3,
  error: 4,
  print: 5,
  input: 6,
  earlierInput: 7,
  earlierAnswer: 8,
  abort: 9,
};

const c = `
#include "bnspec.h"
static char *input, *output;
static void train_forward(const bnspec_call *call, bnspec_answer *answer) {
  const bnspec_tensor *x = bnspec_in(call, "x");
  char *y = bnspec_out_like(answer, "y", x);
  memcpy(y, x->data, bnspec_bytes_(x));
  switch ((int)call->epsilon) {
    case 2: bnspec_reject(answer, ${literal}); break;
    case 3: bnspec_unsupported(answer, ${literal}); break;
    case 4: bnspec_error(answer, ${literal}); break;
    case 5: printf("from C"); break;
    case 6: ((char *)x->data)[0] ^= 1; break;
    case 7: input[0] ^= 1; break;
    case 8: output[0] ^= 1; break;
    case 9: abort();
  }
  input = x->data;
  output = y;
}
int main(void) {
  const bnspec_operation operations[] = {{"train_forward", train_forward}, {NULL, NULL}};
  return bnspec_serve("mine", "1.0", ${claimed}, operations);
}
`;

const cpp = `
#include "bnspec.hpp"
static bnspec::Tensor input, output;
bnspec::Tensors train_forward(const bnspec::Call& call) {
  const bnspec::Tensor x = call.at("x");
  switch (static_cast<int>(call.epsilon)) {
    case 2: throw bnspec::Rejected(${literal});
    case 3: throw bnspec::Unsupported(${literal});
    case 4: throw std::runtime_error(${literal});
    case 5: std::cout << "from C"; break;
    case 6: x.values<char>()[0] ^= 1; break;
    case 7: input.values<char>()[0] ^= 1; break;
    case 8: output.values<char>()[0] ^= 1; break;
    case 9: std::abort();
  }
  bnspec::Tensor y(x.dtype(), x.shape());
  std::memcpy(y.values<char>(), x.values<char>(), x.bytes());
  input = x;
  output = y;
  return {{"y", y}};
}
int main() { return bnspec::serve({"mine", "1.0", ${claimed}, {{"train_forward", train_forward}}}); }
`;

const rust = `
mod bnspec;
use bnspec::{Call, Refusal, Tensors};
fn train_forward(call: &Call) -> Result<Tensors, Refusal> {
    match call.epsilon as i32 {
        2 => return Err(Refusal::Rejected(${literal}.to_string())),
        3 => return Err(Refusal::Unsupported(${literal}.to_string())),
        4 => panic!("{}", ${literal}),
        5 => print!("from C"),
        9 => std::process::abort(),
        _ => {}
    }
    Ok(Tensors::from([("y", call.get("x")?.clone())]))
}
fn main() {
    bnspec::serve("mine", "1.0", ${claimed}, &[("train_forward", train_forward)]);
}
`;

const readme = read('impl/adapters/README.md');

const x = tensor('float32', [2, 2], [1, NaN, -0, 4]);

interface Language {
  readonly name: string;
  readonly isMissing: boolean;
  readonly file: string;
  readonly source: string;
  readonly side: string;
  readonly build: readonly string[];
}

const languages: readonly Language[] = [
  { name: 'C', isMissing: lacksCompiler, file: 'mine.c', source: c, side: 'c/bnspec.h', build: ['cc', '-std=c99'] },
  {
    name: 'C++',
    isMissing: lacksCompiler,
    file: 'mine.cpp',
    source: cpp,
    side: 'cpp/bnspec.hpp',
    build: ['c++', '-std=c++17'],
  },
  { name: 'Rust', isMissing: lacksRust, file: 'mine.rs', source: rust, side: 'rust/bnspec.rs', build: ['rustc'] },
];

test('the claims are all there are', () => {
  expect(Object.keys(claims).toSorted()).toEqual(Object.keys(claimFields).toSorted());
});

describe.each(languages)('$name', ({ name, isMissing, file, source, side, build }) => {
  const folder = temporaryFolder();
  const program = join(folder, 'mine');
  const targets: Target[] = [];
  const start = async (): Promise<Target> => {
    const target = await spawnTarget({ command: program, args: [] });
    targets.push(target);
    return target;
  };
  /** Calls one after the other, each of this kind. */
  const calls = async (
    target: Target,
    ...given: readonly (keyof typeof kinds)[]
  ): Promise<Outcome<'trainForward'>[]> => {
    const outcomes = [];
    for (const kind of given) {
      outcomes.push(await target.call('trainForward', { x, epsilon: kinds[kind], momentum: 0.25, axis: 1 }));
    }
    return outcomes;
  };

  beforeAll(() => {
    if (isMissing) return;
    writeFileSync(join(folder, file), source);
    copyFileSync(join(root, 'impl/adapters', side), join(folder, side.split('/')[1]));
    const { status, stderr } = spawnSync(build[0], [...build.slice(1), file, '-o', 'mine'], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status !== 0 || stderr !== '') throw new Error(`${name} was not built without a warning: ${stderr}`);
  });

  afterAll(() => Promise.all(targets.map((target) => target.close())));

  describe.skipIf(isMissing)('once built', () => {
    test('says who it is, and claims whatever may be claimed', async () => {
      const target = await start();
      expect(target).toMatchObject({
        name: 'mine',
        version: '1.0',
        language: name,
        operations: ['trainForward'],
        claims,
      });
    });

    test.each(dtypes)('brings %s there and back, bit for bit', async (dtype) => {
      const values = [0, -0, 1, -2.5, Infinity, -Infinity, NaN, 2 ** -20];
      const sent = tensor(dtype, [2, 1, 4], values);
      const outcome = await (
        await start()
      ).call('trainForward', { x: sent, gamma: x, epsilon: 1, momentum: 1, axis: 1 });
      expect(outcome).toMatchObject({ status: 'ok', result: { y: sent }, mutated: [], aliased: [] });
    });

    test('keeps no empty tensor from its way', async () => {
      const empty = tensor('float32', [0, 2], []);
      const outcome = await (await start()).call('trainForward', { x: empty, epsilon: 1, momentum: 1, axis: 1 });
      expect(outcome).toMatchObject({ status: 'ok', result: { y: empty } });
    });

    test('refuses with its own words, and answers the next call', async () => {
      const outcomes = await calls(await start(), 'reject', 'unsupported', 'error', 'copy');
      expect(outcomes).toMatchObject([
        { status: 'rejected', message },
        { status: 'unsupported', message },
        { status: 'error', message },
        { status: 'ok' },
      ]);
    });

    test('says what it does not offer', async () => {
      const outcome = await (await start()).call('savedBackward', { dy: x, x, mean: x, invStd: x, axis: 1 });
      expect(outcome).toMatchObject({ status: 'unsupported', message: expect.stringContaining('is not offered') });
    });

    test('what is printed comes before the answer, and is no part of it', async () => {
      const [outcome] = await calls(await start(), 'print');
      expect(outcome).toMatchObject({ status: 'protocol-error', message: expect.stringContaining('"from C"') });
    });

    test('a crash is one', async () => {
      expect(await calls(await start(), 'abort')).toMatchObject([
        { status: 'crash', message: expect.stringContaining('SIGABRT') },
      ]);
    });

    test.skipIf(name === 'Rust')(
      'notices what is written to an input, now or later, and to an earlier answer',
      async () => {
        expect(await calls(await start(), 'input', 'copy')).toMatchObject([{ mutated: ['x'] }, { mutated: [] }]);
        expect(await calls(await start(), 'copy', 'earlierInput')).toMatchObject([
          { mutated: [] },
          { mutated: ['earlier:x'] },
        ]);
        expect(await calls(await start(), 'copy', 'earlierAnswer')).toMatchObject([
          { aliased: [] },
          { aliased: ['earlier:y'] },
        ]);
      },
    );

    test('the example in impl/adapters/README.md builds as it is', () => {
      const [, fence] = file.split('.');
      const [, example] = new RegExp(`\`\`\`${fence === 'rs' ? 'rust' : fence}\\n([^]*?)\`\`\``).exec(readme) ?? [];
      writeFileSync(join(folder, `example.${fence}`), example);
      const words = [...build.slice(1), `example.${fence}`, '-o', 'example'];
      expect(spawnSync(build[0], words, { cwd: folder })).toMatchObject({ status: 0 });
    });

    /** Header of the answer to a request that is made by hand. */
    const answerTo = (header: string, data = Buffer.alloc(0)): Record<string, Record<string, string>> => {
      const text = Buffer.from(header);
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(text.length));
      const { stdout } = spawnSync(program, { input: Buffer.concat([length, text, data]) });
      const end = 8 + Number(stdout.readBigUInt64LE());
      return JSON.parse(stdout.subarray(8, end).toString()) as Record<string, Record<string, string>>;
    };

    test('an id comes back as it was, whatever is in it', () => {
      const id = 'a "quoted"\\ \u0001 ü 𝄞 \\u0041';
      const header = JSON.stringify({ __metadata__: { bnspec: '1', more: '\\"', id, op: 'hello' } });
      expect(answerTo(header.replace('ü', String.raw`\u00fc`))).toMatchObject({
        __metadata__: { id, op: 'hello', name: 'mine' },
      });
    });

    test('a refusal brings no tensors', () => {
      const metadata = { bnspec: '1', id: '1', op: 'train_forward', epsilon: '2', momentum: '1', axis: '1' };
      const header = { __metadata__: metadata, x: { dtype: 'F32', shape: [1, 1], data_offsets: [0, 4] } };
      const answer = answerTo(JSON.stringify(header), Buffer.alloc(4));
      expect(Object.keys(answer)).toEqual(['__metadata__']);
      expect(answer['__metadata__']).toMatchObject({ status: 'rejected', message });
    });
  });
});
