/** A call with its outcome as plain data, in the form of the wire. */
import type { Operation } from '../../terms/operations.ts';
import type { Exchange } from '../trial/exchange.ts';
import type { Outcome } from '../../wire/call-outcome.ts';
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

export function toData({ operation, call, outcome }: Exchange): ExchangeData {
  const request = base64(encodeRequest(operation, call, id));
  if (outcome.status === 'crash' || outcome.status === 'timeout') {
    return { request, status: outcome.status, message: outcome.message };
  }
  return { request, answer: base64(encodeAnswer(operation, outcome as Outcome<Operation>, id)) };
}

export function fromData(data: ExchangeData): Exchange {
  const { op, call } = decodeRequest(bytesOf(data.request));
  const outcome =
    'answer' in data ? decodeAnswer(op, bytesOf(data.answer), id) : { status: data.status, message: data.message };
  return { operation: op, call, outcome } as Exchange;
}
