/** One seed for every property, so that a run can be repeated: BNSPEC_SEED, else 1. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['BNSPEC_SEED'] ?? 1) });
