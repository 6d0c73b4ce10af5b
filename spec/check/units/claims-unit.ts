/** The claims that a run is judged by, as its first unit: where they are inferred, the target was asked. */
import type { Claims } from '../../terms/contract.ts';

export const claimsName = 'claims';

export interface ClaimsUnit {
  readonly name: typeof claimsName;
  readonly claims: Claims;
  /** See RunOptions. */
  readonly inferred: readonly string[];
  /** End of the process, each time that it was replaced meanwhile. */
  readonly falls: readonly string[];
}
