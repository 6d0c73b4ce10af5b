/** The process host: the handshake, limits, the restart budget, order, and the end of every process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { moduleTarget, spawnTarget } from '../../../spec/wire/process-target.ts';
import { CannotGoOn, CouldNotStart, NotAnImplementation } from '../../../spec/wire/start-error.ts';
import { farSide, infer, leftBehind, temporaryFolder, train, x } from './misbehaving-adapters.ts';

const limits = { timeoutMs: 400, firstTimeoutMs: 20_000 };

describe.concurrent('the handshake', () => {
  test('returns the identity that the adapter states', async () => {
    const far = farSide({
      hello: `send(hello(request, { version: '3', language: 'C', claims: '{"momentumWeights":"old"}' }));`,
    });
    const target = await spawnTarget(far);
    const { name, version, language, claims, operations } = target;
    expect({ name, version, language, claims, operations }).toEqual({
      name: 'far',
      version: '3',
      language: 'C',
      claims: { momentumWeights: 'old' },
      operations: ['trainForward', 'inferForward'],
    });
    await target.close();
    expect(await leftBehind(far)).toEqual([]);
  });

  test.each([
    [
      'exits at start',
      { start: `console.error('no module named torch'); process.exit(1);` },
      /exited with code 1 .*\| no module named torch$/,
    ],
    ['dies at start', { start: `process.kill(process.pid, 'SIGSEGV');` }, /was killed by SIGSEGV/],
    ['never answers', { hello: `hang();` }, /no complete answer within 3000 ms/],
    ['hangs in the answer', { hello: `send(hello(request).subarray(0, 20)); hang();` }, /it had sent 20 bytes/],
    [
      'prints before it answers',
      { start: `send('Loading model...\\n');` },
      /stray output instead of a frame: "Loading model...\\n"/,
    ],
    [
      'prints a little and waits',
      { hello: `send('hi'); hang();` },
      /no complete answer within 3000 ms; it had sent "hi"/,
    ],
    ['speaks another version', { hello: `send(hello(request, { bnspec: '2' }));` }, /protocol version "1", got "2"/],
    ['answers to another id', { hello: `send(hello({ ...request, id: '9' }));` }, /"id" expected that of the request/],
    ['has no name', { hello: `send(hello(request, { name: '' }));` }, /"name" expected/],
    [
      'claims what nobody knows',
      { hello: `send(hello(request, { claims: '{"rank":[2]}' }));` },
      /"claims" has the unknown key "rank"/,
    ],
    [
      'offers what nobody knows',
      { hello: `send(hello(request, { operations: 'unfold' }));` },
      /"operations" expected .* got "unfold"/,
    ],
    [
      'claims a key twice',
      { hello: `send(hello(request, { claims: '{"dtypes":["float32"],"dtypes":["float64"]}' }));` },
      /"claims" has the key "dtypes" twice$/,
    ],
    [
      'claims what is deep',
      { hello: `send(hello(request, { claims: '['.repeat(50_000) }));` },
      /"claims" expected JSON that nests at most 32 levels deep$/,
    ],
    [
      'claims too much',
      { hello: `send(hello(request, { claims: JSON.stringify({ a: 'x'.repeat(100_000) }) }));` },
      /"claims" expected at most 65536 bytes of JSON, got \d+$/,
    ],
    [
      'claims what leaves nothing',
      { hello: `send(hello(request, { claims: '{"minEpsilon":1e308}' }));` },
      /"claims.minEpsilon" expected a number <= 1, got 1e\+308$/,
    ],
    [
      'sends a tensor',
      { hello: `send(frame({ __metadata__: envelope(request, { name: 'far' }), x: y }, Buffer.alloc(4)));` },
      /frame expected|hello is answered without tensors, got "x"$/,
    ],
    [
      'says that it cannot',
      { hello: `send(hello(request, { status: 'error', message: 'no GPU' }));` },
      /could not start: no GPU$/,
    ],
  ])('names an adapter that %s, on one line', async (_, behaviour, says) => {
    const far = farSide(behaviour);
    // An adapter that answers has time to start; one that hangs need not be waited for.
    const firstTimeoutMs = /hang/.test(JSON.stringify(behaviour)) ? 3000 : 20_000;
    const error: unknown = await spawnTarget({ ...far, timeoutMs: 100, firstTimeoutMs }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CouldNotStart);
    expect((error as Error).message).toMatch(says);
    expect((error as Error).message).not.toContain('\n');
    expect(await leftBehind(far)).toEqual([]);
  });

  test('names a command that does not exist', async () => {
    await expect(spawnTarget({ command: 'no-such-command', args: [] })).rejects.toThrow(
      'no-such-command could not start: cannot run "no-such-command": there is no such command',
    );
  });

  test.each([
    ['that is empty', '', [], /cannot run "": expected words without NUL, the first of them not empty$/],
    ['that is a file', fileURLToPath(import.meta.url), [], /cannot run ".*": it is not a program that may be run$/],
    ['that is a folder', '/', [], /cannot run "\/": it is not a program that may be run$/],
    ['with a NUL', 'true', ['a\0b'], /cannot run "true": expected words without NUL/],
    ['with too long a word', 'true', ['x'.repeat(2 ** 22)], /cannot run "true": its arguments are too long$/],
  ])('names a command %s', async (_, command, args, says) => {
    const error: unknown = await spawnTarget({ command, args }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CouldNotStart);
    expect((error as Error).message.slice(-200)).toMatch(says);
  });

  test.each([NaN, -1, 0])('refuses a limit of %s', async (timeoutMs) => {
    await expect(spawnTarget({ ...farSide({}), timeoutMs })).rejects.toThrow(
      `"timeoutMs" expected a number of milliseconds > 0, got ${timeoutMs}`,
    );
  });

  test.each([3e9, Infinity])('waits for %s ms as long as a timer can', async (timeoutMs) => {
    const far = farSide({ infer: `await sleep(200); send(good(request));` });
    const target = await spawnTarget({ ...far, timeoutMs });
    expect(await infer(target)).toMatchObject({ status: 'ok' });
    await target.close();
  });
});

describe.concurrent('limits', () => {
  test('give the first answer more time than the others', async () => {
    // Far beyond the limit the second time: beside other tests a timer may be late itself.
    const slow = `globalThis.asked = (globalThis.asked ?? 0) + 1; await sleep(globalThis.asked === 1 ? 500 : 60_000);`;
    const target = await spawnTarget({ ...farSide({ train: `${slow} send(good(request));` }), ...limits });
    expect(await train(target)).toMatchObject({ status: 'ok' });
    expect(await train(target)).toMatchObject({ status: 'timeout' });
    await target.close();
  });

  test('do not grant the long limit again to a target that used it up', async () => {
    const marker = JSON.stringify(join(temporaryFolder(), 'marker'));
    const far = farSide({
      start: `import { existsSync, writeFileSync } from 'node:fs';`,
      train: `if (!existsSync(${marker})) { writeFileSync(${marker}, ''); return hang(); }
        await sleep(600); send(good(request));`,
    });
    const target = await spawnTarget({ ...far, timeoutMs: 100, firstTimeoutMs: 2000, startTimeoutMs: 20_000 });
    const message = 'no complete answer within 100 ms (2000 ms after a start)';
    expect(await train(target)).toEqual({ status: 'timeout', message });
    expect(await train(target)).toEqual({ status: 'timeout', message });
    await target.close();
  });

  test('show what a call wrote on stderr, and not what others wrote before it', async () => {
    const far = farSide({
      train: `console.error('all is well'); send(good(request));`,
      infer: `console.error('bad luck'); process.exit(1);`,
    });
    const target = await spawnTarget({ ...far, timeoutMs: 20_000 });
    await train(target);
    await train(target);
    expect(await infer(target)).toEqual({
      status: 'crash',
      message: 'exited with code 1 before it answered; stderr ends with\nbad luck',
    });
    await target.close();
  });

  test('end with CannotGoOn once the restarts are used up', async () => {
    const far = farSide({ infer: 'process.exit(4);' });
    const target = await spawnTarget({ ...far, ...limits, restarts: 1 });
    expect(await infer(target)).toMatchObject({ status: 'crash' });
    expect(await infer(target)).toMatchObject({ status: 'crash' });
    const error: unknown = await infer(target).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CannotGoOn);
    expect((error as Error).message).toMatch(
      /had to be restarted more than 1 times, the last time because: exited with code 4/,
    );
    await target.close();
  });

  test('report a process that does not come up again, and try once more', async () => {
    const folder = temporaryFolder();
    const marker = JSON.stringify(join(folder, 'marker'));
    const far = farSide({
      start: `import { existsSync, rmSync } from 'node:fs'; if (existsSync(${marker})) { rmSync(${marker}); process.exit(9); }`,
      infer: `appendFileSync(${marker}, ''); process.exit(1);`,
    });
    const target = await spawnTarget({ ...far, ...limits });
    expect(await infer(target)).toMatchObject({ status: 'crash' });
    expect(await train(target)).toMatchObject({
      status: 'crash',
      message: expect.stringMatching(/in the handshake after a restart: exited with code 9/),
    });
    expect(await train(target)).toMatchObject({ status: 'ok' });
    await target.close();
  });

  test('end with CannotGoOn where the system starts no process any more, which says nothing of the adapter', async () => {
    const far = farSide({ infer: 'process.exit(4);' });
    const command = join(temporaryFolder(), 'program');
    symlinkSync(far.command, command);
    const target = await spawnTarget({ ...far, ...limits, command });
    rmSync(command);
    expect(await infer(target)).toMatchObject({ status: 'crash' });
    const error: unknown = await infer(target).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CannotGoOn);
    expect((error as Error).message).toMatch(/could not be started again: cannot run .*: there is no such command$/);
    await target.close();
  });

  test('show the end of a flood on stderr', async () => {
    const far = farSide({
      infer: `for (let i = 0; i < 100000; i++) writeSync(2, 'line ' + i + '\\n'); process.exit(1);`,
    });
    const target = await spawnTarget({ ...far, timeoutMs: 20_000 });
    const outcome = await infer(target);
    expect(outcome).toMatchObject({ status: 'crash', message: expect.stringMatching(/line 99984\n[^]*line 99999$/) });
    await target.close();
  });
});

describe.concurrent('calls', () => {
  test('are answered one after the other when they are made at once', async () => {
    const far = farSide({ train: `await sleep(20); send(good(request));` });
    const target = await spawnTarget({ ...far, ...limits });
    const outcomes = await Promise.all([train(target), infer(target), train(target), infer(target)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
    await target.close();
  });

  test('fail in the same words whenever they are made, those with a size among them', async () => {
    const far = farSide({ infer: `send(good(request).subarray(0, -1)); process.exit(0);` });
    const target = await spawnTarget({ ...far, ...limits });
    const outcomes = [await infer(target)];
    for (let i = 0; i < 12; i++) await train(target);
    outcomes.push(await infer(target));
    expect(outcomes[0]).toMatchObject({
      status: 'protocol-error',
      message: expect.stringMatching(/ having sent \d+ bytes/),
    });
    expect(outcomes[1]).toEqual(outcomes[0]);
    await target.close();
  });

  test('begin anew in a fresh process, which is no fall', async () => {
    const far = farSide({});
    const target = await spawnTarget({ ...far, ...limits });
    expect(await train(target)).toMatchObject({ status: 'ok' });
    const [before] = far.survivors();
    await target.afresh?.();
    expect(await train(target)).toMatchObject({ status: 'ok' });
    const after = far.survivors();
    expect(after).toHaveLength(1);
    expect(after).not.toContain(before);
    expect(target.falls?.()).toEqual([]);
    await target.close();
    expect(await leftBehind(far)).toEqual([]);
  });

  test('are refused after close', async () => {
    const target = await spawnTarget(farSide({}));
    await target.close();
    await expect(train(target)).rejects.toThrow('is closed');
  });
});

describe.concurrent('the end', () => {
  /** Out of reach of a signal to the group. */
  const ownSession = `{ stdio: 'ignore', detached: process.platform === 'linux' }`;

  test('comes to a process that ignores the end of its input', async () => {
    const far = farSide({ start: `process.on('SIGTERM', () => {}); hang();` });
    const target = await spawnTarget(far);
    await target.close();
    expect(await leftBehind(far)).toEqual([]);
  });

  test('comes to a child that a process leaves behind when it ends by itself', async () => {
    const far = farSide({
      start: `remember(spawn('sleep', ['1000'], ${ownSession}).pid); process.stdin.on('end', () => process.exit());`,
    });
    const target = await spawnTarget(far);
    expect(far.survivors()).toHaveLength(2);
    await target.close();
    expect(await leftBehind(far)).toEqual([]);
  });

  test.each([
    ['exits', 'process.exit(0);'],
    [
      'calls killAll in a signal handler',
      `process.on('SIGTERM', () => { killAll(); process.kill(process.pid, 'SIGKILL'); }); process.kill(process.pid, 'SIGTERM');`,
    ],
  ])('comes to every process when the host %s', async (_, statements) => {
    const far = farSide({ start: `remember(spawn('sleep', ['1000'], ${ownSession}).pid); hang();` });
    const script = join(temporaryFolder(), 'host.mts');
    writeFileSync(
      script,
      `import { killAll, spawnTarget } from ${JSON.stringify(new URL('../../../spec/wire/process-target.ts', import.meta.url).href)};
       await spawnTarget(${JSON.stringify(far)});
       void killAll;
       ${statements}`,
    );
    const tsx = fileURLToPath(new URL('../../../node_modules/tsx/dist/loader.mjs', import.meta.url));
    const host = spawn(process.execPath, ['--import', tsx, script], { stdio: 'inherit' });
    await once(host, 'exit');
    expect(await leftBehind(far)).toEqual([]);
  });
});

describe.concurrent('a module', () => {
  const file = (text: string, name = 'module.ts'): string => {
    const path = join(temporaryFolder(), name);
    writeFileSync(path, text);
    return path;
  };
  const identity = `{ name: 'identity', version: '1', claims: 'onnx', trainForward: ({ x }: { x: unknown }) => ({ y: x }) }`;

  test('is served in a process of its own, watched there', async () => {
    const target = await moduleTarget(file(`export default ${identity};`));
    expect(target).toMatchObject({
      name: 'identity',
      version: '1',
      language: 'JavaScript',
      claims: 'onnx',
      operations: ['trainForward'],
    });
    expect(await train(target)).toMatchObject({ status: 'ok', result: { y: x }, mutated: [], aliased: ['y'] });
    expect(await infer(target)).toMatchObject({ status: 'unsupported' });
    await target.close();
  });

  test('has what it prints on stdout named, and its process exits survived', async () => {
    const path = file(
      `export default { name: 'm', trainForward({ x }) { console.log('debug'); return { y: x }; }, inferForward() { process.exit(7); } };`,
      'module.mjs',
    );
    const target = await moduleTarget(path);
    expect(await train(target)).toMatchObject({
      status: 'protocol-error',
      message: expect.stringContaining('stray output instead of a frame: "debug\\n"'),
    });
    expect(await infer(target)).toMatchObject({
      status: 'crash',
      message: expect.stringContaining('exited with code 7'),
    });
    await target.close();
  });

  test('says so when it returns what cannot be sent', async () => {
    const target = await moduleTarget(
      file(`export default { name: 'm', trainForward: () => ({ y: [1] }) };`, 'module.mjs'),
    );
    expect(await train(target)).toMatchObject({
      status: 'protocol-error',
      message: expect.stringMatching(/"y" of trainForward expected a dtype/),
    });
    await target.close();
  });

  test('is refused by the kind of its mistake', async () => {
    const nothing = file('export const a = 1;');
    await expect(moduleTarget(nothing)).rejects.toThrow(NotAnImplementation);
    const broken = file(`throw new Error('boom');`);
    await expect(moduleTarget(broken)).rejects.toThrow(
      new CouldNotStart(`${broken} could not start: importing it throws Error: boom`),
    );
  });

  test('is refused when it is not there', async () => {
    await expect(moduleTarget('no/such/module.ts')).rejects.toThrow('there is no module "no/such/module.ts"');
  });
});
