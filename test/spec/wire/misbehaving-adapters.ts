/** Adapters that misbehave: small Node programs that speak the wire by hand, apart from the code under test. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tensor } from '../../../spec/terms/contract.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import type { Calls } from '../../../spec/terms/operations.ts';
import type { CommandLine } from '../../../spec/wire/adapter-process.ts';
import type { Target } from '../../../spec/wire/target.ts';
import { afterFile } from '../../support/after-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

export { temporaryFolder } from '../../support/temporary-folder.ts';

/** `good(request)` is the right answer to the request under way, for float32; `request` is its envelope. */
const prelude = `
import { appendFileSync, closeSync, writeSync } from 'node:fs';
import { spawn } from 'node:child_process';
const remember = (pid) => appendFileSync(new URL('pids', import.meta.url), pid + '\\n');
remember(process.pid);
const u64 = (n) => { const b = Buffer.alloc(8); b.writeBigUInt64LE(BigInt(n)); return b; };
const frame = (header, data = Buffer.alloc(0)) => {
  const text = Buffer.from(JSON.stringify(header));
  return Buffer.concat([u64(text.length), text, data]);
};
const send = (bytes) => writeSync(1, bytes);
const envelope = (request, more) => ({ bnspec: '1', id: request.id, op: request.op, status: 'ok', ...more });
const y = { dtype: 'F32', shape: [1, 1], data_offsets: [0, 4] };
const bytesOf = (tensor, data) => Buffer.from(data.subarray(...tensor.data_offsets));
let current;
const values = (name) => {
  const tensor = current.tensors[name];
  return tensor && new Float32Array(new Uint8Array(bytesOf(tensor, current.data)).buffer);
};
const normalized = () => {
  const { shape } = current.tensors.x;
  const axis = Number(current.request.axis);
  const space = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const [x, gamma, beta, mean, variance] = ['x', 'gamma', 'beta', 'mean', 'variance'].map(values);
  const channel = (i) => Math.floor(i / space) % shape[axis];
  const average = (f) => {
    const sums = new Float64Array(shape[axis]);
    x.forEach((value, i) => { sums[channel(i)] += f(value, channel(i)); });
    return sums.map((sum) => sum * shape[axis] / x.length);
  };
  const center = mean ?? average((value) => value);
  const spread = variance ?? average((value, c) => (value - center[c]) ** 2);
  return x.map((value, i) => {
    const c = channel(i);
    const scale = (gamma?.[c] ?? 1) / Math.sqrt(spread[c] + Number(current.request.epsilon));
    return (value - center[c]) * scale + (beta?.[c] ?? 0);
  });
};
const answerWith = (values, request, more) => {
  const bytes = Buffer.from(values.buffer);
  const { shape } = current.tensors.x;
  return frame({ __metadata__: envelope(request, more), y: { ...y, shape, data_offsets: [0, bytes.length] } }, bytes);
};
const good = (request, more) => answerWith(normalized(), request, more);
/** Answers y = x: of the right form, whatever x is. */
const echo = (request, { x }, data, more) => {
  const bytes = bytesOf(x, data);
  return frame({ __metadata__: envelope(request, more), y: { ...x, data_offsets: [0, bytes.length] } }, bytes);
};
const hello = (request, more) =>
  frame({ __metadata__: envelope(request, { name: 'far', operations: 'train_forward infer_forward', ...more }) });
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const hang = () => setInterval(() => {}, 1000);
let input = Buffer.alloc(0);
process.stdin.on('data', (chunk) => {
  input = Buffer.concat([input, chunk]);
  while (input.length >= 8) {
    const start = 8 + Number(input.readBigUInt64LE());
    if (input.length < start) return;
    const { __metadata__: request, ...tensors } = JSON.parse(input.subarray(8, start));
    const end = start + Math.max(0, ...Object.values(tensors).map((t) => t.data_offsets[1]));
    if (input.length < end) return;
    const data = input.subarray(start, end);
    input = input.subarray(end);
    current = { request, tensors, data };
    (answer[request.op] ?? answer.unknown)(request, tensors, data);
  }
});
`;

export interface FarSide extends CommandLine {
  /** Ids of the started processes that are still running. */
  survivors(): number[];
}

/**
 * Statements to run at each request; in sight are `request`, `tensors` (the header's entries), `data` and the prelude. What
 * is left out answers as it should.
 */
export interface Behaviour {
  /** Options of Node. */
  readonly node?: readonly string[] | undefined;
  readonly start?: string;
  readonly hello?: string;
  readonly train?: string;
  readonly infer?: string;
  /** For operations that are not offered. */
  readonly unknown?: string;
}

export function farSide({ node = [], start = '', hello, train, infer, unknown }: Behaviour): FarSide {
  const folder = temporaryFolder();
  const handler = (statements: string): string => `async (request, tensors, data) => { ${statements} }`;
  const answer = `const answer = {
    hello: ${handler(hello ?? 'send(hello(request));')},
    train_forward: ${handler(train ?? 'send(good(request));')},
    infer_forward: ${handler(infer ?? 'send(good(request));')},
    unknown: ${handler(unknown ?? `send(frame({ __metadata__: envelope(request, { status: 'unsupported' }) }));`)},
  };`;
  const script = join(folder, 'adapter.mjs');
  writeFileSync(script, [prelude, answer, start].join('\n'));
  const list = join(folder, 'pids');
  const pids = (): number[] => (existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n').map(Number) : []);
  const far = { command: process.execPath, args: [...node, script], survivors: () => pids().filter(isRunning) };
  // Remains of a failed test must not disturb the next.
  afterFile(() => {
    for (const pid of far.survivors()) process.kill(pid, 'SIGKILL');
  });
  return far;
}

/** A zombie has ended: it waits for a parent that is not ours. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}

/** Processes of an adapter that are still running although they had time to end. */
export async function leftBehind(far: FarSide): Promise<number[]> {
  for (let waited = 0; waited < 2000 && far.survivors().length > 0; waited += 20) await sleep(20);
  return far.survivors();
}

export const x: Tensor = tensor('float32', [1, 1], [0]);
const trainCall: Calls['trainForward'] = { x, epsilon: 1, momentum: 0.5, axis: 1 };
const inferCall: Calls['inferForward'] = { x, mean: x, variance: x, epsilon: 1, axis: 1 };

export const train = (target: Target): ReturnType<typeof target.call<'trainForward'>> =>
  target.call('trainForward', trainCall);
export const infer = (target: Target): ReturnType<typeof target.call<'inferForward'>> =>
  target.call('inferForward', inferCall);
