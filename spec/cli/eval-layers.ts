/** `bnspec eval` of a layer's requests: the calls in their order, with a right layer's answers beside them. */
import { type LayerCallView, layerScript } from '../report/layer-script.ts';
import type { Conventions } from '../terms/contract.ts';
import { targetOf } from '../wire/in-process.ts';
import { decodeLayerRequest, encodeLayerAnswer, type LayerRequest } from '../wire/layer-messages.ts';
import { WireError } from '../wire/wire-error.ts';
import { UsageError } from './errors.ts';
import type { Wiring } from './wiring-interface.ts';
import { writeOutput } from './write-output.ts';

export interface NamedRequest {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/**
 * @param requests - of a sequence, in any order of files that end with a number
 * @param out - file for the answer to the last request
 * @returns lines to paste, with the answers as comments
 */
export async function evaluateLayerRequests(
  requests: readonly NamedRequest[],
  conventions: Conventions,
  { out }: { readonly out?: string },
  wiring: Pick<Wiring, 'rightLayer'>,
): Promise<string> {
  const sequence = inOrder(requests).map(decoded);
  if (sequence[0]?.command.op !== 'layerNew') {
    const before = 'name the files of all calls before it, from its layer_new on';
    throw new UsageError(`"${inOrder(requests)[0]?.file}" expected a layer, and there is none: ${before}`);
  }
  const target = targetOf(await wiring.rightLayer(conventions));
  const calls: LayerCallView[] = [];
  for (const { command } of sequence) {
    const outcome = await target.layer?.(command);
    if (outcome) calls.push({ command, outcome });
  }
  const last = calls.at(-1);
  if (out !== undefined && last)
    writeOutput(out, encodeLayerAnswer(last.command.op, last.outcome, sequence.at(-1)?.id ?? ''));
  return `${layerScript(calls).join('\n')}\n`;
}

/** A shell puts BN-15.5-10 before BN-15.5-2. */
const inOrder = (requests: readonly NamedRequest[]): readonly NamedRequest[] =>
  requests.toSorted((a, b) => a.file.localeCompare(b.file, 'en', { numeric: true }));

function decoded({ file, bytes }: NamedRequest): LayerRequest {
  try {
    return decodeLayerRequest(bytes);
  } catch (error) {
    if (error instanceof WireError) throw new UsageError(`"${file}" is not a request of a layer: ${error.message}`);
    throw error;
  }
}
