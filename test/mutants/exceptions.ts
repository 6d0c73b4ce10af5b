/** Where a mutant is not caught as it should be, and why. An entry that is no longer needed fails the test. */

/** Mutants that must be killed, or must not be, and what the clauses lack. */
export const open: Readonly<Record<string, string>> = {
  AL03: 'No case of BN-13.1 leaves out the running statistics.',
  AL05: 'No case gives beta the contents of the running mean.',
  DT01a: 'One repetition with equal bits counts as determinism, where a MUST compares two calls.',
  DT01b: 'One repetition with equal bits counts as determinism, even where none is claimed.',
  PR01: 'A bound is 0 · ∞ where any value should pass, so that NaN is called wrong.',
  PR09b: 'No variance given to inference is too large for float16.',
  PR11a: 'No case has more than 2048 values per channel, an odd number of them, in float16.',
  SH05: 'No case has more than 65535 channels.',
  SH19c: 'Sizes are drawn, so that one size is met with some seeds only.',
  SV02a: 'A channel with a NaN counts as outside the domain, where nothing is judged.',
  SV02b: 'A channel with a NaN counts as outside the domain, where nothing is judged.',
  SV02c: 'A channel with a NaN counts as outside the domain, where nothing is judged.',
  SV02d: 'A channel with a NaN counts as outside the domain, where nothing is judged.',
  SV02e: 'A channel with a NaN counts as outside the domain, where nothing is judged.',
  SV04a: 'A channel with an infinity counts as outside the domain, where nothing is judged.',
  SV04b: 'A channel with an infinity counts as outside the domain, where nothing is judged.',
  SV05a: 'A negative variance counts as outside the domain, where nothing is judged.',
  SV05b: 'A negative variance counts as outside the domain, where nothing is judged.',
  SY08: 'Training comes before inference in every run of the suite.',
  XX01: 'Two calls of one operation in a row are met with some seeds only.',
  XX02: 'No sequence has a momentum of 0.',
  XX04: 'No case has an epsilon of 0.',
  XX07: 'No clause asks for running statistics of one value per channel.',
  XX09: 'No case follows a call that was refused.',
  XX10: 'No dy is larger than 100.',
  XX15: 'No clause puts a NaN or an infinity into x of inference gradients.',
  XX16: 'No clause puts an infinity into dy.',
  XX17: 'No clause puts a NaN into gamma or beta of training.',
  XX18b: 'No case has more than 1025 channels.',
  XX19a: 'No case has more than 5000 values per channel.',
  XX19b: 'No case has more than 5000 values per channel.',
  XX21: 'A channel with a NaN counts as outside the domain, where nothing is judged.',
  XX26: 'No case gives gamma the contents of the running variance.',
};

/** Mutants that live between calls: a counterexample shrinks while they remember, and a fresh one has forgotten. */
export const remembering: Readonly<Record<string, string>> = {
  BW18b: 'dx of an earlier size stays in its buffer.',
  DT02: 'Every fifth call goes wrong.',
  LY11: 'The rank of the first call is kept.',
  MD08a: 'The constants of the first call are kept.',
  MD08b: 'The constants of the first call are kept.',
  SH08: 'Every seventh call goes wrong.',
  SH11: 'The result of an earlier call stays in its buffer.',
  XX25: 'The values of an earlier call stay in the workspace.',
  XX29: 'The epsilon of the first call is kept.',
};

const steps = 'A size shrinks to the smallest of its list at once or not at all.';

/** Mutants whose smallest counterexample has more than 12 values of x: the mistake needs them, or shrinking ends early. */
export const large: Readonly<Record<string, string>> = {
  BW18b: 'The size of the failing case is that of an earlier one.',
  BW28: steps,
  DT02: 'The failing case is the fifth, of any size.',
  LY02b: 'It needs rank 5, and BN-2.4 has sizes of at least 2.',
  LY03a: steps,
  LY03b: steps,
  LY14: steps,
  PR07: steps,
  PR11b: 'It needs more than 256 values per channel.',
  PR20a: 'It needs more than 32 values per channel.',
  RS23: 'The failing case is the first, of any size.',
  SH01a: steps,
  SH01b: 'It needs a row of more than 16 values.',
  SH01c: steps,
  SH06a: 'It needs a row of more than 256 values.',
  SH06b: 'It needs more than 768 samples.',
  SH06c: 'It needs more than 1024 values per channel.',
  SH07: 'It needs 64 values per channel.',
  SH08: 'The failing case is the seventh, of any size.',
  SH14: steps,
  SH19a: 'It needs 256 values per channel.',
  SH19b: 'It needs more than 512 values per channel.',
  XX13: steps,
  XX24: 'A normalized value above 6 needs more than 37 values per channel.',
};

/** Mutants whose counterexample takes more than ten seconds to shrink: that they fail is all that is tested. */
export const tedious: Readonly<Record<string, string>> = {
  LY01b: 'Thousands of values are simplified one by one, since the sizes of the case do not shrink.',
  SH03b: 'It needs more than 64 channels of 3 values, and thousands of values are simplified one by one.',
  XX18a: 'It needs more than 1024 channels, whose values are simplified one by one.',
};
