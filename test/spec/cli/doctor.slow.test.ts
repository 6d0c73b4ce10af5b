/** The doctor finds each fault that an adapter can have, and blames nothing else. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { examine, type Examined, items } from '../../../spec/cli/doctor/examine.ts';
import { layerItems } from '../../../spec/cli/doctor/layer-items.ts';
import { Patient } from '../../../spec/cli/doctor/patient.ts';
import { type Behaviour, leftBehind, temporaryFolder } from '../wire/misbehaving-adapters.ts';
import { claims, echoing, greeting } from './echoing-adapters.ts';

/** A change to the values of x before they are sent back, as float32 or float64. */
const changed = (value: string): string => `
  const bytes = bytesOf(tensors.x, data);
  const array = new (tensors.x.dtype === 'F64' ? Float64Array : Float32Array)(new Uint8Array(bytes).buffer);
  const back = Buffer.from(array.map((value) => ${value}).buffer);
  send(frame({ __metadata__: envelope(request), y: { ...tensors.x, data_offsets: [0, back.length] } }, back));`;

const lock = JSON.stringify(join(temporaryFolder(), 'lock'));

interface Fault {
  readonly item: string;
  readonly name: string;
  readonly behaviour: Behaviour;
  readonly says: RegExp;
}

const faults: Fault[] = [
  {
    item: 'hello',
    name: 'offers nothing',
    behaviour: { hello: greeting({ operations: '' }) },
    says: /offers no operation/,
  },
  {
    item: 'stdout',
    name: 'prints before its answer',
    behaviour: { infer: `send('loss 0.25\\n'); send(echo(request, tensors, data));` },
    says: /infer_forward: stray output instead of a frame: "loss 0\.25\\n"/,
  },
  {
    item: 'stdout',
    name: 'prints after its answer',
    behaviour: { infer: `send(echo(request, tensors, data)); send('done\\n');` },
    says: /stray output between calls: "done\\n"/,
  },
  {
    item: 'answers',
    name: 'answers without y',
    behaviour: { infer: 'send(frame({ __metadata__: envelope(request) }));' },
    says: /infer_forward, x float32\[4, 3\], axis 1: protocol-error: infer_forward answered without/,
  },
  { item: 'answers', name: 'crashes', behaviour: { infer: 'process.exit(3);' }, says: /crash: exited with code 3/ },
  {
    item: 'ids',
    name: 'takes an id for a number',
    behaviour: { infer: 'send(echo({ ...request, id: String(Number(request.id)) }, tensors, data));' },
    says: /a request with the id "\\"\\\\é" ended with protocol-error: "id" expected/,
  },
  {
    item: 'framing',
    name: 'takes what one read brings for a request',
    behaviour: {
      start: `process.stdin.removeAllListeners('data');
        process.stdin.on('data', (chunk) => {
          const start = 8 + Number(chunk.readBigUInt64LE());
          const { __metadata__: request, ...tensors } = JSON.parse(chunk.subarray(8, start));
          (answer[request.op] ?? answer.unknown)(request, tensors, chunk.subarray(start));
        });`,
    },
    says: /a request in pieces ended with crash/,
  },
  {
    item: 'framing',
    name: 'has a buffer of fixed size',
    behaviour: { infer: 'if (data.length > 65536) process.exit(1); send(echo(request, tensors, data));' },
    says: /a tensor of 2\^18 values ended with crash/,
  },
  {
    item: 'types',
    name: 'computes in float32 whatever comes',
    behaviour: {
      infer: `const { dtype, shape } = tensors.x; const y = Buffer.alloc(4 * shape.reduce((a, b) => a * b));
        if (dtype === 'F32') send(echo(request, tensors, data));
        else send(frame({ __metadata__: envelope(request), y: { dtype: 'F32', shape, data_offsets: [0, y.length] } }, y));`,
    },
    says: /infer_forward, x float64\[4, 3\], axis 1: y expected type float64, got float32/,
  },
  {
    item: 'shapes',
    name: 'makes a matrix of everything',
    behaviour: {
      infer: `const [n, ...rest] = tensors.x.shape; const shape = [n, rest.reduce((a, b) => a * b)];
        send(echo(request, { x: { ...tensors.x, shape } }, data));`,
    },
    says: /x float32\[4, 3, 5\], axis 1: y expected shape \[4, 3, 5\], got \[4, 15\]/,
  },
  {
    item: 'choices',
    name: 'needs a beta that may be left out',
    behaviour: {
      infer: `send(tensors.beta ? echo(request, tensors, data) : frame({ __metadata__: envelope(request, { status: 'rejected', message: 'beta?' }) }));`,
    },
    says: /infer_forward without gamma and beta ended with rejected: beta\?/,
  },
  {
    item: '-0',
    name: 'replaces -0',
    behaviour: { infer: changed('(Object.is(value, -0) ? 1 : value)') },
    says: /-0 came back as 1/,
  },
  {
    item: 'nan',
    name: 'replaces NaN',
    behaviour: { infer: changed('(Number.isNaN(value) ? 0 : value)') },
    says: /NaN came back as 0/,
  },
  {
    item: 'subnormal',
    name: 'flushes subnormal numbers',
    behaviour: { infer: changed('(Math.abs(value) < 2 ** -126 ? 0 * value : value)') },
    says: /subnormal numbers came back as 0/,
  },
  {
    item: 'unknown',
    name: 'ends at an unknown operation',
    behaviour: {
      unknown: `if (request.op === 'fold_batch_norm') process.exit(1); send(frame({ __metadata__: envelope(request, { status: 'unsupported' }) }));`,
    },
    says: /not offered \(fold_batch_norm\) ended with crash/,
  },
  {
    item: 'unknown',
    name: 'takes one operation for another',
    behaviour: { train: 'send(echo(request, tensors, data));' },
    says: /not offered \(train_forward\) ended with ok/,
  },
  {
    item: 'refusals',
    name: 'ends at a bad argument',
    behaviour: {
      infer: `if (tensors.gamma?.shape[0] > tensors.x.shape[1]) process.exit(1); send(echo(request, tensors, data));`,
    },
    says: /a gamma with one value too many ended with crash/,
  },
  {
    item: 'memory',
    name: 'writes to its input',
    behaviour: { infer: `send(echo(request, tensors, data, { mutated: 'x' }));` },
    says: /infer_forward modified its inputs: x/,
  },
  {
    item: 'memory',
    name: 'shares its memory',
    behaviour: { infer: `send(echo(request, tensors, data, { aliased: 'earlier:y' }));` },
    says: /results of \w+ share memory: earlier:y/,
  },
  {
    item: 'second',
    name: 'crashes beside another of its kind',
    behaviour: {
      start: `import { openSync, rmSync } from 'node:fs';
        let alone = true;
        try { openSync(${lock}, 'wx'); } catch { alone = false; }
        process.on('exit', () => alone && rmSync(${lock}, { force: true }));`,
      infer: 'if (!alone) process.exit(1); send(echo(request, tensors, data));',
    },
    says: /with two processes, a call ended with crash/,
  },
  { item: 'ending', name: 'stays', behaviour: { start: 'hang();' }, says: /it did not exit when its input ended/ },
  {
    item: 'ending',
    name: 'takes the end for an error',
    behaviour: { start: `process.stdin.on('end', () => process.exit(4));` },
    says: /it exited with exit code 4/,
  },
];

const statesOf = (found: readonly Examined[]): Record<string, string> =>
  Object.fromEntries(found.map(({ id, finding }) => [id, finding.state]));

/** Those of layers have tests of their own. */
const asked = items.filter((item) => !layerItems.includes(item));
const allFine = Object.fromEntries(asked.map(({ id }) => [id, 'fine']));

describe.concurrent('an adapter that', () => {
  test('has no fault is healthy, though what it computes is no batch normalization', async () => {
    const far = echoing({});
    const found = await examine(new Patient(far, 5000), reference);
    // Nobody refuses a bad argument here: that is worth a note.
    expect(statesOf(found)).toEqual({ ...allFine, refusals: 'note', speed: expect.any(String) });
    expect(await leftBehind(far)).toEqual([]);
  });

  test.each(faults)('$name has that, and nothing else, to put right: $item', async ({ item, behaviour, says }) => {
    const far = echoing(behaviour);
    const found = await examine(new Patient(far, 1000), reference);
    const wrong = found.filter(({ finding }) => finding.state === 'wrong');
    expect(wrong.map(({ id }) => id)).toEqual([item]);
    expect(wrong[0].finding.says).toMatch(says);
    expect(wrong[0].finding.fix).toBeTruthy();
    expect(await leftBehind(far)).toEqual([]);
  });

  test('refuses bad arguments, claims to flush subnormal numbers, or is slow is advised', async () => {
    const flushed = JSON.stringify({ ...claims, subnormals: 'flushed' });
    const refusing = `if (tensors.gamma?.shape[0] > tensors.x.shape[1]) return send(frame({ __metadata__: envelope(request, { status: 'rejected' }) }));`;
    const far = echoing({
      hello: greeting({ claims: flushed }),
      infer: `${refusing} await sleep(25); ${changed('(Math.abs(value) < 2 ** -126 ? 0 * value : value)')}`,
    });
    expect(statesOf(await examine(new Patient(far, 5000), reference))).toEqual({ ...allFine, speed: 'note' });
  });

  test('adds 0 on the way is advised: the text asks for no sign of a zero', async () => {
    const far = echoing({ infer: changed('value + 0') });
    const states = statesOf(await examine(new Patient(far, 5000), reference));
    expect(states).toEqual({ ...allFine, '-0': 'note', refusals: 'note', speed: expect.any(String) });
  });

  test('takes no tensor of that size is advised: it may refuse what it does not support', async () => {
    const refusal = `frame({ __metadata__: envelope(request, { status: 'unsupported', message: 'too large' }) })`;
    const far = echoing({ infer: `send(data.length > 65536 ? ${refusal} : echo(request, tensors, data));` });
    const found = await examine(new Patient(far, 5000), reference);
    expect(statesOf(found)).toMatchObject({ framing: 'note' });
    expect(found.filter(({ finding }) => finding.state === 'wrong')).toEqual([]);
  });

  test('answers late at first, and exits late, is called slow and no worse', async () => {
    const far = echoing({
      start: `let first = true; process.stdin.on('end', () => setTimeout(() => process.exit(0), 3100)); hang();`,
      infer: `if (first) await sleep(1700); first = false; send(echo(request, tensors, data));`,
    });
    const found = await examine(new Patient(far, 1500), reference);
    expect(statesOf(found)).toEqual({ ...allFine, refusals: 'note', speed: 'note', ending: 'note' });
    expect(found.find(({ id }) => id === 'speed')?.finding.says).toMatch(
      /^\d+ requests? w.* answered only when asked again/,
    );
    expect(found.find(({ id }) => id === 'ending')?.finding.says).toMatch(/^it exits [\d.]+ s after its input ends/);
  });

  test('compiles each shape is advised to claim few shapes, and with that claim has nothing to put right', async () => {
    const compiling = (more: object): ReturnType<typeof echoing> =>
      echoing({
        hello: greeting({ claims: JSON.stringify({ ...claims, ranks: [2], dtypes: ['float32'], ...more }) }),
        start: 'const compiled = new Set();',
        infer: `const key = JSON.stringify(tensors);
          if (!compiled.has(key)) await sleep(400);
          compiled.add(key);
          send(echo(request, tensors, data));`,
      });
    const speedOf = async (more: object): Promise<unknown> => {
      const found = await examine(new Patient(compiling(more), 5000), reference);
      return found.find(({ id }) => id === 'speed')?.finding;
    };
    const [many, few] = [await speedOf({}), await speedOf({ shapes: 'few' })];
    expect(many).toMatchObject({ state: 'note', fix: expect.stringContaining('claim {"shapes":"few"}') });
    for (const finding of [many, few]) {
      expect(finding).toMatchObject({ says: expect.stringMatching(/; the first of a new shape \d+ ms; /) });
    }
    expect(few).toMatchObject({ state: 'fine' });
  });

  test('takes what there is one of is advised: nothing asks it to be several processes at once', async () => {
    const only = JSON.stringify(join(temporaryFolder(), 'lock'));
    const far = echoing({
      start: `import { openSync, rmSync } from 'node:fs';
        try { openSync(${only}, 'wx'); } catch { console.error('device busy'); process.exit(1); }
        process.on('exit', () => rmSync(${only}, { force: true }));`,
    });
    const found = await examine(new Patient(far, 5000), reference);
    expect(found.filter(({ finding }) => finding.state === 'wrong')).toEqual([]);
    expect(found.find(({ id }) => id === 'second')?.finding).toMatchObject({
      state: 'note',
      says: expect.stringMatching(/^there is no second process at the same time: .*device busy/),
    });
  });

  test('has no forward operation leaves open what becomes of special values', async () => {
    const hello = greeting({ operations: 'saved_backward' });
    const unknown = `if (request.op !== 'saved_backward') return send(frame({ __metadata__: envelope(request, { status: 'unsupported' }) }));
      const bytes = bytesOf(tensors.x, data);
      send(frame({ __metadata__: envelope(request), dx: { ...tensors.x, data_offsets: [0, bytes.length] } }, bytes));`;
    const states = statesOf(await examine(new Patient(echoing({ hello, unknown }), 5000), reference));
    expect(states).toMatchObject({ '-0': 'unknown', nan: 'unknown', subnormal: 'unknown', ending: 'fine' });
  });
});

test('every item but the one on speed is seen to fail', () => {
  const tested = new Set(faults.map(({ item }) => item));
  expect(asked.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual(['speed']);
});
