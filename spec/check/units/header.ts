/** The common part of all shards of one run: results under different headers do not belong together. */
import type { ProfileName, StatedClaims } from '../../terms/contract.ts';
import type { Report } from '../../report/report.ts';
import type { AnyOperation } from '../../terms/further-operations.ts';
import { chosenEntries } from '../golden/chosen-entries.ts';
import { chosenClauses, type RunOptions } from '../run-options.ts';
import type { Session } from '../trial/session.ts';
import { specVersion, suiteVersion } from '../version.ts';

export interface Header {
  readonly suite: Report['suite'];
  readonly implementation: {
    readonly name: string;
    readonly version?: string;
    readonly operations: readonly AnyOperation[];
    /** Whether layers are offered. */
    readonly layer?: true;
    /** As the implementation states them. */
    readonly claims?: StatedClaims | ProfileName;
  };
  /** As asked for. */
  readonly profile?: string;
  readonly require?: string;
  readonly seed: number;
  readonly runs: number;
  /** Ids. */
  readonly clauses: readonly string[];
  readonly golden?: readonly string[];
  /** See FoldOptions. */
  readonly mostFailures: number;
}

export type Asked = Pick<Header, 'profile' | 'require' | 'mostFailures'>;

export function headerOf({ target }: Pick<Session, 'target'>, options: RunOptions, asked: Asked): Header {
  const { golden, seed, runs } = options;
  const { name, version, operations, further = [], claims } = target;
  return {
    suite: { version: suiteVersion, spec: specVersion, fixtures: golden?.set.version ?? 'none' },
    implementation: {
      name,
      ...(version !== undefined && { version }),
      operations: [...operations, ...further],
      ...(target.layer && { layer: true as const }),
      ...(claims !== undefined && { claims }),
    },
    ...asked,
    seed,
    runs,
    clauses: chosenClauses(options).map(({ id }) => id),
    ...(golden && { golden: chosenEntries(options).map(({ id }) => id) }),
  };
}

/** The first field in which they differ, with both values, in words; undefined where they are alike. */
export function difference(one: unknown, other: unknown, path = ''): string | undefined {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
  if (a === b) return undefined;
  if (isRecord(one) && isRecord(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    const differing = keys.find((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]));
    if (differing !== undefined)
      return difference(one[differing], other[differing], path === '' ? differing : `${path}.${differing}`);
  }
  return `${path}: ${brief(a)} and ${brief(b)}`;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const brief = (text: string | undefined): string => {
  if (text === undefined) return 'nothing';
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
};
