/** The lists of operations that other languages and documents keep, read back for comparison with the table. */
import { anyOperations, type WireSignature, wireSignature } from '../../spec/terms/further-operations.ts';
import { signatures, snakeCase, type Signature } from '../../spec/terms/operations.ts';
import { read } from '../support/repository-files.ts';

/** Names as on the wire. */
export interface Row {
  readonly inputs: readonly string[];
  readonly scalars: readonly string[];
  readonly outputs: readonly string[];
}

/** Operation → row, in the order of the source. */
export type Table = ReadonlyMap<string, Row>;

/** The table itself, as the others should have it. */
export const expected: Table = new Map(
  Object.entries<Signature>(signatures).map(([operation, { inputs, scalars, outputs }]) => [
    snakeCase(operation),
    { inputs: inputs.map(snakeCase), scalars: [...scalars], outputs: outputs.map(snakeCase) },
  ]),
);

const rowOf = ({ inputs, scalars, optional, outputs }: WireSignature): Row => ({
  inputs: inputs.map(snakeCase),
  scalars: [...scalars, ...optional].map(snakeCase),
  outputs: outputs.map(snakeCase),
});

/** The same with the further operations, for whoever serves both alike. */
export const expectedOfBoth: Table = new Map(
  anyOperations.map((operation) => [snakeCase(operation), rowOf(wireSignature(operation))]),
);

/** `OPERATIONS = { "train_forward": ((…), (…), (…)), … }`, with the tuples that it names beside it. */
export function pythonTable(path: string): Table {
  const text = read(path);
  const tuples = new Map([...text.matchAll(/^(_[A-Z]+) = (\("[^)]*\))$/gm)].map(([, name, tuple]) => [name, tuple]));
  const literal = /^OPERATIONS = (\{[\s\S]*?^\})$/m.exec(text)?.[1] ?? '{}';
  const inlined = literal
    .replaceAll(/\*(_[A-Z]+)/g, (_, name: string) => tuples.get(name)?.slice(1, -1) ?? '')
    .replaceAll(/_[A-Z]+/g, (name) => tuples.get(name) ?? name);
  const json = inlined
    .replaceAll('(', '[')
    .replaceAll(')', ']')
    .replaceAll(/,(\s*[\]}])/g, '$1');
  const rows = JSON.parse(json) as Record<string, readonly [string[], string[], string[]]>;
  return new Map(
    Object.entries(rows).map(([name, [inputs, scalars, outputs]]) => [name, { inputs, scalars, outputs }]),
  );
}

/** Rows of Markdown tables that begin with the name of an operation; inputs and scalars may share a cell, after `;`. */
export function markdownTable(path: string): Table {
  const rows = [...read(path).matchAll(/^\| `([a-z_]+)` \| (.*) \|$/gm)].filter(
    ([, name, rest]) => expectedOfBoth.has(name) && rest.includes(', '),
  );
  const namesIn = (cell: string | undefined): string[] => cell?.split(',').map((name) => name.trim()) ?? [];
  return new Map(
    rows.map(([, operation, rest]) => {
      const cells = rest.split(/ \| |;/);
      return [operation, { inputs: namesIn(cells[0]), scalars: namesIn(cells[1]), outputs: namesIn(cells[2]) }];
    }),
  );
}

/** The tensors of the messages of layers, as the document for authors of adapters has them. */
export function layerTable(path: string): Map<string, Pick<Row, 'inputs' | 'outputs'>> {
  const [, ofLayers] = read(path).split('\n### Layers\n');
  const rows = [...ofLayers.matchAll(/^\| `(layer_[a-z]+)` \|(.*)\|$/gm)];
  const tensors = (cell: string): string[] =>
    cell.match(/\b(?:d?x|d?y|d?gamma|d?beta|running_mean|running_var)\b/g) ?? [];
  return new Map(
    rows.map(([, name, rest]) => {
      const [, inputs, outputs] = rest.split('|');
      return [
        name,
        { inputs: tensors(inputs), outputs: tensors(outputs.replace(/for a layer with gamma and beta/, '')) },
      ];
    }),
  );
}

/** What a table has that the one table has not, or lacks, one line each. */
export function partings(path: string, table: Table): string[] {
  const missing = [...expectedOfBoth.keys()].filter((name) => !table.has(name)).map((name) => `${path}: lacks ${name}`);
  const different = [...table].flatMap(([name, row]) => {
    const right = expectedOfBoth.get(name);
    if (right === undefined) return [`${path}: has ${name}, which is no operation`];
    return (['inputs', 'scalars', 'outputs'] as const).flatMap((key) =>
      row[key].join() === right[key].join()
        ? []
        : [`${path}: ${key} of ${name} expected ${right[key].join(', ')}, got ${row[key].join(', ')}`],
    );
  });
  return [...missing, ...different];
}

/** The same for a list of names, in any order. */
export function listPartings(path: string, names: readonly string[], among: Table = expected): string[] {
  const missing = [...among.keys()].filter((name) => !names.includes(name)).map((name) => `${path}: lacks ${name}`);
  const unknown = names.filter((name) => !among.has(name));
  return [...missing, ...unknown.map((name) => `${path}: has ${name}, which is no operation`)];
}
