/** How binding a clause is (RFC 2119): only a MUST decides the verdict. */
export type Level = 'MUST' | 'SHOULD' | 'MAY';
