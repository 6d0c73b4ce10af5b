/** One seed for every property, so that a run can be repeated: BNSPEC_SEED, else 1. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['BNSPEC_SEED'] ?? 1) });

// Wrong implementations are checked here on purpose: none of them is to be announced beside the change under test.
delete process.env['GITHUB_ACTIONS'];
