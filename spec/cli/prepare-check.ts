/** Opens a target and gathers all that judging it takes: for `bnspec check`, and for those who call it from code. */
import { inferConventions } from '../diagnosis/infer-conventions.ts';
import type { SmokeEntry } from '../check/golden/judge-golden-cases.ts';
import type { KnownFailure } from '../check/known-failures.ts';
import type { ClaimsUnit } from '../check/units/claims-unit.ts';
import type { RunOptions } from '../check/run-options.ts';
import type { Replay } from '../check/clause-patterns-and-replay-tokens.ts';
import type { Clause } from '../check/trial/clause.ts';
import type { Claims, Grade, ProfileName } from '../terms/contract.ts';
import type { FixtureSet } from '../terms/fixture.ts';
import { resolveClaims } from '../terms/profiles.ts';
import { RunLimits } from '../wire/run-limits.ts';
import type { Target } from '../wire/target.ts';
import { inOneLine } from './errors.ts';
import { openTarget, openTargets, type TargetRequest } from './open-target.ts';
import type { Wiring } from './wiring-interface.ts';

/** Options of a check, as values. */
export interface Settings {
  readonly profile?: ProfileName | 'auto' | undefined;
  /** Default: the claimed grade. */
  readonly require?: Exclude<Grade, 'wrong'> | undefined;
  readonly seed: number;
  readonly runs: number;
  readonly jobs: number;
  readonly chosen: readonly Clause[];
  /** Golden entries to report; undefined where the golden cases are not run. */
  readonly golden?: readonly SmokeEntry[] | undefined;
  readonly replay?: Replay | undefined;
  readonly known: readonly KnownFailure[];
  /** Default: as the target states or shows them. */
  readonly claims?: Pick<ClaimsUnit, 'claims' | 'inferred'>;
  /** See Report.command. */
  readonly command: string;
}

export interface Begun {
  readonly target: Target;
  readonly options: RunOptions;
  close(): Promise<void>;
}

/** @throws UsageError, NotAnImplementation, CouldNotStart */
export async function begin(
  named: Omit<TargetRequest, 'shared'>,
  { profile, require, golden, replay, jobs, chosen, claims: given, ...settings }: Settings,
  wiring: Wiring,
): Promise<Begun> {
  const request = { ...named, shared: new RunLimits() };
  const [target, ...beside] = await openTargets(request, Math.min(jobs, chosen.length), wiring);
  const close = async (): Promise<void> => {
    await Promise.all([target, ...beside].map((each) => each.close()));
  };
  try {
    const { claims, inferred } = given ?? (await claimsFor(target, profile));
    const options: RunOptions = {
      ...settings,
      reference: await wiring.reference(),
      claims,
      inferred,
      required: require ?? requiredBy(claims),
      clauses: chosen,
      ...(golden && { golden: { set: await goldenSet(wiring), entries: golden } }),
      ...(replay && { replay }),
      program: wiring.program,
      diagnosis: { bank: wiring.bank, fresh: (timeoutMs) => openTarget(limited(request, timeoutMs), wiring) },
      beside,
    };
    return { target, options, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** With a limit of its own it may hang more often than the run can afford to: that counts for itself. */
const limited = ({ shared, ...request }: TargetRequest, timeoutMs: number | undefined): TargetRequest => ({
  ...request,
  ...(timeoutMs === undefined ? { ...(shared && { shared }) } : { timeoutMs }),
});

const goldenSet = async ({ fixtures }: Wiring): Promise<FixtureSet> => {
  const tools = await fixtures();
  return inOneLine(tools.golden);
};

/** The claimed grade; an implementation that claims to be wrong is held to the lowest grade that counts as right. */
export const requiredBy = ({ grade }: Claims): Exclude<Grade, 'wrong'> => (grade === 'wrong' ? 'cancelling' : grade);

async function claimsFor(
  target: Target,
  profile: Settings['profile'],
): Promise<{ claims: Claims; inferred: readonly string[] }> {
  if (profile !== 'auto') return { claims: resolveClaims(target.claims, profile), inferred: [] };
  const { conventions, evidence } = await inferConventions(target, resolveClaims(target.claims));
  return { claims: { ...resolveClaims(target.claims), ...conventions }, inferred: evidence };
}
