/** The open set: wrong implementations by an author who knew neither the bank of mutants nor the clauses. */
import { optionsAndScalars } from './arguments.ts';
import type { Entry } from './entry.ts';
import { faults } from './faults.ts';
import { gradients } from './gradients.ts';
import { inference } from './inference.ts';
import { layouts } from './layouts.ts';
import { memory } from './memory.ts';
import { several } from './several.ts';
import { sizes } from './sizes.ts';
import { statistics } from './statistics.ts';
import { types } from './types.ts';
import { values } from './values.ts';

export type { Entry } from './entry.ts';

export const openSet: readonly Entry[] = [
  ...statistics,
  ...gradients,
  ...inference,
  ...sizes,
  ...layouts,
  ...optionsAndScalars,
  ...values,
  ...types,
  ...memory,
  ...faults,
  ...several,
];
