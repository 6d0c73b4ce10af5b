/**
 * Which mistake an implementation most likely contains: known mistakes that answer as it does, else what decoders read from
 * its answers.
 */
import { type Exchange, isFatal } from '../evidence.ts';
import type { Diagnosis } from '../report/report.ts';
import type { Tensor } from '../terms/contract.ts';
import type { Mutant } from '../terms/mutant.ts';
import type { Operation } from '../terms/operations.ts';
import { tensor, valuesOf } from '../terms/tensor.ts';
import type { Session } from '../trial.ts';
import { answersTo, expectationsOf, resultsOf } from './answers.ts';
import { decodeBackward } from './backward.ts';
import { decodeCoarse } from './coarse.ts';
import { decodeForward } from './forward.ts';
import { nearestMutants } from './nearest.ts';
import { fixedProbes, type Probe, probesFor } from './probes.ts';
import { decodeRunning } from './running.ts';

/**
 * @param target - one that remembers no call
 * @param counterexamples - the calls of each failed clause
 * @param bank - known mistakes, which remember no call either
 */
export async function diagnose(
  { target, reference, claims }: Pick<Session, 'target' | 'reference' | 'claims'>,
  counterexamples: readonly (readonly Exchange[])[],
  bank: readonly Mutant[],
): Promise<Diagnosis[]> {
  const fatal = fatalOperations(counterexamples);
  const usable = target.operations.filter((operation) => !fatal.has(operation));
  const probes = probesFor(claims, usable, counterexamples);
  const expectations = expectationsOf(probes, reference, claims);
  const { diagnoses, left } = await nearestMutants(target, probes, expectations, claims, bank);
  if (diagnoses.length > 0 && left.length === 0) return [...diagnoses];
  const fixed = fixedProbes(claims, usable);
  const decoded = await decode({ target, reference, claims }, fixed);
  if (decoded.some(({ id }) => isRow(id))) return decoded;
  const coarse = await coarseness({ target, reference, claims }, fixed);
  return coarse ? [coarse] : decoded;
}

/** Operations that crashed, hung or broke the protocol: that is their diagnosis, and asking again costs a restart each time. */
export function fatalOperations(counterexamples: readonly (readonly Exchange[])[]): ReadonlySet<Operation> {
  const exchanges = counterexamples.flat().filter(({ outcome }) => isFatal(outcome.status));
  return new Set(exchanges.map(({ operation }) => operation));
}

/** A mistake of the catalogue, and not only that some term is wrong. */
const isRow = (id: string): boolean => /^[A-Z]{2}\d\d$/.test(id);

async function coarseness(
  { target, reference, claims }: Pick<Session, 'target' | 'reference' | 'claims'>,
  probes: readonly Probe[],
): Promise<Diagnosis | undefined> {
  const expectations = expectationsOf(probes, reference, claims);
  return decodeCoarse(resultsOf(await answersTo(target, probes), probes, expectations, claims), probes, expectations);
}

async function decode(
  { target, reference, claims }: Pick<Session, 'target' | 'reference' | 'claims'>,
  probes: readonly Probe[],
): Promise<Diagnosis[]> {
  const found: (Diagnosis | undefined)[] = [];
  const forward = probes.find(({ operation }) => operation === 'trainForward');
  if (forward?.operation === 'trainForward') {
    const { call } = forward;
    const truth = reference.answer('trainForward', call, claims);
    const answer = await target.call('trainForward', call);
    if (answer.status === 'ok') {
      found.push(decodeForward(call, answer.result.y, truth));
      // The fixed probes hold running statistics.
      const old = call.runningVar as Tensor;
      const higher = {
        ...call,
        runningVar: tensor(
          old.dtype,
          old.shape,
          valuesOf(old).map((value) => 3 * value + 1),
        ),
      };
      const second = await target.call('trainForward', higher);
      const [first, next] = [answer.result.runningVar, second.status === 'ok' ? second.result.runningVar : undefined];
      if (first && next) {
        const channel = { variance: truth.channel.variance[0], m: call.x.data.length / call.x.shape[call.axis] };
        const before: [number, number] = [valuesOf(old)[0], valuesOf(higher.runningVar)[0]];
        const after: [number, number] = [valuesOf(first)[0], valuesOf(next)[0]];
        found.push(
          decodeRunning(
            { old: before, result: after, ...channel, momentum: call.momentum, epsilon: call.epsilon },
            claims,
          ),
        );
      }
    }
  }
  const backward = probes.find(({ operation }) => operation === 'trainBackward');
  if (backward?.operation === 'trainBackward') {
    const { call } = backward;
    const answer = await target.call('trainBackward', call);
    if (answer.status === 'ok') {
      found.push(decodeBackward(call, answer.result.dx, reference.answer('trainBackward', call, claims)));
    }
  }
  return found.filter((diagnosis) => diagnosis !== undefined);
}
