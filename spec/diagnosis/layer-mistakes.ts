/**
 * Mistakes of layers. Known ones are those that answer every call of the same sequences as the target does; where none does, what
 * is seen of the state says more. The sequences are the counterexamples, which a right layer answers in another way, and some in
 * which everything is used.
 */
import fc from 'fast-check';
import { type LayerCase, layerCases } from '../cases/layer-sequences.ts';
import { Falsified, NotApplicable } from '../check/trial/clause-exceptions.ts';
import { isFatal, type LayerExchange } from '../check/trial/exchange.ts';
import { runSequence } from '../check/trial/layer-sequence.ts';
import type { Session } from '../check/trial/session.ts';
import { Trial } from '../check/trial/trial.ts';
import type { Diagnosis } from '../report/report.ts';
import type { Tensor } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import { type LayerResult, layerSignatures } from '../terms/layer-commands.ts';
import type { Mutant } from '../terms/mutant.ts';
import { operations } from '../terms/operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import type { Answer } from '../wire/call-outcome.ts';
import { targetOf } from '../wire/in-process.ts';
import type { Target } from '../wire/target.ts';
import { decodeLayerState } from './decoders/layer-state.ts';

/** Calls with the target's outcomes. */
type Script = readonly LayerExchange[];

/** Counterexamples to compare, the shortest first. */
const mostCounterexamples = 12;

/** Further sequences of each kind. */
const furtherSequences = 8;

/** Mistakes that nothing tells apart. */
const mostNamed = 3;

/** Counterexamples by which most known mistakes are ruled out. */
const mostFirst = 3;

export async function nameLayerMistakes(
  session: Pick<Session, 'target' | 'reference' | 'claims' | 'required' | 'observations'>,
  counterexamples: readonly Script[],
  bank: readonly Mutant[],
): Promise<Diagnosis[]> {
  const answered = counterexamples.filter((script) => !script.some(({ outcome }) => isFatal(outcome.status)));
  if (answered.length === 0) return [];
  const known = bank.filter(({ implementation }) => implementation.layer !== undefined);
  const shortest = answered.toSorted((a, b) => a.length - b.length).slice(0, mostCounterexamples);
  const possible = await agreeing(known, shortest.slice(0, mostFirst), 1);
  const scripts = [...shortest, ...(await recorded(session))];
  const matches = await agreeing(
    possible.map(({ mutant }) => mutant),
    scripts,
    Math.ceil(scripts.length / 2),
  );
  const [best] = matches;
  // A mistake that agrees in every call explains all changes of the state, too.
  const seen = best?.agreed === scripts.length ? [] : await decodeLayerState(session.target, session.claims, scripts);
  if (best === undefined) return seen;
  // A mistake of a layer comes before one of an operation that a layer may have as well.
  const ofLayers = ({ mutant }: Match): boolean => !operations.some((operation) => mutant.implementation[operation]);
  const equal = matches.filter(({ agreed }) => agreed === best.agreed);
  const named = [...equal.filter(ofLayers), ...equal.filter((match) => !ofLayers(match))]
    .slice(0, mostNamed)
    .map(({ mutant: { id, says }, agreed }) => ({ id, says, evidence: evidenceOf(agreed, scripts.length) }));
  return [...seen, ...named];
}

const evidenceOf = (agreed: number, all: number): string =>
  agreed === all
    ? `agrees with this mistake in every call of ${all} sequences (within rounding)`
    : `agrees with this mistake in every call of ${agreed} of ${all} sequences (within rounding)`;

interface Match {
  readonly mutant: Mutant;
  /** Number of scripts in which every outcome agrees. */
  readonly agreed: number;
}

/** @returns the mutants that agree in at least so many scripts, those that agree in most of them first */
async function agreeing(mutants: readonly Mutant[], scripts: readonly Script[], least: number): Promise<Match[]> {
  const matches: Match[] = [];
  for (const mutant of mutants) {
    const target = targetOf(mutant.implementation);
    let agreed = 0;
    for (const script of scripts) if (await agrees(target, script)) agreed += 1;
    if (agreed >= least) matches.push({ mutant, agreed });
  }
  return matches.toSorted((a, b) => b.agreed - a.agreed);
}

/** Whether it answers each of these calls in the same way. */
export async function agrees(target: Target, script: Script): Promise<boolean> {
  for (const { command, outcome } of script) {
    const own = await target.layer?.(command);
    if (own === undefined || own.status !== outcome.status) return false;
    if (own.status === 'ok' && outcome.status === 'ok') {
      if (!alike(own.result, outcome.result)) return false;
      if (noticedIn(own) !== noticedIn(outcome)) return false;
    }
  }
  return true;
}

const noticedIn = ({ mutated, aliased }: Answer<LayerResult>): string => [...mutated, '/', ...aliased].join(' ');

const outputs = [...new Set(Object.values(layerSignatures).flatMap((signature) => signature.outputs))];

function alike(a: LayerResult, b: LayerResult): boolean {
  if (a.count !== b.count) return false;
  return outputs.every((name) => {
    const [one, other] = [a[name], b[name]];
    // Gradients of gamma and beta may be left out where there are neither.
    if (one === undefined || other === undefined) return one === other || name === 'dgamma' || name === 'dbeta';
    return close(one, other);
  });
}

/** Rounding errors that differ from one layer to another, of a few numbers of moderate size. */
const roundings = 256;

function close(a: Tensor, b: Tensor): boolean {
  if (a.dtype !== b.dtype || a.shape.join() !== b.shape.join()) return false;
  const [one, other] = [valuesOf(a), valuesOf(b)];
  const largest = one.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const allowed = roundings * formats[a.dtype].unitRoundoff * largest;
  return one.every(
    (value, i) => Object.is(value, other[i]) || value === other[i] || Math.abs(value - other[i]) <= allowed,
  );
}

const everything = {
  train: 1,
  eval: 1,
  forward: 4,
  backward: 2,
  load: 1,
  badForward: 1,
  copy: 1,
  state: 1,
  close: 1,
} as const;

/** Where everything is used, forwards in training are few, and a momentum of 0 or 1 hides whether statistics move. */
const training = { forward: 3, backward: 1 } as const;

/** Sequences in which everything is used, and some of training alone, with the target's outcomes. */
async function recorded(
  session: Pick<Session, 'target' | 'reference' | 'claims' | 'required' | 'observations'>,
): Promise<Script[]> {
  const kinds = [
    layerCases(session.claims, { actions: everything, layers: [1, 2] }),
    layerCases(session.claims, { actions: training, modes: ['train'] }),
  ];
  const scripts: Script[] = [];
  for (const given of kinds.flatMap((cases) =>
    cases ? fc.sample<LayerCase>(cases, { numRuns: furtherSequences, seed: 1 }) : [],
  )) {
    const trial = new Trial(session);
    try {
      await runSequence(trial, given, { rules: { step: () => true } });
    } catch (error) {
      if (!(error instanceof Falsified || error instanceof NotApplicable)) throw error;
    }
    scripts.push(trial.layerExchanges.slice());
  }
  return scripts;
}
