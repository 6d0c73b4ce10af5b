/** The doctor: finds each fault that an adapter can have, blames nothing else, and leaves numbers to the clauses. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { examine, items, type Examined } from '../../../spec/cli/doctor/examine.ts';
import { Patient } from '../../../spec/cli/doctor/patient.ts';
import { CouldNotStart } from '../../../spec/wire/start-error.ts';
import { bnspec, moduleWith } from '../../support/bnspec.ts';
import { type Behaviour, type FarSide, farSide, leftBehind, temporaryFolder } from '../wire/far-side.ts';
import { lacksPython, python, pythonFolder } from '../wire/peers.ts';

/** Echoes x: the right form and, for the doctor, nothing to object to. */
const claims = { dtypes: ['float32', 'float64'], ranks: [2, 3], subnormals: 'kept' };
const greeting = (more: object = {}): string =>
  `send(hello(request, { operations: 'infer_forward', claims: ${JSON.stringify(JSON.stringify(claims))}, ...${JSON.stringify(more)} }));`;
const unsupported = `send(frame({ __metadata__: envelope(request, { status: 'unsupported' }) }));`;
const echoing = (behaviour: Behaviour): FarSide =>
  farSide({ hello: greeting(), train: unsupported, infer: 'send(echo(request, tensors, data));', ...behaviour });

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
  { item: '-0', name: 'loses -0', behaviour: { infer: changed('value + 0') }, says: /-0 came back as 0/ },
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
    says: /a gamma with a value too many ended with crash/,
  },
  {
    item: 'memory',
    name: 'writes to its input',
    behaviour: { infer: `send(echo(request, tensors, data, { mutated: 'x' }));` },
    says: /infer_forward wrote to its inputs: x/,
  },
  {
    item: 'memory',
    name: 'shares its memory',
    behaviour: { infer: `send(echo(request, tensors, data, { aliased: 'earlier:y' }));` },
    says: /shares the memory of its results: earlier:y/,
  },
  {
    item: 'second',
    name: 'locks what there is one of',
    behaviour: {
      start: `import { openSync, rmSync } from 'node:fs';
        try { openSync(${lock}, 'wx'); } catch { console.error('device busy'); process.exit(1); }
        process.on('exit', () => rmSync(${lock}, { force: true }));`,
    },
    says: /a second process beside the first: .*device busy/,
  },
  { item: 'ending', name: 'stays', behaviour: { start: 'hang();' }, says: /it did not end when its input ended/ },
  {
    item: 'ending',
    name: 'takes the end for an error',
    behaviour: { start: `process.stdin.on('end', () => process.exit(4));` },
    says: /it ended with exit code 4/,
  },
];

const statesOf = (found: readonly Examined[]): Record<string, string> =>
  Object.fromEntries(found.map(({ id, finding }) => [id, finding.state]));
const allFine = Object.fromEntries(items.map(({ id }) => [id, 'fine']));

describe.concurrent('an adapter that', () => {
  test('has no fault is healthy, though what it computes is no batch normalization', async () => {
    const far = echoing({});
    const found = await examine(new Patient(far, 5000), reference);
    // Nobody refuses a bad argument here: that is worth a note.
    expect(statesOf(found)).toEqual({ ...allFine, refusals: 'note' });
    expect(await leftBehind(far)).toEqual([]);
  });

  test.each(faults)('$name has that, and nothing else, to put right: $item', async ({ item, behaviour, says }) => {
    const far = echoing(behaviour);
    const found = await examine(new Patient(far, 5000), reference);
    const wrong = found.filter(({ finding }) => finding.state === 'wrong');
    expect(wrong.map(({ id }) => id)).toEqual([item]);
    expect(wrong[0].finding.says).toMatch(says);
    expect(wrong[0].finding.fix).toBeTruthy();
    expect(await leftBehind(far)).toEqual([]);
  });

  test('refuses bad arguments, claims to flush subnormal numbers, or is slow is told so', async () => {
    const flushed = JSON.stringify({ ...claims, subnormals: 'flushed' });
    const refusing = `if (tensors.gamma?.shape[0] > tensors.x.shape[1]) return send(frame({ __metadata__: envelope(request, { status: 'rejected' }) }));`;
    const far = echoing({
      hello: greeting({ claims: flushed }),
      infer: `${refusing} await sleep(25); ${changed('(Math.abs(value) < 2 ** -126 ? 0 * value : value)')}`,
    });
    expect(statesOf(await examine(new Patient(far, 5000), reference))).toEqual({ ...allFine, speed: 'note' });
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
  expect(items.map(({ id }) => id).filter((id) => !tested.has(id))).toEqual(['speed']);
});

test('an adapter that does not come up again has that to put right', async () => {
  const marker = JSON.stringify(join(temporaryFolder(), 'marker'));
  const far = echoing({
    start: `import { existsSync, writeFileSync } from 'node:fs'; if (existsSync(${marker})) process.exit(9);`,
    unknown: `writeFileSync(${marker}, ''); process.exit(1);`,
  });
  const found = await examine(new Patient(far, 5000), reference);
  const next = found.find(({ id }) => id === 'refusals')?.finding;
  expect(next).toMatchObject({
    state: 'wrong',
    says: expect.stringMatching(/did not come up again: .*exited with code 9/),
  });
});

test('an adapter that does not start is no patient', async () => {
  const far = farSide({ start: `console.error('no module named torch'); process.exit(1);` });
  const examined = examine(new Patient(far, 5000), reference);
  await expect(examined).rejects.toThrow(CouldNotStart);
  await expect(examined).rejects.toThrow(/exited with code 1 .*no module named torch$/);
});

describe('the command', () => {
  const plain = new URL('../../../impl/plain/index.ts', import.meta.url).href;

  test('0: a healthy module, and a list of what was looked at', async () => {
    const { code, stdout } = await bnspec('doctor', 'impl/plain/index.ts');
    for (const { id } of items) expect(stdout).toMatch(new RegExp(`^ok    ${id} `, 'm'));
    expect(stdout).toMatch(/\nplain is healthy\n$/);
    expect(code).toBe(0);
  });

  test('0: wrong numbers are not its business', async () => {
    const path = moduleWith(
      `import plain from '${plain}';
       export default { name: 'odd', claims: plain.claims, inferForward(call) {
         const { y } = plain.inferForward(call);
         return { y: { ...y, data: y.data.map((value) => 2 * value + 1) } };
       } };`,
      'odd.ts',
    );
    const { code, stdout } = await bnspec('doctor', path);
    expect(stdout).toMatch(/^\? {5}-0 .*see what check says/m);
    expect(stdout).toMatch(/odd is healthy/);
    expect(code).toBe(0);
  });

  test('1: values in another order, with what to do', async () => {
    const path = moduleWith(
      `import plain from '${plain}';
       export default { name: 'odd', claims: plain.claims, inferForward(call) {
         const { y } = plain.inferForward(call);
         const [n, ...rest] = y.shape;
         const columns = rest.reduce((a, b) => a * b);
         return { y: { ...y, data: y.data.map((_, i) => y.data[(i % n) * columns + Math.floor(i / n)]) } };
       } };`,
      'odd.ts',
    );
    const { code, stdout } = await bnspec('doctor', path);
    expect(stdout).toMatch(
      /^WRONG answers .*: the values of y are right but in another order\n +→ tensors are row-major/m,
    );
    expect(stdout).toMatch(/odd has 1 thing to put right; \d+ items wait until that is right\n$/);
    expect(code).toBe(1);
  });

  test.each([
    ['2: nothing to examine', ['doctor'], 2, /expected a module or "-- COMMAND"/],
    ['2: two things to examine', ['doctor', 'impl/plain/index.ts', '--', 'true'], 2, /and not both/],
    ['2: no command', ['doctor', '--'], 2, /expected a command after "--"/],
    ['2: no such module', ['doctor', 'no/such.ts'], 2, /there is no module "no\/such\.ts"/],
    ['3: what does not start', ['doctor', '--', 'true'], 3, /true could not start: exited with code 0/],
  ])('%s', async (_, args, expected, message) => {
    const { code, stdout, stderr } = await bnspec(...args);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test.skipIf(lacksPython('numpy'))('0: the numpy adapter', async () => {
    const { code, stdout } = await bnspec('doctor', '--', python, join(pythonFolder, 'numpy_tutorial.py'));
    expect(stdout).toMatch(/numpy-tutorial is healthy/);
    expect(code).toBe(0);
  });
});
