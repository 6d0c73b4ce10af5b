/** Parts of sentences that diagnoses share. */

/** `a, b and c` */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

export const capital = (text: string): string => `${text[0].toUpperCase()}${text.slice(1)}`;
