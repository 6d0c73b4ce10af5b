/**
 * Fault injection: whatever a far side does, the call that met it has the right name, the next call works, and no process
 * is left behind.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { spawnTarget } from '../../spec/wire/process.ts';
import { farSide, infer, leftBehind, train, x } from './far-side.ts';

/** What does not hang has time: a slow machine must not turn one failure into another. */
const limits = { timeoutMs: 20_000, firstTimeoutMs: 20_000 };
const ok = { status: 'ok', result: { y: x }, mutated: [], aliased: [] };

interface Fault {
  readonly name: string;
  readonly infer: string;
  readonly status: string;
  readonly says: RegExp;
}

const faults: Fault[] = [
  {
    name: 'exits with a code',
    infer: `console.error('bad luck'); process.exit(3);`,
    status: 'crash',
    says: /exited with code 3 before it answered; stderr ends with\nbad luck/,
  },
  {
    name: 'exits as if all were well',
    infer: `process.exit(0);`,
    status: 'crash',
    says: /exited with code 0 before it answered/,
  },
  {
    name: 'throws where nobody catches it',
    infer: `throw new TypeError('no such thing');`,
    status: 'crash',
    says: /exited with code 1[^]*no such thing/,
  },
  {
    name: 'has a segmentation fault',
    infer: `process.kill(process.pid, 'SIGSEGV');`,
    status: 'crash',
    says: /was ended by SIGSEGV before it answered/,
  },
  { name: 'aborts, as for lack of memory', infer: `process.abort();`, status: 'crash', says: /was ended by SIGABRT/ },
  { name: 'is killed', infer: `process.kill(process.pid, 'SIGKILL');`, status: 'crash', says: /was ended by SIGKILL/ },
  {
    name: 'never answers',
    infer: `hang();`,
    status: 'timeout',
    says: /no complete answer within 400 ms \(20000 ms after a start\)$/,
  },
  { name: 'spins', infer: `for (;;);`, status: 'timeout', says: /within 400 ms/ },
  {
    name: 'hangs in the middle of a frame',
    infer: `send(good(request).subarray(0, 40)); hang();`,
    status: 'timeout',
    says: /within 400 ms \(.*\); it had sent 40 bytes/,
  },
  {
    name: 'drips',
    infer: `for (const byte of good(request)) { send(Buffer.of(byte)); await sleep(20); }`,
    status: 'timeout',
    says: /it had sent \d+ bytes/,
  },
  {
    name: 'ignores SIGTERM and the end of its input',
    infer: `process.on('SIGTERM', () => {}); hang();`,
    status: 'timeout',
    says: /within 400 ms/,
  },
  {
    name: 'ends in the middle of a frame',
    infer: `send(good(request).subarray(0, 40)); process.exit(0);`,
    status: 'protocol-error',
    says: /exited with code 0 before it answered, having sent 40 bytes/,
  },
  {
    name: 'dies in the middle of a frame',
    infer: `send(good(request).subarray(0, 40)); process.kill(process.pid, 'SIGSEGV');`,
    status: 'crash',
    says: /SIGSEGV before it answered, having sent 40 bytes/,
  },
  {
    name: 'prints and exits',
    infer: `send('ok'); process.exit(0);`,
    status: 'protocol-error',
    says: /exited with code 0 before it answered, having sent "ok"/,
  },
  {
    name: 'prints and dies',
    infer: `send('assertion failed'); process.kill(process.pid, 'SIGABRT');`,
    status: 'crash',
    says: /SIGABRT before it answered, having sent "assertion failed"/,
  },
  {
    name: 'prints before its answer',
    infer: `send('loss 0.25\\n'); send(good(request));`,
    status: 'protocol-error',
    says: /stray output instead of a frame: "loss 0.25\\n"/,
  },
  {
    name: 'prints inside its answer',
    infer: `const f = good(request); send(f.subarray(0, 30)); send('hm'); send(f.subarray(30));`,
    status: 'protocol-error',
    says: /header expected JSON/,
  },
  {
    name: 'prints for ever',
    infer: `for (;;) send('y\\n'.repeat(1000));`,
    status: 'protocol-error',
    says: /stray output instead of a frame: "y\\ny/,
  },
  {
    name: 'sends a giant header length',
    infer: `send(u64(2n ** 62n)); hang();`,
    status: 'protocol-error',
    says: /header length expected at most 1048576 bytes/,
  },
  {
    name: 'sends a giant frame',
    infer: `send(frame({ __metadata__: envelope(request), y: { dtype: 'F32', shape: [2 ** 40], data_offsets: [0, 2 ** 42] } })); hang();`,
    status: 'protocol-error',
    says: /frame expected at most 1073741824 bytes/,
  },
  {
    name: 'sends no JSON',
    infer: `send(Buffer.concat([u64(8), Buffer.from('{"y":??}')]));`,
    status: 'protocol-error',
    says: /header expected JSON/,
  },
  {
    name: 'sends negative offsets',
    infer: `send(frame({ __metadata__: envelope(request), y: { ...y, data_offsets: [-4, 0] } }, Buffer.alloc(4)));`,
    status: 'protocol-error',
    says: /tensor "y" data_offsets expected/,
  },
  {
    name: 'sends overlapping tensors',
    infer: `send(frame({ __metadata__: envelope(request), y, mean: y }, Buffer.alloc(4)));`,
    status: 'protocol-error',
    says: /overlaps the tensor before it/,
  },
  {
    name: 'sends an integer tensor',
    infer: `send(frame({ __metadata__: envelope(request), y: { ...y, dtype: 'I32' } }, Buffer.alloc(4)));`,
    status: 'protocol-error',
    says: /dtype expected F16, BF16, F32 or F64, got "I32"/,
  },
  {
    name: 'answers to another id',
    infer: `send(good({ ...request, id: '0' }));`,
    status: 'protocol-error',
    says: /"id" expected that of the request, got another/,
  },
  {
    name: 'answers to another operation',
    infer: `send(good({ ...request, op: 'train_forward' }));`,
    status: 'protocol-error',
    says: /"op" expected "infer_forward"/,
  },
  {
    name: 'answers without y',
    infer: `send(frame({ __metadata__: envelope(request) }));`,
    status: 'protocol-error',
    says: /infer_forward answered without the tensor "y"/,
  },
  {
    name: 'answers with a tensor that is no output',
    infer: `send(frame({ __metadata__: envelope(request), y, z: { ...y, data_offsets: [4, 8] } }, Buffer.alloc(8)));`,
    status: 'protocol-error',
    says: /"z" is not an output of infer_forward/,
  },
  {
    name: 'answers with an unknown status',
    infer: `send(good(request, { status: 'fine' }));`,
    status: 'protocol-error',
    says: /"status" expected/,
  },
  {
    name: 'closes its output and stays',
    infer: `closeSync(1); hang();`,
    status: 'protocol-error',
    says: /closed its standard output while it was running/,
  },
  {
    name: 'leaves a child behind that holds its pipes',
    infer: `remember(spawn('sleep', ['1000'], { stdio: 'inherit' }).pid); process.exit(5);`,
    status: 'crash',
    says: /exited with code 5/,
  },
  {
    name: 'waits for a child that hangs',
    infer: `remember(spawn('sleep', ['1000'], { stdio: 'inherit' }).pid);`,
    status: 'timeout',
    says: /within 400 ms/,
  },
  {
    name: 'reports an error',
    infer: `send(frame({ __metadata__: envelope(request, { status: 'error', message: 'oh' }) }));`,
    status: 'error',
    says: /^oh$/,
  },
  {
    name: 'rejects',
    infer: `send(frame({ __metadata__: envelope(request, { status: 'rejected', message: 'no' }) }));`,
    status: 'rejected',
    says: /^no$/,
  },
  {
    name: 'does not offer it',
    infer: `send(frame({ __metadata__: envelope(request, { status: 'unsupported', message: '' }) }));`,
    status: 'unsupported',
    says: /^$/,
  },
];

describe.concurrent('a far side that', () => {
  it.each(faults)('$name', async ({ infer: statements, status, says }) => {
    const far = farSide({ infer: statements });
    const target = await spawnTarget({ ...far, ...limits, ...(status === 'timeout' && { timeoutMs: 400 }) });
    expect(await train(target)).toMatchObject(ok);

    const outcome = await infer(target);

    expect(outcome).toMatchObject({ status, message: expect.stringMatching(says) });
    expect(await train(target)).toMatchObject(ok);
    await target.close();
    expect(await leftBehind(far)).toEqual([]);
  });

  /** What happens after an answer belongs to the next call: that is the first to know. */
  it.each([
    {
      name: 'prints right after its answer',
      infer: `send(Buffer.concat([good(request), Buffer.from('done')]));`,
      status: 'protocol-error',
      says: /stray output between calls: "done"/,
    },
    {
      name: 'prints some time after its answer',
      infer: `send(good(request)); await sleep(30); send('late');`,
      status: 'protocol-error',
      says: /stray output between calls: "late"/,
    },
    {
      name: 'answers twice',
      infer: `send(good(request)); send(good(request));`,
      status: 'protocol-error',
      says: /stray output between calls: \d+ bytes/,
    },
    {
      name: 'exits after its answer',
      infer: `send(good(request)); process.exit(0);`,
      status: 'crash',
      says: /exited with code 0 between calls/,
    },
    {
      name: 'closes its input',
      infer: `process.stdin.destroy(); closeSync(0); send(good(request)); hang();`,
      status: 'protocol-error',
      says: /closed its standard input while it was running/,
    },
  ])('$name', async ({ infer: statements, status, says }) => {
    const far = farSide({ infer: statements });
    const target = await spawnTarget({ ...far, ...limits });

    expect(await infer(target)).toMatchObject(ok);
    await sleep(300);

    expect(await train(target)).toMatchObject({ status, message: expect.stringMatching(says) });
    expect(await train(target)).toMatchObject(ok);
    await target.close();
    expect(await leftBehind(far)).toEqual([]);
  });

  it('answers with another shape, type or NaN is left to the clauses', async () => {
    const far = farSide({
      infer: `send(frame({ __metadata__: envelope(request), y: { dtype: 'F64', shape: [2], data_offsets: [0, 16] } }, Buffer.alloc(16, 255)));`,
    });
    const target = await spawnTarget({ ...far, ...limits });
    const y = { dtype: 'float64', shape: [2], data: Float64Array.of(NaN, NaN) };
    expect(await infer(target)).toMatchObject({ status: 'ok', result: { y } });
    await target.close();
  });

  it('sees its inputs change or its outputs overlap says so in the envelope', async () => {
    const far = farSide({ infer: `send(good(request, { mutated: 'x running_mean', aliased: 'y earlier:inv_std' }));` });
    const target = await spawnTarget({ ...far, ...limits });
    expect(await infer(target)).toMatchObject({ mutated: ['x', 'runningMean'], aliased: ['y', 'earlier:invStd'] });
    await target.close();
  });
});
