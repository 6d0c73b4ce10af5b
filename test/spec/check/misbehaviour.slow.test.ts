/** An adapter that misbehaves in one operation is named as such, and everything else is still judged. */
import { describe, expect, test } from 'vitest';
import { bnspec, moduleWith } from '../../support/bnspec.ts';

const plain = new URL('../../../impl/plain/index.ts', import.meta.url).href;

/** The plain implementation with another inference. Correct everywhere else. */
const withInference = (body: string): string =>
  moduleWith(`import plain from '${plain}';\nexport default { ...plain, name: 'odd', ${body} };`, 'odd.ts');

describe('what a module in a child process does wrong', () => {
  test.each([
    ['exits', 'inferForward() { process.exit(3); }', /crash: .*exit(ed)?.* 3/],
    ['dies of a signal', `inferForward() { process.kill(process.pid, 'SIGSEGV'); }`, /crash: .*SIGSEGV/],
    [
      'prints on stdout',
      `inferForward(call) { console.log('hello there'); return plain.inferForward(call); }`,
      /protocol-error: .*hello there/,
    ],
    ['throws', `inferForward() { throw new TypeError('no such luck'); }`, /error: TypeError: no such luck/],
    [
      'refuses a valid call',
      `inferForward() { throw Object.assign(new Error('not today'), { name: 'Rejected' }); }`,
      /a valid call was rejected: not today/,
    ],
    ['answers nothing', 'inferForward() {}', /protocol-error: .*expected an object/],
    [
      'answers with the wrong shape',
      `inferForward(call) { const { y } = plain.inferForward(call); return { y: { ...y, shape: [y.data.length] } }; }`,
      /y expected shape/,
    ],
    [
      'answers with the wrong type',
      `inferForward(call) { const { y } = plain.inferForward(call); return { y: { ...y, dtype: 'float64', data: Float64Array.from(y.data) } }; }`,
      /y expected type float32, got float64/,
    ],
    ['hangs', 'inferForward() { for (;;); }', /timeout: /],
  ])('%s', async (_, body, message) => {
    const { code, stdout } = await bnspec(
      'check',
      withInference(body),
      '--clause',
      'BN-*.1',
      '--verbose',
      '--runs',
      '2',
      '--timeout',
      '700',
    );
    expect(stdout).toMatch(/FAIL {2}BN-7\.1 MUST/);
    expect(stdout).toMatch(message);
    for (const id of ['BN-3.1', 'BN-8.1', 'BN-9.1', 'BN-12.1']) expect(stdout).toMatch(new RegExp(`pass {2}${id} `));
    expect(code).toBe(1);
  });
});

test('a wrong shape shows even where nothing else is wrong with it: in training, too', async () => {
  const path = moduleWith(
    `import plain from '${plain}';
     export default { ...plain, name: 'odd', trainBackward(call) {
       const { dgamma, ...rest } = plain.trainBackward(call);
       return { ...rest, dgamma: { ...dgamma, shape: [1, dgamma.data.length] } };
     } };`,
    'odd.ts',
  );
  const { code, stdout } = await bnspec('check', path, '--in-process', '--clause', 'BN-2.3', '--runs', '2');
  expect(stdout).toMatch(/dgamma expected shape \[\d\], got \[1, \d\]/);
  expect(code).toBe(1);
});
