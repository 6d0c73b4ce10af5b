/** A call with its outcome as plain data, in the form of the wire. */
import type { AnyOperation } from '../../terms/further-operations.ts';
import type { AnyExchange, LayerExchange } from '../trial/exchange.ts';
import type { LayerOutcome, Outcome } from '../../wire/call-outcome.ts';
import {
  decodeLayerAnswer,
  decodeLayerRequest,
  encodeLayerAnswer,
  encodeLayerRequest,
} from '../../wire/layer-messages.ts';
import { decodeAnswer, decodeRequest, encodeAnswer, encodeRequest } from '../../wire/requests-and-answers.ts';

export type ExchangeData = {
  /** A safetensors file in base64. */
  readonly request: string;
} & (
  | { readonly answer: string }
  /** Only whoever called can see it: no answer says so. */
  | { readonly status: 'crash' | 'timeout'; readonly message: string }
);

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

const id = '1';

export function toData({ operation, call, outcome }: AnyExchange): ExchangeData {
  const request = base64(encodeRequest(operation, call, id));
  return unanswered(request, outcome) ?? { request, answer: base64(encodeAnswer(operation, outcome, id)) };
}

function unanswered(request: string, outcome: Outcome<AnyOperation> | LayerOutcome): ExchangeData | undefined {
  if (outcome.status !== 'crash' && outcome.status !== 'timeout') return undefined;
  return { request, status: outcome.status, message: outcome.message };
}

export function fromData(data: ExchangeData): AnyExchange {
  const { op, call } = decodeRequest(bytesOf(data.request));
  const outcome =
    'answer' in data ? decodeAnswer(op, bytesOf(data.answer), id) : { status: data.status, message: data.message };
  return { operation: op, call, outcome } as AnyExchange;
}

/** The same for a call of a layer. */
export function layerToData({ command, outcome }: LayerExchange): ExchangeData {
  const request = base64(encodeLayerRequest(command, id));
  return unanswered(request, outcome) ?? { request, answer: base64(encodeLayerAnswer(command.op, outcome, id)) };
}

export function layerFromData(data: ExchangeData): LayerExchange {
  const { command } = decodeLayerRequest(bytesOf(data.request));
  const outcome =
    'answer' in data
      ? decodeLayerAnswer(command.op, bytesOf(data.answer), id)
      : { status: data.status, message: data.message };
  return { command, outcome };
}
