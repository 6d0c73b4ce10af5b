/** The items that the doctor examines, and its findings. */
import type { Claims } from '../../terms/contract.ts';
import type { Reference } from '../../terms/truth.ts';
import type { CouldNotStart } from '../../wire/start-error.ts';
import type { Patient } from './patient.ts';

/** `note`: works, but could be better. `unknown`: could not be asked, for want of an operation or of a
 * process. */
export type State = 'fine' | 'note' | 'wrong' | 'unknown';

export interface Finding {
  readonly state: State;
  readonly says: string;
  /** Advice on how to fix it. */
  readonly fix?: string;
}

export interface Item {
  readonly id: string;
  examine(patient: Patient, surroundings: Surroundings): Promise<Finding>;
}

export interface Surroundings {
  readonly claims: Claims;
  readonly reference: Reference;
}

export const fine = (says: string): Finding => ({ state: 'fine', says });
export const note = (says: string, fix: string): Finding => ({ state: 'note', says, fix });
export const wrong = (says: string, fix: string): Finding => ({ state: 'wrong', says, fix });
export const unknown = (says: string): Finding => ({ state: 'unknown', says });
/** Where the system starts no process, that says nothing of the adapter. */
export const unasked = ({ message }: CouldNotStart): Finding => unknown(`could not be asked: ${message}`);
