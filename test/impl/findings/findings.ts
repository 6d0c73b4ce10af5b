/** The findings as data, and what a request file shows of an implementation. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { candidates } from '../../../impl/adapters/registry.ts';
import { reference } from '../../../reference/oracle.ts';
import { compareOutputs } from '../../../spec/accuracy/compare.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { missing } from '../../../spec/cli/survey/available.ts';
import { startCandidate } from '../../../spec/cli/survey/check-candidate.ts';
import type { Candidate } from '../../../spec/terms/survey-candidate.ts';
import type { AnyOperation, AnyTensor } from '../../../spec/terms/further-operations.ts';
import type { Calls } from '../../../spec/terms/operations.ts';
import { decodeRequest } from '../../../spec/wire/requests-and-answers.ts';
import type { Target } from '../../../spec/wire/target.ts';
import { read, root } from '../../support/repository-files.ts';

export const folder = 'impl/findings';

export interface Finding {
  readonly id: string;
  readonly request: string;
  readonly clause: string;
  readonly shows: Shown;
  /** Names in the survey, or modules. */
  readonly in: readonly string[];
  /** Others that give the right answer to the same request. */
  readonly notIn: readonly string[];
}

/** An output beyond the bound of a grade, or of growth with the logarithm of m at grade stable; or no answer at all. */
export type Shown =
  | { readonly output: AnyTensor; readonly beyond: 'stable' | 'cancelling' | 'logarithmic' }
  | { readonly status: 'error' };

export const findings = JSON.parse(read(`${folder}/index.json`)) as readonly Finding[];

export function candidateOf(name: string): Candidate {
  const listed = candidates.find((candidate) => candidate.name === name);
  if (listed !== undefined) return listed;
  // Outside the survey there are adapters in the browser alone: they need what these do.
  return { ...candidateOf('tfjs-webgl'), name, start: { module: name } };
}

export const lacking = (name: string): string | undefined => missing(candidateOf(name));

/** Whether this implementation shows it. */
export async function shown({ request, shows }: Finding, name: string): Promise<boolean> {
  const { op, call } = decodeRequest(readFileSync(join(root, folder, request)));
  const target = await startCandidate(candidateOf(name));
  try {
    return await showsIn(target, op, call, shows);
  } finally {
    await target.close();
  }
}

async function showsIn<O extends AnyOperation>(target: Target, op: O, call: Calls[O], shows: Shown): Promise<boolean> {
  const outcome = await target.call(op, call);
  if ('status' in shows) return outcome.status === shows.status;
  if (outcome.status !== 'ok') throw new Error(`${target.name}: ${outcome.status}: ${outcome.message}`);
  const claims = resolveClaims(target.claims);
  const { output, beyond } = shows;
  const logarithmic = beyond === 'logarithmic';
  const truth = reference.answer(op, call, claims);
  const [{ excess }] = compareOutputs(op, call, outcome.result, truth, [output], {
    required: logarithmic ? 'stable' : beyond,
    claims,
    ...(logarithmic && { growth: beyond }),
  });
  return excess > 1;
}
