/** Adapters that echo x: the right form and, for the doctor, nothing to object to. */
import { type Behaviour, type FarSide, farSide } from '../wire/misbehaving-adapters.ts';

const unsupported = `send(frame({ __metadata__: envelope(request, { status: 'unsupported' }) }));`;

/** What they say of themselves. */
export const claims: { readonly dtypes: string[]; readonly ranks: number[]; readonly subnormals: string } = {
  dtypes: ['float32', 'float64'],
  ranks: [2, 3],
  subnormals: 'kept',
};

export const greeting = (more: object = {}): string =>
  `send(hello(request, { operations: 'infer_forward', claims: ${JSON.stringify(JSON.stringify(claims))}, ...${JSON.stringify(more)} }));`;

export const echoing = (behaviour: Behaviour): FarSide =>
  farSide({ hello: greeting(), train: unsupported, infer: 'send(echo(request, tensors, data));', ...behaviour });
