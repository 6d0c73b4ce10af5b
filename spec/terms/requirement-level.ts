/** Obligation of a clause (RFC 2119): only a MUST affects the verdict. */
export type Level = 'MUST' | 'SHOULD' | 'MAY';
