/**
 * The handshake (BN-13): the host asks `hello`; the adapter states its name, the operations it offers, and its claims.
 */
import { furtherOperations } from '../terms/further-operations.ts';
import { operations, snakeCase } from '../terms/operations.ts';
import { checkClaims } from './claims.ts';
import { readJson } from './untrusted-json.ts';
import { bounded, checkEnvelope, envelope } from './requests-and-answers.ts';
import type { Target } from './target.ts';
import { decodeBlob, encodeBlob, type Frame, maxHeaderBytes, prefixBytes } from './safetensors.ts';
import { show, WireError } from './wire-error.ts';

export interface Hello extends Pick<Target, 'name' | 'version' | 'language' | 'claims' | 'operations' | 'further'> {
  /** Whether a layer is offered, which is listed among the operations. */
  readonly offersLayer?: boolean;
}

const layerName = 'layer';

/** Why an adapter cannot serve: `not-an-implementation` is the user's mistake, anything else is its own. */
export interface Refusal {
  readonly refused: string;
  readonly reason: string;
}

/** Far more than every claim with every value takes. */
const maxClaimsBytes = 2 ** 16;

const blob = (metadata: Map<string, string>): Uint8Array => encodeBlob({ tensors: new Map(), metadata });

export const encodeHello = (id: string): Uint8Array => blob(new Map(envelope('hello', id)));

export function encodeHelloAnswer(answer: Hello | Refusal, id: string): Uint8Array {
  const metadata = new Map(envelope('hello', id));
  if ('refused' in answer) {
    return blob(metadata.set('status', 'error').set('reason', answer.reason).set('message', bounded(answer.refused)));
  }
  const { further = [], offersLayer = false } = answer;
  const offered = [...[...answer.operations, ...further].map(snakeCase), ...(offersLayer ? [layerName] : [])];
  metadata.set('status', 'ok').set('name', answer.name).set('operations', offered.join(' '));
  if (answer.version !== undefined) metadata.set('version', answer.version);
  if (answer.language !== undefined) metadata.set('language', answer.language);
  if (answer.claims !== undefined) metadata.set('claims', JSON.stringify(answer.claims));
  return blob(metadata);
}

/** An answer to `hello` has no data. */
export const mostHelloBytes: number = prefixBytes + maxHeaderBytes;

/** @throws WireError that names the field at fault */
export function decodeHelloAnswer(given: Uint8Array | Frame, id: string): Hello | Refusal {
  const { metadata, tensors } = decodeBlob(given);
  checkEnvelope(metadata, 'hello', id);
  const [tensor] = tensors.keys();
  if (tensor !== undefined) throw new WireError(`hello is answered without tensors, got ${show(tensor)}`);
  const status = metadata.get('status');
  if (status === 'error') {
    return { refused: metadata.get('message') ?? 'no message', reason: metadata.get('reason') ?? '' };
  }
  if (status !== 'ok') throw new WireError(`"status" expected ok or error, got ${show(status)}`);
  const name = metadata.get('name');
  if (!name) throw new WireError(`"name" expected the implementation's name, got ${show(name)}`);
  const version = metadata.get('version');
  const language = metadata.get('language');
  const claims = metadata.get('claims');
  return {
    name,
    ...readOperations(metadata.get('operations')),
    ...(version !== undefined && { version }),
    ...(language !== undefined && { language }),
    ...(claims !== undefined && { claims: checkClaims(readJson(claims, { bytes: maxClaimsBytes, name: '"claims"' })) }),
  };
}

function readOperations(list: string | undefined): Pick<Hello, 'operations' | 'further' | 'offersLayer'> {
  const found = (list ?? '').split(' ').filter(Boolean);
  const known = [...[...operations, ...furtherOperations].map(snakeCase), layerName];
  const unknown = found.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new WireError(`"operations" expected names out of ${known.join(', ')}, got ${show(unknown)}`);
  }
  const further = furtherOperations.filter((operation) => found.includes(snakeCase(operation)));
  return {
    operations: operations.filter((operation) => found.includes(snakeCase(operation))),
    ...(further.length > 0 && { further }),
    ...(found.includes(layerName) && { offersLayer: true }),
  };
}
