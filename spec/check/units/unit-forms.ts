/** The form of results that come from a file, which may be damaged. */
import { z } from 'zod';
import { grades } from '../../accuracy/grade.ts';
import { claimsForm, counterexampleForm, hardestForm, measurementForm, worstForm } from '../../report/schema.ts';
import { anyOperations } from '../../terms/further-operations.ts';
import { claimsName } from './claims-unit.ts';

const count = z.int().min(0);
const operation = z.enum(anyOperations);
const counted = z.enum([...anyOperations, 'layer']);
const number = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);

const exchange = z.union([
  z.strictObject({ request: z.string(), answer: z.string() }),
  z.strictObject({ request: z.string(), status: z.enum(['crash', 'timeout']), message: z.string() }),
]);

export const unitForm: z.ZodType = z.strictObject({
  name: z.string().min(1),
  id: z.string().min(1),
  verdict: z.enum(['pass', 'fail', 'not-applicable', 'error']),
  runs: count,
  message: z.string().optional(),
  worst: worstForm.optional(),
  counterexample: counterexampleForm.optional(),
  replay: z.string().optional(),
  hardest: hardestForm.optional(),
  hardestOfOthers: z.array(hardestForm).optional(),
  failure: z
    .strictObject({
      exchanges: z.array(exchange),
      layerExchanges: z.array(exchange).optional(),
      unsimplified: z.array(exchange).optional(),
      finding: z.strictObject({ output: z.string(), expected: number, actual: number }).optional(),
    })
    .optional(),
  grade: z.enum(grades).optional(),
  evidence: z.strictObject({
    comparable: count,
    useless: count,
    tallies: z.array(
      z.strictObject({
        operation: counted,
        answered: count,
        refused: count,
        because: z.array(z.tuple([z.string(), count])),
      }),
    ),
  }),
  outputs: z.array(measurementForm),
  pairs: z.array(count).optional(),
  late: z.array(z.tuple([counted, count])).optional(),
  falls: z.array(z.string()).optional(),
  end: z.string().optional(),
});

export const claimsUnitForm: z.ZodType = z.strictObject({
  name: z.literal(claimsName),
  claims: claimsForm,
  inferred: z.array(z.string()),
  falls: z.array(z.string()),
});

export const headerForm: z.ZodType = z.strictObject({
  suite: z.strictObject({ version: z.string(), spec: z.string(), fixtures: z.string() }),
  implementation: z.strictObject({
    name: z.string(),
    version: z.string().optional(),
    operations: z.array(operation),
    layer: z.literal(true).optional(),
    claims: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  }),
  profile: z.string().optional(),
  require: z.string().optional(),
  seed: count,
  runs: z.int().min(1),
  clauses: z.array(z.string()),
  golden: z.array(z.string()).optional(),
  mostFailures: z.int().min(1),
});
