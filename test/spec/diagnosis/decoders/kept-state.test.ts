/** A stateful mistake is distinguished from a wrong formula by repeating the call first in a new process. */
import { expect, test } from 'vitest';
import { reference } from '../../../../reference/oracle.ts';
import { nameMistakes } from '../../../../spec/diagnosis/name-mistakes.ts';
import type { Implementation } from '../../../../spec/terms/contract.ts';
import type { Mutant } from '../../../../spec/terms/mutant.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';
import { right, told, withFirstEpsilon } from '../stateful-implementations.ts';

test('what is right when it is asked first depends on the calls before', async () => {
  const [{ id, says, evidence }] = await told(withFirstEpsilon);
  expect(id).toBe('memory');
  expect(says).toBe('The answer depends on earlier calls: infer_forward is right when it is called first.');
  expect(evidence).toMatch(
    /^y of call \d+ of \d+ probe calls \(infer_forward of x float32\[[\d,]+\]\) violates the specification; made first in a new process, the same call conforms$/,
  );
});

test('modified memory is reported as such', async () => {
  const writing = (): Implementation => {
    let before: { data: { [index: number]: number } } | undefined;
    return {
      ...right,
      trainForward: (call) => {
        before = call.x;
        return right.trainForward(call);
      },
      inferForward: (call) => {
        const answer = right.inferForward(call);
        if (before) before.data[0] = 7;
        return answer;
      },
    };
  };
  expect((await told(writing))[0].says).toBe('Memory that belongs to an earlier call is modified or returned again.');
});

test('an output that is due and left out, however often it is asked for, is no memory', async () => {
  const forgetful = (): Implementation => ({
    ...right,
    trainBackward: async (call) => {
      const { dbeta, ...others } = await right.trainBackward(call);
      return call.epsilon > 1e-3 ? { ...others, ...(dbeta && { dbeta }) } : others;
    },
  });
  expect((await told(forgetful)).map(({ id }) => id)).not.toContain('memory');
});

test('a wrong answer that does not come again in another process is no memory', async () => {
  let processes = 0;
  const onlyInTheFirst = (): Implementation => {
    const first = processes++ === 0;
    let calls = 0;
    return {
      ...right,
      inferForward: async (call) => {
        calls += 1;
        const answer = await right.inferForward(call);
        return first && calls > 1 ? { y: call.x } : answer;
      },
    };
  };
  expect((await told(onlyInTheFirst)).map(({ id }) => id)).not.toContain('memory');
});

test('a known mistake that keeps something comes before, one that keeps nothing after', async () => {
  const wrong: Required<Implementation>['trainForward'] = async (call) => {
    const answer = await right.trainForward(call);
    return { ...answer, y: call.x };
  };
  const both = (): Implementation => ({ ...withFirstEpsilon(), trainForward: wrong });
  const ids = async (breaks: readonly string[]): Promise<string[]> => {
    const known: Mutant = {
      id: 'QQ01',
      says: '',
      owed: 'kill',
      breaks,
      implementation: { ...right, trainForward: wrong },
    };
    return (await told(both, [known])).map(({ id }) => id);
  };
  expect(await ids(['BN-13.3'])).toEqual(['QQ01', 'memory']);
  expect(await ids(['BN-5.1'])).toEqual(['memory', 'QQ01']);
});

test('nothing is started where one known mistake answers everything alike', async () => {
  let started = 0;
  const target = (): Implementation => ({ ...right, trainForward: ({ x }) => ({ y: x }) });
  const known: Mutant = { id: 'QQ01', says: '', owed: 'kill', breaks: [], implementation: target() };
  const options = {
    bank: [known],
    open: () => {
      started++;
      return Promise.resolve(targetOf(target()));
    },
  };
  const context = { target: targetOf(target()), reference, claims: resolveClaims(right.claims) };
  expect((await nameMistakes(context, [], options)).map(({ id }) => id)).toEqual(['QQ01']);
  expect(started).toBe(0);
});
