/** Whether a verdict has enough to rest on (BN-13.7): what is refused is not judged, so too much of it leaves the whole open. */
import { grouped } from '../report/grouped.ts';
import type { ClauseReport, OperationEvidence } from '../report/report.ts';
import { anyOperations } from '../terms/further-operations.ts';
import { snakeCase } from '../terms/operations.ts';
import type { Evidence } from './trial/answered-call-counts.ts';

/** Least share of the valid calls of each operation that must be answered. */
export const leastAnswered: number = 3 / 4;

const mostReasons = 3;

export const evidenceOf = (evidence: Evidence): readonly OperationEvidence[] =>
  [...anyOperations, 'layer' as const].flatMap((operation) => {
    const { answered, refused, because } = evidence.of(operation);
    if (answered + refused === 0) return [];
    const reasons = [...because].map(([message, calls]) => ({ message, calls }));
    const frequent = reasons.toSorted((a, b) => b.calls - a.calls).slice(0, mostReasons);
    return [{ operation: snakeCase(operation), answered, refused, ...(frequent.length > 0 && { because: frequent }) }];
  });

/** Whether valid calls were made, and not one of them was answered. */
export const nothingAnswered = (evidence: readonly OperationEvidence[]): boolean =>
  evidence.length > 0 && evidence.every(({ answered }) => answered === 0);

/** The gaps in the evidence, one sentence each; none where it suffices. */
export function missingEvidence(
  evidence: readonly OperationEvidence[],
  clauses: readonly ClauseReport[],
): readonly string[] {
  const thin = evidence.filter(({ answered, refused }) => answered < leastAnswered * (answered + refused));
  const unjudged = clauses.filter(
    ({ level, verdict, refused = 0 }) => level === 'MUST' && verdict === 'not-applicable' && refused > 0,
  );
  return [
    ...thin.map(
      ({ operation, answered, refused, because = [] }) =>
        `${operation} refused ${refused} of ${answered + refused} calls within its claims${quote(because[0]?.message)}`,
    ),
    ...grouped(unjudged, ({ message }) => message ?? '').map(
      ([message, members]) =>
        `${members.map(({ id }) => id).join(', ')} ${members.length > 1 ? 'were' : 'was'} judged in no case, since every call was refused${quote(message)}`,
    ),
  ];
}

const quote = (message = ''): string => (message === '' ? '' : `: ${message}`);
