/** Something that can be called: an implementation here, or a process that serves one. */
import type { Claims, ProfileName } from '../terms/contract.ts';
import type { Calls, Operation } from '../terms/operations.ts';
import type { Outcome } from './outcome.ts';

/** Only one call is under way at a time; calls wait for those before them. */
export interface Target {
  readonly name: string;
  readonly version?: string;
  readonly language?: string;
  readonly claims?: Partial<Claims> | ProfileName;
  readonly operations: readonly Operation[];
  /** Never rejects for what the implementation does; see RestartBudgetSpent for the one exception. */
  call<O extends Operation>(operation: O, call: Calls[O]): Promise<Outcome<O>>;
  /** How its process ended, each time that it had to be replaced: one line each. */
  falls?(): readonly string[];
  close(): Promise<void>;
}
