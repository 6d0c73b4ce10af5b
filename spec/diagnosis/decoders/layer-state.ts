/**
 * Decodes the state of a layer: which calls change which of its entries, compared with those that may. No mistake need be known
 * for that.
 */
import { listed } from '../words.ts';
import type { LayerExchange } from '../../check/trial/exchange.ts';
import { misformedState } from '../../check/trial/layer-state-form.ts';
import type { Diagnosis } from '../../report/report.ts';
import type { Claims, LayerConfig, LayerState } from '../../terms/contract.ts';
import { layerClaimsOf } from '../../terms/layer-commands.ts';
import { snakeCase } from '../../terms/operations.ts';
import { valuesOf } from '../../terms/tensor.ts';
import type { Target } from '../../wire/target.ts';
import { changedEntries, type EntryName, entryNames, type LayerStep, type StepKind, stepsOf } from '../layer-steps.ts';
import { movesWhenRead } from '../moves-when-read.ts';

type Script = readonly LayerExchange[];

/** Kinds of calls, those first from which others follow; each with the sentence about entries that it must not change. */
const sentences: Readonly<Record<StepKind, (names: string) => string>> = {
  reading: (names) => `${names} changes between two readings of the state, with no call in between.`,
  new: (names) => `A new layer has another ${names} than it must.`,
  copied: (names) => `A copy has another ${names} than its original.`,
  load: (names) => `load does not restore ${names}.`,
  train: (names) => `train() changes ${names}.`,
  eval: (names) => `eval() changes ${names}.`,
  evaluation: (names) => `A forward in evaluation changes ${names}.`,
  backward: (names) => `backward changes ${names}.`,
  copy: (names) => `copy() changes ${names} of the layer that is copied.`,
  refused: (names) => `A call that is refused changes ${names}.`,
  ofCopy: (names) => `A call of a copy changes ${names} of its original.`,
  ofOriginal: (names) => `A call of a layer changes ${names} of its copy.`,
  elsewhere: (names) => `A call of another layer changes ${names}.`,
  training: (names) => `A forward in training changes ${names}.`,
};

const kinds = Object.keys(sentences) as StepKind[];

/** Further findings mostly follow from the first. */
const mostFindings = 3;

/** @returns findings in the order in which one may follow from another */
export async function decodeLayerState(
  target: Target,
  claims: Claims,
  scripts: readonly Script[],
): Promise<Diagnosis[]> {
  const steps = scripts.map(stepsOf);
  const all = steps.flat();
  const misformed = formFinding(all, claims);
  if (misformed) return [misformed];
  const findings: Diagnosis[] = [];
  const moving = new Set<EntryName>();
  for (const kind of kinds) {
    const ofKind = all.filter((step) => step.kind === kind);
    const wrong = entryNames.filter(
      (name) => !moving.has(name) && ofKind.some((step) => unexpected(step, claims).includes(name)),
    );
    if (wrong.length === 0) continue;
    const names = listed(wrong.map(snakeCase));
    const evidence = evidenceOf(ofKind.filter((step) => wrong.some((name) => unexpected(step, claims).includes(name))));
    if (kind !== 'reading') findings.push({ id: 'state', says: sentences[kind](names), evidence: evidence(ofKind) });
    else {
      // Each call is between two readings, and seems to change it as well.
      for (const name of wrong) moving.add(name);
      const at = steps.map((of) => of.find((step) => step.kind === kind && unexpected(step, claims).length > 0));
      const shown = at.findIndex((step) => step !== undefined);
      const why = await movesWhenRead(target, scripts[shown].slice(0, at[shown]?.at));
      const says = why ? `${names} changes ${why}.` : sentences.reading(names);
      findings.push({ id: 'state', says, evidence: evidence(ofKind) });
    }
  }
  return [...findings, ...stuck(all, moving)].slice(0, mostFindings);
}

const evidenceOf =
  (wrong: readonly LayerStep[]) =>
  (all: readonly LayerStep[]): string =>
    `observed in ${wrong.length} of ${all.length} such ${all.length === 1 ? 'step' : 'steps'}, bit for bit`;

/** Entries that the step must not have changed as it did. */
function unexpected(step: LayerStep, claims: Claims): EntryName[] {
  const { kind, before, after, given, config } = step;
  const counts = layerClaimsOf(claims).count;
  const judged = (names: readonly EntryName[]): EntryName[] =>
    counts ? [...names] : names.filter((name) => name !== 'count');
  if (kind === 'new') return judged(entryNames.filter((name) => !isInitial(name, after)));
  if (kind === 'load') return given ? judged(changedEntries(given, after)) : [];
  if (before === undefined) return [];
  const changed = judged(changedEntries(before, after));
  // The count of a refused call is no MUST (BN-15.25).
  if (kind === 'refused') return changed.filter((name) => name !== 'count');
  if (kind !== 'training') return changed;
  const parameters = changed.filter((name) => name === 'gamma' || name === 'beta');
  const from = before.count;
  const miscounted = counts && config.trackRunningStats && from !== undefined && after.count !== from + 1;
  return miscounted ? [...parameters, 'count'] : parameters;
}

function isInitial(name: EntryName, state: LayerState): boolean {
  if (name === 'count') return state.count === undefined || state.count === 0;
  const tensor = state[name];
  const value = name === 'gamma' || name === 'runningVar' ? 1 : 0;
  return tensor === undefined || valuesOf(tensor).every((each) => each === value);
}

function formFinding(steps: readonly LayerStep[], claims: Claims): Diagnosis | undefined {
  const problems = steps.flatMap(({ after, config }) => misformed(after, config, claims) ?? []);
  const [first] = problems;
  if (first === undefined) return undefined;
  const alike = problems.filter((problem) => problem === first).length;
  return {
    id: 'state',
    says: `state() is not as it must be: ${first}.`,
    evidence: `observed in ${alike} of ${steps.length} readings`,
  };
}

function misformed(state: LayerState, config: LayerConfig, claims: Claims): string | undefined {
  const problem = misformedState(state, config);
  if (problem !== undefined) return problem;
  const due = config.trackRunningStats && layerClaimsOf(claims).count;
  return due && state.count === undefined ? 'the state has no count' : undefined;
}

/** Running statistics that no forward in training has changed, where each must change. */
function stuck(steps: readonly LayerStep[], moving: ReadonlySet<EntryName>): Diagnosis[] {
  const moves = ({ momentum }: LayerConfig): boolean => momentum === null || (momentum > 0 && momentum < 1);
  const forwards = steps.filter(({ kind, config }) => kind === 'training' && config.trackRunningStats && moves(config));
  if (forwards.length < fewest) return [];
  const names = (['runningMean', 'runningVar'] as const).filter(
    (name) =>
      !moving.has(name) &&
      forwards.every(({ before, after }) => before && !changedEntries(before, after).includes(name)),
  );
  if (names.length === 0) return [];
  const evidence = `observed in all ${forwards.length} such steps, bit for bit`;
  return [{ id: 'state', says: `A forward in training does not change ${listed(names.map(snakeCase))}.`, evidence }];
}

/** Forwards that must all have left an entry alone before it is called stuck: of one, the new value may be the old. */
const fewest = 3;
