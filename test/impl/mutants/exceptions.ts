/** Where a mutant is not caught as it should be, and why. An entry that is no longer needed fails the test. */

/** Mutants that depend on earlier calls: a counterexample shrinks while they keep state, and a fresh one begins without. */
export const stateful: Readonly<Record<string, string>> = {
  CA03: 'The values of an earlier call stay in the workspace.',
  CA04: 'The epsilon of the first call is kept.',
  DT02: 'Every fifth call goes wrong.',
  LY11: 'The rank of the first call is kept.',
  SH08: 'Every seventh call goes wrong.',
  SH11: 'The result of an earlier call stays in its buffer.',
};

const steps = 'A size shrinks to the smallest of its list at once or not at all.';

/** Mutants whose smallest counterexample has more than 12 values of x: the mistake needs them, or shrinking ends early. */
export const large: Readonly<Record<string, string>> = {
  AL56: 'It needs 1024 values.',
  CL02: 'A normalized value above 6 needs more than 37 values per channel.',
  CO01: 'It needs 8 channels, and the first case that shows it is a large one.',
  CO02: 'It needs more than 256 channels.',
  CO03: 'It needs more than 256 channels.',
  DT02: 'The failing case is the fifth, of any size.',
  FO19: 'It needs more than 512 channels.',
  LY02b: 'It needs rank 5, and BN-2.4 has sizes of at least 2.',
  LY03a: steps,
  LY03b: steps,
  LY52: steps,
  PR07: steps,
  PR11a: 'It needs more than 2048 values per channel.',
  PR11b: 'It needs more than 256 values per channel.',
  PR20a: 'It needs more than 32 values per channel.',
  SH01b: 'It needs a row of more than 16 values.',
  SH01c: steps,
  SH03b: 'It needs more than 64 channels of 3 values.',
  SH05: 'It needs more than 65535 channels.',
  SH06a: 'It needs a row of more than 256 values.',
  SH06b: 'It needs more than 768 samples.',
  SH06c: 'It needs more than 1024 values per channel.',
  SH07: 'It needs 64 values per channel.',
  SH08: 'The failing case is the seventh, of any size.',
  SH14: steps,
  SH19a: 'It needs 256 values per channel.',
  SH19b: 'It needs more than 512 values per channel.',
  SH19c: 'It needs 129 channels.',
  SH50a: 'It needs more than 1024 channels.',
  SH50b: 'It needs more than 2048 channels.',
  SH51a: 'It needs more than 8192 values per channel.',
  SH51b: 'It needs more than 65536 values per channel.',
  SH52: 'It needs more than 65535 channels.',
  SH53: 'It needs more than 256 channels.',
  SH54: 'It needs 4096 values per channel.',
  SH55: 'It needs more than 262144 values.',
  SH56: 'It needs more than 65536 values.',
  SH57: 'It needs more than 4096 values per channel.',
  SH58: 'It needs more than 92681 values per channel.',
  SH59: 'It needs more than 33000 bytes per channel.',
  SH60: 'It needs more than 16384 values.',
  SV50: steps,
};
