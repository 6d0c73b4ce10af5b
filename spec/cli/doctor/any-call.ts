/** A call that any target answers: of its first operation, or the forward of a new layer where it offers no operation. */
import type { Claims } from '../../terms/contract.ts';
import type { LayerOutcome, Outcome } from '../../wire/call-outcome.ts';
import type { Operation } from '../../terms/operations.ts';
import { callFor, type Form, simplest } from './calls.ts';
import { batchFor, configFor, Walk } from './layer-walk.ts';
import type { Ask, Patient } from './patient.ts';

export async function anyCall(
  patient: Patient,
  claims: Claims,
  form: Form = simplest(claims),
  ask: Ask = {},
): Promise<Outcome<Operation> | LayerOutcome> {
  const [operation] = patient.hello.operations as readonly (Operation | undefined)[];
  if (operation !== undefined) return patient.call(operation, callFor(operation, claims, form), ask);
  const walk = new Walk(patient, claims, configFor(claims, form));
  for (const outcome of [await walk.make(), await walk.ask({ op: 'layerTrain' })]) {
    if (outcome.status !== 'ok') return outcome;
  }
  const outcome = await walk.ask({ op: 'layerForward', x: batchFor(claims, form) }, ask);
  if (outcome.status === 'ok') await walk.ask({ op: 'layerClose' });
  return outcome;
}
