/** Damaged requests and answers: refused on one line that says why, or read; never a crash, and never much time or memory. */
import { expect, test } from 'vitest';
import { tensor } from '../../../spec/terms/tensor.ts';
import { FrameReader } from '../../../spec/wire/frames.ts';
import { decodeHelloAnswer, encodeHelloAnswer } from '../../../spec/wire/hello.ts';
import {
  decodeAnswer,
  decodeRequest,
  encodeAnswer,
  encodeRequest,
  mostAnswerBytes,
} from '../../../spec/wire/requests-and-answers.ts';
import { WireError } from '../../../spec/wire/wire-error.ts';
import { below, damaged, oneOf } from '../../support/damage.ts';
import { fuzzRandom, mutants, Watch } from '../../support/fuzz.ts';

const limits = { timeout: 1_200_000 };

const x = tensor('float32', [2, 3], [1, 2, 3, 4, 5, 6]);
const one = tensor('float32', [3], [1, 2, 3]);
const call = { x, gamma: one, beta: one, runningMean: one, runningVar: one, epsilon: 1e-5, momentum: 0.1, axis: 1 };
const backward = { dy: x, x, gamma: one, mean: one, invStd: one, axis: 1 };
const request = [encodeRequest('trainForward', call, '1'), encodeRequest('savedBackward', backward, '1')];

/** What is said, where it is refused. */
function refusal(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof WireError) return error.message;
    throw error;
  }
}

const isOneShortLine = (text: string): boolean => /^[^\n]{1,1000}$/.test(text);

test(`${mutants} damaged requests`, limits, () => {
  const [random, watch] = [fuzzRandom(), new Watch()];
  let refused = 0;
  for (let n = 0; n < mutants; n++) {
    const bytes = damaged(random, 'frame', oneOf(random, request));
    const says = watch.over(`mutant ${n}`, bytes.length, () => refusal(() => decodeRequest(bytes)));
    if (says === undefined) continue;
    refused += 1;
    if (!isOneShortLine(says)) expect.fail(`mutant ${n}: ${says.slice(0, 300)}`);
  }
  expect(refused).toBeGreaterThan(mutants / 3);
  expect(watch.tooMuchMemory()).toBeUndefined();
});

test(`${mutants} damaged answers, in pieces`, limits, () => {
  const [random, watch] = [fuzzRandom(), new Watch()];
  const answers = [
    encodeAnswer('trainForward', { status: 'ok', result: { y: x, mean: one }, mutated: ['x'], aliased: [] }, '1'),
    encodeAnswer('trainForward', { status: 'error', message: 'no such thing\n  at here' }, '1'),
  ];
  const most = mostAnswerBytes('trainForward', call);
  /** What a host does with it: frame by frame, and each frame as the answer. */
  const read = (bytes: Buffer): void => {
    const reader = new FrameReader();
    for (let at = 0; at < bytes.length;) {
      const end = at + 1 + below(random, bytes.length > 10_000 ? 65_536 : 100);
      reader.push(bytes.subarray(at, end));
      at = end;
      for (let frame = reader.next(most); frame; frame = reader.next(most)) decodeAnswer('trainForward', frame, '1');
    }
    reader.describePending();
  };
  for (let n = 0; n < mutants; n++) {
    const bytes = damaged(random, 'frame', oneOf(random, answers));
    const says = watch.over(`mutant ${n}`, bytes.length, () => refusal(() => read(bytes)));
    if (says !== undefined && !isOneShortLine(says)) expect.fail(`mutant ${n}: ${says.slice(0, 300)}`);
  }
  expect(watch.tooMuchMemory()).toBeUndefined();
});

test(`${mutants} damaged handshakes`, limits, () => {
  const [random, watch] = [fuzzRandom(), new Watch()];
  const claims = { dtypes: ['float32'], ranks: [2, 4], minEpsilon: 1e-6, deterministic: true, grade: 'exact' } as const;
  const hello = encodeHelloAnswer({ name: 'far', version: '1', claims, operations: ['trainForward'] }, '0');
  const text = JSON.stringify(claims);
  for (let n = 0; n < mutants; n++) {
    const inner = damaged(random, 'text', Buffer.from(text)).toString();
    const bytes = random.uniform() < 0.5 ? damaged(random, 'frame', hello) : claiming(inner);
    const says = watch.over(`mutant ${n}`, bytes.length, () => refusal(() => decodeHelloAnswer(bytes, '0')));
    if (says !== undefined && !isOneShortLine(says)) expect.fail(`mutant ${n}: ${says.slice(0, 300)}`);
  }
  expect(watch.tooMuchMemory()).toBeUndefined();
});

/** A whole answer to hello with any text for claims. */
function claiming(claims: string): Buffer {
  const metadata = {
    bnspec: '1',
    id: '0',
    op: 'hello',
    status: 'ok',
    name: 'far',
    operations: 'train_forward',
    claims,
  };
  const text = Buffer.from(JSON.stringify({ __metadata__: metadata }));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([prefix, text]);
}
