/** `bnspec doctor`: checks whether an adapter itself is right, whatever it computes. */
import { checklist } from './doctor/findings-text.ts';
import { examine, itemsFor } from './doctor/examine.ts';
import { Patient } from './doctor/patient.ts';
import { type ExitCode, exitCodes } from '../terms/exit-codes.ts';
import { moduleCommand } from '../wire/process-target.ts';
import { print } from './print-safely.ts';
import { UsageError } from './errors.ts';
import type { Wiring } from './wiring-interface.ts';

export interface DoctorOptions {
  readonly timeout: number;
}

/** @returns success where the adapter is healthy, failure where something is wrong */
export async function doctor(
  module: string | undefined,
  command: readonly string[] | undefined,
  { timeout }: DoctorOptions,
  wiring: Wiring,
): Promise<ExitCode> {
  if ((module === undefined) === (command === undefined)) {
    throw new UsageError('expected a module or "-- COMMAND", and not both');
  }
  const [program, ...args] = command ?? [];
  if (module === undefined && !program) throw new UsageError('expected a command after "--"');
  const patient = new Patient(module === undefined ? { command: program, args } : moduleCommand(module), timeout);
  const found = await examine(patient, await wiring.reference());
  print(checklist(patient.hello.name, found, itemsFor(patient.hello).length));
  return found.some(({ finding }) => finding.state === 'wrong') ? exitCodes.failure : exitCodes.success;
}
