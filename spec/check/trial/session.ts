/** What a whole run shares: whom it checks, by what, how strictly, and what it has seen so far. */
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
