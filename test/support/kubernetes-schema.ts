/**
 * The structure of the Kubernetes objects that a manifest here may have, from the API reference of batch/v1 and core/v1: every
 * field that is used, its type and where it belongs. A field that is not listed is a mistake, as it is to a strict server.
 */
type Schema = Readonly<Record<string, unknown>>;

const object = (properties: Readonly<Record<string, Schema>>, ...required: readonly string[]): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const listOf = (items: Schema): Schema => ({ type: 'array', items, minItems: 1 });
const oneOf = (...values: readonly string[]): Schema => ({ enum: values });

const count: Schema = { type: 'integer', minimum: 0, maximum: 2 ** 31 - 1 };
const text: Schema = { type: 'string', minLength: 1 };
/** A label of DNS (RFC 1123). */
const name: Schema = { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$' };
const quantity: Schema = { type: 'string', pattern: '^[0-9]+(\\.[0-9]+)?(m|k|Ki|M|Mi|G|Gi|T|Ti)?$' };
const quantities: Schema = { type: 'object', additionalProperties: quantity };
const resources = object({ requests: quantities, limits: quantities });
const metadata = object({ name }, 'name');

const container = object(
  {
    name,
    image: text,
    command: listOf(text),
    args: listOf(text),
    resources,
    volumeMounts: listOf(object({ name, mountPath: { type: 'string', pattern: '^/[^:]*$' } }, 'name', 'mountPath')),
  },
  'name',
  'image',
);

const podOfJob = object(
  {
    // A Job allows no other.
    restartPolicy: oneOf('OnFailure', 'Never'),
    containers: listOf(container),
    volumes: listOf(object({ name, persistentVolumeClaim: object({ claimName: name }, 'claimName') }, 'name')),
  },
  'restartPolicy',
  'containers',
);

const job = object(
  {
    apiVersion: oneOf('batch/v1'),
    kind: oneOf('Job'),
    metadata,
    spec: object(
      {
        completionMode: oneOf('Indexed', 'NonIndexed'),
        completions: count,
        parallelism: count,
        backoffLimit: count,
        suspend: { type: 'boolean' },
        template: object({ spec: podOfJob }, 'spec'),
      },
      'template',
    ),
  },
  'apiVersion',
  'kind',
  'metadata',
  'spec',
);

const claim = object(
  {
    apiVersion: oneOf('v1'),
    kind: oneOf('PersistentVolumeClaim'),
    metadata,
    spec: object(
      { accessModes: listOf(oneOf('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod')), resources },
      'accessModes',
      'resources',
    ),
  },
  'apiVersion',
  'kind',
  'metadata',
  'spec',
);

export const kubernetesSchema: Schema = { oneOf: [job, claim] };
