/** State shared by a whole run: the target, the reference, the required grade, and the observations so far. */
import type { Claims, Grade } from '../../terms/contract.ts';
import type { Reference } from '../../terms/truth.ts';
import type { Target } from '../../wire/target.ts';
import type { Observations } from './observations.ts';

export interface Session {
  readonly target: Target;
  readonly reference: Reference;
  readonly claims: Claims;
  readonly required: Exclude<Grade, 'wrong'>;
  readonly observations: Observations;
}
