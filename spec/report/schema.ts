/** The form of the JSON report, published as JSON Schema. Where the type `Report` changes, a test demands that this does. */
import { z } from 'zod';
import { grades } from '../accuracy/grade.ts';
import { dtypes } from '../terms/dtype.ts';
import { anyOperations } from '../terms/further-operations.ts';
import { operations, signatures, snakeCase, type TensorName } from '../terms/operations.ts';
import { claimFields } from '../wire/claims.ts';

const says = (description: string): { readonly description: string } => ({ description });

const clauseId = z
  .string()
  .regex(/^(?:BN-\d+\.\d+|FX\.[a-z_]+)$/)
  .meta(says('of a clause of the text, or of the golden cases of an operation'));
const count = z.int().min(0);
const sentences = z.array(z.string());
const grade = z.enum(grades);
const dtype = z.enum(dtypes);
const operation = z.enum(operations);
const outputs = [...new Set(operations.flatMap((each) => [...signatures[each].outputs]))] as [
  TensorName,
  ...TensorName[],
];
const index = z.array(count).meta(says('of an element, an entry per axis'));
const replay = z.string().min(1).meta(says('token for check --replay'));
const blob = z
  .string()
  .regex(/^[A-Za-z0-9+/]*={0,2}$/)
  .meta({ ...says('a safetensors file; empty where there is none'), contentEncoding: 'base64' });
const number = z
  .union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])])
  .meta(says('JSON has no NaN and no infinities'));

const worstFields = {
  output: z.string(),
  index,
  error: number,
  bound: number.meta(says('allowed error: where an element failed, that of the required grade')),
  K: number.meta(says('the error, counted in rounding errors')),
};

export const worstForm: z.ZodType = z.strictObject(worstFields);

export const counterexampleForm: z.ZodType = z.strictObject({
  requests: z.array(blob).meta(says('the calls, in their order')),
  answers: z.array(blob).meta(says('to each call; a crash or a hang is an answer without tensors')),
  exact: z
    .array(blob)
    .meta(
      says(
        'for each call and each output, say y, float64 tensors y and y_low, whose sum is the exact value, and y_bound, the error that the required grade allows',
      ),
    ),
  exchange: count.optional().meta(says('which call, from 0, the clause objects to')),
  output: z.string().optional(),
  index: index.optional(),
  expected: number.optional(),
  actual: number.optional(),
  dtype: dtype.optional(),
  law: z.literal(true).optional().meta(says('the number violates a law: what is expected follows from other answers')),
});

export const hardestForm: z.ZodType = z.strictObject({
  clause: clauseId,
  ...worstFields,
  requests: z.array(blob),
  replay,
});

const clause = z.strictObject({
  id: clauseId,
  level: z.enum(['MUST', 'SHOULD', 'MAY']),
  says: z.string().meta(says('the sentence of the text')),
  verdict: z.enum(['pass', 'fail', 'expected-fail', 'not-applicable', 'error']),
  runs: count.meta(says('number of cases that were judged')),
  refused: count.optional().meta(says('number of valid calls that were refused as unsupported')),
  known: z.strictObject({ reason: z.string(), thread: z.string().optional() }).optional(),
  message: z.string().optional(),
  worst: worstForm.optional(),
  counterexample: counterexampleForm.optional(),
  replay: replay.optional(),
});

const { epsilons, momenta, layer, fold, ...alwaysStated } = claimFields;

export const claimsForm: z.ZodType = z.strictObject({
  ...alwaysStated,
  epsilons: epsilons.optional(),
  momenta: momenta.optional(),
  layer: layer.optional(),
  fold: fold.optional(),
});

const probe = z.strictObject({
  operation,
  output: z.enum(['y', 'dx']),
  dtype,
  channels: z.array(z.strictObject({ x: z.array(z.number()), actual: z.array(number), exact: z.array(number) })),
});

export const measurementForm: z.ZodType = z.strictObject({
  operation,
  output: z.enum(outputs),
  elements: count,
  accuracy: z
    .array(z.tuple([z.int(), z.int(), count]))
    .meta(says('offset bin, error bin, elements: the bins are in spec/report/measurements.ts')),
  ulps: z.array(count),
});

export const reportForm: z.ZodType = z.strictObject({
  suite: z.strictObject({ version: z.string(), spec: z.string(), fixtures: z.string() }),
  implementation: z.strictObject({
    name: z.string(),
    version: z.string().optional(),
    claims: claimsForm,
  }),
  inferred: sentences.optional().meta(says('conventions that --profile auto found')),
  program: z.string().meta(says('command that starts bnspec')),
  command: z.string().meta(says('arguments of check that name the target')),
  seed: count,
  required: grade,
  verdict: z.enum(['conforms', 'fails', 'error']),
  reason: z
    .enum(['clauses_in_error', 'nothing_judged', 'incomplete', 'interrupted'])
    .optional()
    .meta(says('where the verdict is error')),
  interrupted: z.literal(true).optional(),
  missing: sentences.optional().meta(says('gaps in the evidence for a verdict')),
  next: z.string().optional().meta(says('the next step, where no call had an answer that can be compared')),
  grade: grade
    .nullable()
    .meta(says('as measured by the clauses of accuracy; null where none of them compared anything')),
  evidence: z
    .array(
      z.strictObject({
        operation: z.enum([...anyOperations.map(snakeCase), 'layer']),
        answered: count,
        refused: count,
        because: z.array(z.strictObject({ message: z.string(), calls: count })).optional(),
      }),
    )
    .meta(says('valid calls, by operation')),
  worst: hardestForm
    .optional()
    .meta(says('the largest finite K of the chapter Accuracy, and the input that attains it')),
  clauses: z.array(clause),
  notes: sentences.optional().meta(says('remarks without effect on the verdict, which may depend on the machine')),
  unexpected: sentences.optional().meta(says('outdated entries of the known-failures file')),
  diagnosis: z.array(z.strictObject({ id: z.string(), says: z.string(), evidence: z.string() })),
  measurements: z.strictObject({ outputs: z.array(measurementForm), probes: z.array(probe) }),
});

/** Draft 2020-12. */
export const publishedSchema = (): string => {
  const { $schema, ...schema } = z.toJSONSchema(reportForm, { target: 'draft-2020-12' });
  return `${JSON.stringify({ $schema, title: 'bnspec: report of a check', ...schema }, null, 2)}\n`;
};
