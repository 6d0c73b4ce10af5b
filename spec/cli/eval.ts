/** `bnspec eval`: the exact answer to a request file, as a table and as a file in the form of an answer. */
import { type Condition, conditionsOf } from '../accuracy/condition.ts';
import { decimal, forms } from '../report/number-forms.ts';
import type { Conventions, DType } from '../terms/contract.ts';
import type { BoundaryComparison, Evaluate, EvaluatedTensor, RoundingCertificate } from '../terms/evaluation.ts';
import { coordinates } from '../terms/layout.ts';
import { type Results, snakeCase } from '../terms/operations.ts';
import type { AnyOperation } from '../terms/further-operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import { maxFrameBytes } from '../wire/frames.ts';
import { isLayerMessage } from '../wire/layer-messages.ts';
import { decodeRequest, encodeAnswer, type Metadata, type Request } from '../wire/requests-and-answers.ts';
import { decodeBlob } from '../wire/safetensors.ts';
import { show, WireError } from '../wire/wire-error.ts';
import { UsageError } from './errors.ts';
import { evaluateLayerRequests, type NamedRequest } from './eval-layers.ts';
import { readInput } from './read-input.ts';
import { writeOutput } from './write-output.ts';
import type { Wiring } from './wiring-interface.ts';

export interface EvalOptions {
  readonly out?: string;
  /** Show the proof of each rounding. */
  readonly certificate?: boolean;
  /** Most elements shown of each output. */
  readonly elements: number;
}

/**
 * @param files - one request, or those of a sequence of calls of layers
 * @returns the table; of layers, the calls with their answers
 */
export async function evaluateRequests(
  files: readonly string[],
  options: EvalOptions,
  wiring: Wiring,
): Promise<string> {
  const requests = files.map((file) => ({ file, bytes: readInput(file, maxFrameBytes) }));
  const metadata = requests.map(metadataOf);
  if (metadata.every((each) => isLayerMessage(each.get('op') ?? ''))) {
    return evaluateLayerRequests(requests, conventionsOf({ metadata: metadata[0] }), options, wiring);
  }
  if (requests.length > 1)
    throw new UsageError('"request" expected one file, or those of a sequence of calls of layers');
  return evaluateRequest(requests[0], options, wiring);
}

function metadataOf({ file, bytes }: NamedRequest): Metadata {
  try {
    return decodeBlob(bytes).metadata;
  } catch (error) {
    if (error instanceof WireError) throw new UsageError(`"${file}" is not a request: ${error.message}`);
    throw error;
  }
}

async function evaluateRequest(given: NamedRequest, options: EvalOptions, wiring: Wiring): Promise<string> {
  const { file } = given;
  const request = readRequest(given);
  const { op, call, id } = request;
  const conventions = conventionsOf(request);
  const evaluate = await wiring.evaluate();
  let found: ReturnType<Evaluate>;
  try {
    found = evaluate(op, call, conventions);
  } catch (error) {
    if (error instanceof Error && error.name === 'Rejected') throw new UsageError(`"${file}": ${error.message}`);
    throw error;
  }
  const { outputs, truth } = found;
  if (options.out !== undefined) {
    const result = Object.fromEntries(
      outputs.map(({ name, rounded }) => [name, rounded]),
    ) as unknown as Results[AnyOperation];
    writeOutput(options.out, encodeAnswer(op, { status: 'ok', result, mutated: [], aliased: [] }, id));
  }
  const conditions = conditionsOf(op, call, truth, conventions);
  return outputs.flatMap((output) => rows(output, conditions[output.name] as Condition, options)).join('\n') + '\n';
}

function readRequest({ file, bytes }: NamedRequest): Request {
  try {
    return decodeRequest(bytes);
  } catch (error) {
    if (error instanceof WireError) throw new UsageError(`"${file}" is not a request: ${error.message}`);
    throw error;
  }
}

/** Conventions travel in the envelope; the default is those of the specification. */
function conventionsOf({ metadata }: Pick<Request, 'metadata'>): Conventions {
  const choice = <T extends string>(key: string, choices: readonly [T, T]): T => {
    const given = metadata.get(key) ?? choices[0];
    const found = choices.find((each) => each === given);
    if (found === undefined) throw new UsageError(`"${key}" expected ${choices.join(' or ')}, got ${show(given)}`);
    return found;
  };
  return {
    momentumWeights: choice('momentum_weights', ['new', 'old']),
    runningVariance: choice('running_variance', ['unbiased', 'biased']),
  };
}

function rows(
  output: EvaluatedTensor,
  { K, u, condition }: Condition,
  { elements, certificate = false }: EvalOptions,
): string[] {
  const { name, rounded } = output;
  const { dtype, shape } = rounded;
  const values = valuesOf(rounded);
  const lines = [`${snakeCase(name)}  ${dtype}[${shape.join(',')}]  K ${K}  u 2^${Math.log2(u)}`];
  for (let i = 0; i < Math.min(values.length, elements); i++) {
    const at = `[${coordinates(shape, i).join(', ')}]`;
    const shown = decimal(Number(condition[i].toPrecision(4)), 'float64');
    lines.push(`  ${at.padEnd(14)} ${forms(values[i], dtype)}  condition ${shown}`);
    const proof = certificate ? output.certificate(i) : undefined;
    if (proof) lines.push(...proofLines(proof, dtype));
  }
  if (values.length > elements) lines.push(`  … ${values.length - elements} more (--elements ${values.length})`);
  return lines;
}

const signs = { [-1]: 'below', 0: 'exactly at', 1: 'above' } as const;

function proofLines({ lower, upper }: RoundingCertificate, dtype: DType): string[] {
  const line = (which: string, { boundary: { n, d, e }, sign }: BoundaryComparison): string =>
    `    ${which}  the exact value is ${signs[sign]} ${n}${d === 1n ? '' : `/${d}`}·2^${e}${sign === 0 ? `: a tie, to the even ${dtype}` : ''}`;
  return [...(lower ? [line('lower', lower)] : []), ...(upper ? [line('upper', upper)] : [])];
}
