/** An implementation in this process: what it throws and what it returns is told apart. */
import { describe, expect, test } from 'vitest';
import type { Implementation, Tensor, TrainForward } from '../../../spec/terms/contract.ts';
import { Rejected, Unsupported } from '../../../spec/terms/refusals.ts';
import { copyOf, tensor } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import type { Outcome } from '../../../spec/wire/call-outcome.ts';
import type { Target } from '../../../spec/wire/target.ts';

type Run = NonNullable<Implementation['trainForward']>;

const x = tensor('float32', [2, 2], [1, NaN, -0, 4]);
const call: TrainForward = { x, gamma: tensor('float32', [2], [1, 1]), epsilon: 1, momentum: 0.5, axis: 1 };
const target = (trainForward: Run): Target => targetOf({ name: 'm', trainForward });
const run = (trainForward: Run): Promise<Outcome<'trainForward'>> => target(trainForward).call('trainForward', call);

const fresh = ({ x }: TrainForward): Tensor => copyOf(x);

describe('a result', () => {
  test('comes back with nothing noticed when there is nothing', async () => {
    expect(await run((c) => ({ y: fresh(c) }))).toEqual({ status: 'ok', result: { y: x }, mutated: [], aliased: [] });
  });

  test('keeps what was answered though the implementation uses its memory again', async () => {
    const y = copyOf(x);
    const reusing = target(() => ({ y }));
    const first = await reusing.call('trainForward', call);
    y.data.fill(9);
    expect(first).toMatchObject({ result: { y: x } });
  });

  const bad: [string, unknown, RegExp][] = [
    ['nothing', undefined, /trainForward expected an object, got undefined/],
    ['a number', 1, /expected an object, got 1/],
    ['no y', { mean: x }, /trainForward answered without "y"/],
    ['an unknown output', { y: x, save_mean: x }, /"save_mean" is not an output of trainForward; expected y, mean/],
    ['an array for a tensor', { y: [1, 2] }, /"y" of trainForward expected a dtype/],
    ['null for a tensor', { y: x, mean: null }, /"mean" of trainForward expected a tensor/],
    [
      'an unknown type',
      { y: { ...x, dtype: 'int8' } },
      /"y" of trainForward expected a dtype out of float16.*got "int8"/,
    ],
    ['a negative size', { y: { ...x, shape: [-2, -2] } }, /"y" of trainForward expected a shape of integers >= 0/],
    [
      'the wrong array',
      { y: { ...x, data: new Float64Array(4) } },
      /expected data in a Float32Array, got Float64Array/,
    ],
    ['a plain array of data', { y: { ...x, data: [1, 2, 3, 4] } }, /expected data in a Float32Array, got \[1,2,3,4\]/],
    [
      'more sizes than any tensor has',
      { y: { ...x, shape: Array.from({ length: 100 }, () => 1) } },
      /a shape of at most 64 sizes, got 100/,
    ],
    ['a DataView', { y: { ...x, data: new DataView(new ArrayBuffer(16)) } }, /in a Float32Array, got a DataView/],
    ['a BigInt for a type', { y: { ...x, dtype: 1n } }, /expected a dtype out of .*, got 1n/],
    ['too little data', { y: { ...x, data: new Float32Array(3) } }, /expected 4 values for shape \[2, 2\], got 3/],
  ];
  test.each(bad)('is a protocol error with %s', async (_, result, message) => {
    expect(await run(() => result as never)).toEqual({
      status: 'protocol-error',
      message: expect.stringMatching(message),
    });
  });

  test('is a protocol error where reading it throws', async () => {
    const broken = new Error('no');
    const at = (field: string, owner: object): object =>
      Object.defineProperty({ ...owner }, field, {
        enumerable: true,
        get: () => {
          throw broken;
        },
      });
    const everywhere = new Proxy(
      {},
      {
        ownKeys: () => {
          throw broken;
        },
      },
    );
    for (const result of [
      at('y', {}),
      { y: at('dtype', x) },
      { y: at('shape', x) },
      { y: at('data', x) },
      everywhere,
    ]) {
      expect(await run(() => result as never)).toEqual({
        status: 'protocol-error',
        message: 'reading the result of trainForward throws Error: no',
      });
    }
  });

  test('is what it was when it was read, whatever it becomes', async () => {
    let reads = 0;
    const shifting = {
      ...x,
      get data() {
        reads += 1;
        return reads > 1 ? new Float32Array(0) : x.data;
      },
    };
    expect(await run(() => ({ y: shifting as never }))).toMatchObject({ status: 'ok', result: { y: x } });
    class Sly extends Float32Array {
      override get length(): number {
        return 1;
      }
      override get buffer(): never {
        throw new Error('no');
      }
      override get [Symbol.toStringTag](): never {
        throw new Error('no');
      }
    }
    const y = { ...x, data: new Sly(x.data) };
    const reusing = target(() => ({ y }));
    expect(await reusing.call('trainForward', call)).toMatchObject({ status: 'ok', result: { y: x }, aliased: [] });
    expect(await reusing.call('trainForward', call)).toMatchObject({ aliased: ['earlier:y'] });
    Object.defineProperty(y, 'shape', {
      get: () => {
        throw new Error('no');
      },
    });
    expect(await reusing.call('trainForward', call)).toMatchObject({ status: 'protocol-error' });
  });

  test('is taken where its data are of a class of their own that extends the array', async () => {
    class Column extends Float32Array {}
    expect(await run(() => ({ y: { ...x, data: Column.from(x.data) } }))).toMatchObject({ status: 'ok' });
  });

  test('is left to the clauses when only its shape or type is the wrong one', async () => {
    const y = tensor('float64', [1], [0]);
    expect(await run(() => ({ y }))).toMatchObject({ status: 'ok', result: { y } });
  });
});

describe('a throw', () => {
  test.each([
    [new Rejected('no'), { status: 'rejected', message: 'no' }],
    [new Unsupported('not here'), { status: 'unsupported', message: 'not here' }],
    [Object.assign(new Error('own'), { name: 'Rejected' }), { status: 'rejected', message: 'own' }],
    ['text', { status: 'error', message: 'threw "text"' }],
    [undefined, { status: 'error', message: 'threw undefined' }],
    [null, { status: 'error', message: 'threw null' }],
    [1n, { status: 'error', message: 'threw 1n' }],
    [Symbol('s'), { status: 'error', message: 'threw Symbol(s)' }],
  ])('of %o should be reported by its name', async (thrown, outcome) => {
    const throwing = (): never => {
      throw thrown;
    };
    expect(await run(throwing)).toEqual(outcome);
    expect(await run(() => Promise.reject(thrown as Error))).toEqual(outcome);
  });

  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  const throwing = (...fields: string[]): Error =>
    Object.defineProperties(
      new Error('own'),
      Object.fromEntries(
        fields.map((field) => [
          field,
          {
            get: () => {
              throw new Error('read');
            },
          },
        ]),
      ),
    );
  const deep = ((): unknown => {
    let inner: unknown = 1;
    for (let level = 0; level < 100_000; level++) inner = [inner];
    return inner;
  })();
  const revoked = (): unknown => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };

  test.each<[string, unknown, RegExp]>([
    ['a circular object', circular, /^threw an object that cannot be shown as JSON$/],
    ['an object that is deep', deep, /^threw an object that cannot be shown as JSON$/],
    ['an object without a prototype', Object.create(null), /^threw \{\}$/],
    ['a function', () => 1, /^threw a function$/],
    ['a revoked proxy', revoked(), /^threw an object that cannot be shown as JSON$/],
    ['an error whose message throws', throwing('message'), /^Error: \(reading its message throws\)/],
    ['an error whose name throws', throwing('name'), /^\(reading its name throws\): own/],
    ['an error whose stack throws', throwing('stack'), /^Error: own$/],
    ['an error of which all throws', throwing('stack', 'name', 'message'), /reading its name throws/],
    ['an error with a name that is none', Object.assign(new Error('own'), { name: 1n }), /^1n: own/],
    ['a huge message', new Error('x'.repeat(3_000_000)), /^Error: …x{16384}(\n +at [^\n]*){0,4}$/],
  ])('of %s is told all the same', async (_, thrown, message) => {
    const outcome = await run(() => {
      throw thrown;
    });
    expect(outcome).toEqual({ status: 'error', message: expect.stringMatching(message) });
    expect(outcome).not.toMatchObject({ message: expect.stringMatching(/(?<!test\/)spec\/wire/) });
  });

  test('says where it comes from when nobody meant it', async () => {
    const outcome = await run(() => (undefined as unknown as TrainForward).x as never);
    expect(outcome).toMatchObject({
      status: 'error',
      message: expect.stringMatching(/^TypeError: .*\n +at .*in-process\.test/),
    });
  });

  test('does not keep the next call from its answer', async () => {
    let calls = 0;
    const once = target((c) => {
      if (calls++ === 0) throw new Error('first');
      return { y: fresh(c) };
    });
    const outcomes = await Promise.all([once.call('trainForward', call), once.call('trainForward', call)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['error', 'ok']);
  });
});

describe('an operation', () => {
  test('is unsupported when it is left out', async () => {
    const one = target((c) => ({ y: fresh(c) }));
    expect(one.operations).toEqual(['trainForward']);
    expect(await one.call('savedBackward', { dy: x, x, mean: x, invStd: x, axis: 1 })).toEqual({
      status: 'unsupported',
      message: 'm does not offer savedBackward',
    });
  });

  test('runs with its implementation as this', async () => {
    const implementation: Implementation & { scale: number } = {
      name: 'm',
      scale: 3,
      trainForward({ x }) {
        return { y: tensor('float32', x.shape, new Float32Array(x.data.length).fill(this.scale)) };
      },
    };
    expect(await targetOf(implementation).call('trainForward', call)).toMatchObject({
      result: { y: { data: { 0: 3 } } },
    });
  });
});

test('the implementation is closed after the call that is under way', async () => {
  const log: string[] = [];
  const slow = targetOf({
    name: 'm',
    async trainForward(c) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push('answered');
      return { y: fresh(c) };
    },
    close() {
      log.push('closed');
    },
  });
  await Promise.all([slow.call('trainForward', call), slow.close()]);
  expect(log).toEqual(['answered', 'closed']);
});
