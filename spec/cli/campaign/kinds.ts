/** Counterexamples that are one kind, wherever they were found: the same clause, diagnosis and form. */
import type { UnitResult } from '../../check/units/unit-result.ts';
import { failureIn } from '../../check/units/fold.ts';
import type { Session } from '../../check/trial/session.ts';
import { clauses } from '../../clauses/index.ts';
import { explaining } from '../../diagnosis/explaining-mutants.ts';
import type { Kind } from '../../report/campaign/campaign-report.ts';
import { formOf } from '../../report/campaign/counterexample-form.ts';
import { grouped } from '../../report/grouped.ts';
import type { Mutant } from '../../terms/mutant.ts';

export interface KindsOptions extends Pick<Session, 'reference' | 'claims'> {
  readonly bank: readonly Mutant[];
  /** Ids of what the whole run is diagnosed with: these come first. */
  readonly named: readonly string[];
}

interface Found {
  readonly unit: string;
  readonly form: string;
  readonly size: number;
  readonly ids: readonly string[];
}

/**
 * @param failed - units that failed, by clause
 * @param get - the result of a unit: they are read one by one, since all of them together may be large
 */
export async function kindsIn(
  failed: ReadonlyMap<string, readonly string[]>,
  get: (unit: string) => UnitResult | undefined,
  options: KindsOptions,
): Promise<Kind[]> {
  const kinds: Kind[] = [];
  for (const [clause, units] of failed) {
    const found: Found[] = [];
    for (const unit of units) {
      const result = get(unit);
      if (result?.counterexample) found.push(await examined(result, options));
    }
    kinds.push(...kindsOf(clause, found, get, options.named));
  }
  return kinds;
}

async function examined(result: UnitResult, { bank, named, ...means }: KindsOptions): Promise<Found> {
  const { name, counterexample } = result;
  const failure = failureIn(result);
  const likely = bank.filter(({ id }) => named.includes(id));
  const known = failure ? await explaining(failure, means, likely) : [];
  const ids = known.length > 0 || failure === undefined ? known : await explaining(failure, means, bank);
  const { requests } = counterexample as NonNullable<typeof counterexample>;
  return {
    unit: name,
    form: formOf(counterexample as NonNullable<typeof counterexample>),
    size: requests.join('').length,
    ids,
  };
}

function kindsOf(
  clause: string,
  found: readonly Found[],
  get: (unit: string) => UnitResult | undefined,
  named: readonly string[],
): Kind[] {
  const diagnoses = fewestThatExplain(
    found.map(({ ids }) => ids),
    named,
  );
  const groups = grouped([...found.keys()], (i) => `${diagnoses[i] ?? ''}\n${found[i].form}`);
  const level = clauses.find(({ id }) => id === clause)?.level ?? 'MUST';
  return groups
    .map(([, members]) => {
      const smallest = members.reduce((best, i) => (found[i].size < found[best].size ? i : best));
      const { message = '', counterexample, replay } = get(found[smallest].unit) as UnitResult;
      const diagnosis = diagnoses[smallest];
      return {
        clause,
        level,
        form: found[smallest].form,
        ...(diagnosis !== undefined && { diagnosis }),
        message,
        met: members.length,
        counterexample: counterexample as NonNullable<typeof counterexample>,
        ...(replay !== undefined && { replay }),
      };
    })
    .toSorted((a, b) => b.met - a.met);
}

/**
 * One diagnosis for each: small inputs agree with several mistakes, so that as few as possible are named.
 * @param all - the mistakes that explain each
 * @param named - are taken before others
 */
export function fewestThatExplain(
  all: readonly (readonly string[])[],
  named: readonly string[],
): (string | undefined)[] {
  const chosen = all.map((): string | undefined => undefined);
  const rank = (id: string): number => (named.includes(id) ? named.indexOf(id) : named.length);
  for (;;) {
    const left = [...all.keys()].filter((i) => chosen[i] === undefined && all[i].length > 0);
    if (left.length === 0) return chosen;
    const counts = new Map<string, number>();
    for (const i of left) for (const id of all[i]) counts.set(id, (counts.get(id) ?? 0) + 1);
    const [[best]] = [...counts].toSorted(
      ([a, often], [b, other]) => rank(a) - rank(b) || other - often || (a < b ? -1 : 1),
    );
    for (const i of left) if (all[i].includes(best)) chosen[i] = best;
  }
}
