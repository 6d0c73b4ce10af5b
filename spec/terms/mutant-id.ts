/** Ids of mutants: two letters for the family, two digits for the row, and a letter where a row has variants: ST01a. */

export const isMutantId = (text: string): boolean => /^[A-Z]{2}\d\d[a-z]?$/.test(text);

/** The kind of mistake: ST. */
export const familyOf = (id: string): string => id.slice(0, 2);

/** Variants of one row are one mistake: ST01a and ST01b are ST01. */
export const rowOf = (id: string): string => id.slice(0, 4);
