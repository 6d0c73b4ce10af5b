/** One answer of each kind on data that hides few mistakes, for the pictures of a report. */
import { byChannel } from '../diagnosis/channel-data.ts';
import { fixedProbes, type Probe as ProbeCall } from '../diagnosis/probes.ts';
import type { Probe } from '../report/measurements.ts';
import { jsonNumber } from '../report/json-number.ts';
import type { Tensor } from '../terms/contract.ts';
import type { NamedTensors } from '../terms/named-tensors.ts';
import { isOf, type Operation, operationsWhere } from '../terms/operations.ts';
import { outcomeOf } from '../wire/ask-again.ts';
import type { Session } from './trial/session.ts';

const pictured = operationsWhere(
  ({ pass, statistics }) => pass === 'forward' || (pass === 'backward' && statistics === 'batch'),
);

/** @param usable - operations that may be called; answers without a result of the right form are left out */
export async function takeProbes(session: Session, usable: readonly Operation[]): Promise<Probe[]> {
  const wanted = pictured.filter((operation) => usable.includes(operation));
  const probes: Probe[] = [];
  for (const probe of fixedProbes(session.claims, wanted).slice(0, wanted.length)) {
    try {
      const taken = await take(probe, session);
      if (taken) probes.push(taken);
    } catch {
      // A missing picture must not cost the report.
    }
  }
  return probes;
}

async function take(
  { operation, call }: ProbeCall,
  { target, reference, claims }: Session,
): Promise<Probe | undefined> {
  const answer = await outcomeOf(target, operation, call);
  if (answer.status !== 'ok') return undefined;
  const output = isOf('backward', operation) ? 'dx' : 'y';
  const actual = (answer.result as NamedTensors)[output] as Tensor;
  const { shape } = call.x;
  if (actual.shape.join() !== shape.join()) return undefined;
  const data = reference.answer(operation, call, claims).outputs[output]?.hi as Float64Array;
  const [xs, ys, exact] = [call.x, actual, { dtype: 'float64', shape, data } as const].map((t) =>
    byChannel(t, call.axis),
  );
  const channels = xs.map((x, c) => ({ x, actual: ys[c].map(jsonNumber), exact: exact[c].map(jsonNumber) }));
  return { operation, output, dtype: actual.dtype, channels };
}
