/** Exit codes of the program: README.md has the same table, and a test compares them. */
export const exitCodes = {
  success: 0,
  failure: 1,
  usage: 2,
  couldNotStart: 3,
  incomplete: 4,
  nothingRan: 5,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Meaning of each code for `bnspec check`, in the order of the codes. */
export const exitCodeMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  success: 'conforms',
  failure: 'does not conform',
  usage: 'a mistake in the command line',
  couldNotStart: 'the adapter could not start',
  incomplete:
    'incomplete: interrupted, the adapter crashed too often or refused too much, or output could not be written',
  nothingRan: 'nothing ran, or every call was refused',
};
