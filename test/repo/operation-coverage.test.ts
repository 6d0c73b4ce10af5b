/**
 * An operation in the table (spec/terms/operations.ts) is complete where the suite, the languages and the documents know
 * it, too. What the compiler cannot name is named here: file, operation, and what is missing.
 */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serveInPage } from '../../impl/adapters/browser/_in-page.ts';
import fast from '../../impl/fast/index.ts';
import { allMutants } from '../../impl/mutants/_bank.ts';
import plain from '../../impl/plain/index.ts';
import { folderAt, indexName, parseIndex } from '../../fixtures/files-to-cases.ts';
import { operationOrder } from '../../fixtures/record-calls.ts';
import { referenceImplementation } from '../../reference/implementation.ts';
import { reference } from '../../reference/oracle.ts';
import { boundsOf } from '../../spec/accuracy/bounds.ts';
import { callOf, scenarioOf } from '../../spec/cases/scenario.ts';
import { mapValues } from '../../spec/cases/scenario-variants.ts';
import { clauses } from '../../spec/clauses/index.ts';
import { fixedProbes } from '../../spec/diagnosis/probes.ts';
import type { Implementation } from '../../spec/terms/contract.ts';
import { anyOperations } from '../../spec/terms/further-operations.ts';
import { layerSignatures } from '../../spec/terms/layer-commands.ts';
import { type Operation, operations, signatures, snakeCase } from '../../spec/terms/operations.ts';
import { defaultConventions, profiles } from '../../spec/terms/profiles.ts';
import { filesUnder, read, root } from '../support/repository-files.ts';
import { expectedOfBoth, layerTable, listPartings, markdownTable, partings, pythonTable } from './operation-tables.ts';

/** What is missing for each operation; what throws is missing, too. */
function lacking(what: string, find: (operation: Operation) => string | undefined): string[] {
  return operations.flatMap((operation) => {
    try {
      const missing = find(operation);
      return missing === undefined ? [] : [`${what}: ${snakeCase(operation)} lacks ${missing}`];
    } catch (error) {
      return [`${what}: ${snakeCase(operation)}: ${(error as Error).message}`];
    }
  });
}

test.each(['spec/batchnorm.md', 'impl/adapters/README.md'])('%s has a row for every operation', (path) => {
  expect(partings(path, markdownTable(path))).toEqual([]);
});

test('impl/adapters/README.md has a row for every message of layers', () => {
  const wire = (names: readonly string[]): string[] => names.map(snakeCase);
  const expected = Object.entries(layerSignatures).map(([op, { inputs, outputs }]) => [
    snakeCase(op),
    { inputs: wire(inputs), outputs: wire(outputs) },
  ]);
  expect([...layerTable('impl/adapters/README.md')]).toEqual(expected);
});

test('the Python side knows every operation and its tensors', () => {
  const path = 'impl/adapters/python/bnspec.py';
  expect(partings(path, pythonTable(path))).toEqual([]);
});

test.each([
  ['cpp/bnspec.hpp', /\/\/\/ (.*)\.\n\s*std::map<[^\n]* operations;/],
  ['c/bnspec.h', /\/\* (.*)\. \*\/\ntypedef struct \{[^}]*\} bnspec_operation;/],
  ['rust/bnspec.rs', /\/\/\/ (.*)\.\npub type Operation /],
])('%s names every operation', (file, pattern) => {
  const path = `impl/adapters/${file}`;
  const [, list] = pattern.exec(read(path)) ?? [];
  expect(listPartings(path, list?.split(', ') ?? [], expectedOfBoth)).toEqual([]);
});

test('a page offers every operation', () => {
  const all = anyOperations.map((operation) => [operation, () => ({})]);
  const browser = globalThis as { bnspec?: { readonly hello: { readonly operations: readonly string[] } } };
  serveInPage({ name: 'all', ...Object.fromEntries(all) } as Implementation);
  expect(
    listPartings(
      'impl/adapters/browser/_in-page.ts',
      browser.bnspec?.hello.operations.map(snakeCase) ?? [],
      expectedOfBoth,
    ),
  ).toEqual([]);
  delete browser.bnspec;
});

test('fixtures/README.md names every operation', () => {
  const path = 'fixtures/README.md';
  const list = /^OPERATION is one of ([^(]*)/m.exec(read(path))?.[1] ?? '';
  expect(
    listPartings(
      path,
      [...list.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    ),
  ).toEqual([]);
});

test('a consumer reads the golden cases of every operation', () => {
  const path = 'fixtures/consumers/numpy_check.py';
  const list = /^ {4}for operation in \(([^)]*)\):$/m.exec(read(path))?.[1] ?? '';
  expect(
    listPartings(
      path,
      [...list.matchAll(/"(\w+)"/g)].map(([, name]) => name),
    ),
  ).toEqual([]);
});

test.each(['index', 'hex'])('the published schema of the %s files admits every operation', (name) => {
  const path = `fixtures/golden/${name}.schema.json`;
  const schema = JSON.parse(read(path)) as { properties: { operation: { enum: string[] } } };
  expect(listPartings(path, schema.properties.operation.enum)).toEqual([]);
});

test('every operation has golden cases, the basic and the hard one among them', () => {
  const folder = folderAt(join(root, 'fixtures/golden'));
  const lacks = lacking('fixtures/golden', (operation) => {
    const { cases } = parseIndex(operation, folder.read(indexName(operation)));
    return ['BASIC', 'HARD'].find((flag) => !cases.some(({ flags }) => flags.includes(flag)));
  });
  expect(lacks).toEqual([]);
  expect(operationOrder.toSorted()).toEqual(operations.toSorted());
});

test('every operation has clauses of its own, on its formula, its accuracy and combinations of its arguments', () => {
  const own = (operation: Operation): string[] =>
    clauses.filter(({ needs }) => needs.join() === operation).map(({ id }) => id);
  const wanted = {
    'a clause on its formula': /^BN-([2-9]|10|11)\./,
    'a clause of BN-12': /^BN-12\./,
    'a clause of BN-14': /^BN-14\./,
  };
  const lacks = Object.entries(wanted).flatMap(([what, chapters]) =>
    lacking('spec/clauses', (operation) => (own(operation).some((id) => chapters.test(id)) ? undefined : what)),
  );
  expect(lacks).toEqual([]);
});

const claims = profiles.pytorch;
const options = { grade: 'stable', claims, growth: 'any-order' } as const;
const hard = scenarioOf(claims, { shape: [4, 3, 5], axis: 1, family: 'hard' });
const huge = { ...hard, x: mapValues(hard.x, (_, i) => (i % 2 === 0 ? 1 : -1) * 2 ** 127) };

test('every output of every operation has a right answer and a bound', () => {
  const lacks = lacking('spec/accuracy', (operation) => {
    const call = callOf[operation](hard);
    const truth = reference.answer(operation, call, defaultConventions);
    const bounds = boundsOf(operation, call, truth, options);
    return signatures[operation].outputs.find(
      (name) => !bounds[name]?.every((bound) => bound > 2 ** -120 && bound < Infinity),
    );
  });
  expect(lacks).toEqual([]);
});

test('every operation has a domain: beyond it no output is judged', () => {
  const lacks = lacking('spec/accuracy/domain.ts', (operation) => {
    const call = callOf[operation](huge);
    const truth = reference.answer(operation, call, defaultConventions);
    const bounds = Object.values(boundsOf(operation, call, truth, options));
    return bounds.length > 0 && bounds.every((each) => each.every((bound) => bound === Infinity))
      ? undefined
      : 'a limit';
  });
  expect(lacks).toEqual([]);
});

test('every operation has a mistake that breaks it alone', async () => {
  const needs = new Map<string, readonly string[]>(clauses.map((clause) => [clause.id, clause.needs]));
  const mutants = await allMutants();
  const broken = mutants.map(({ breaks }) => new Set(breaks.flatMap((id) => needs.get(id) ?? [])));
  const lacks = lacking('impl/mutants', (operation) =>
    broken.some((set) => set.size === 1 && set.has(operation)) ? undefined : 'a mutant',
  );
  expect(lacks).toEqual([]);
});

test('every operation is offered by our own implementations and asked for by the diagnosis', () => {
  const own = {
    'reference/implementation.ts': referenceImplementation(),
    'impl/plain': plain,
    'impl/fast/index.ts': fast,
  };
  const lacks = [
    ...Object.entries<Implementation>(own).flatMap(([path, implementation]) =>
      lacking(path, (operation) => (implementation[operation] === undefined ? 'an implementation' : undefined)),
    ),
    ...lacking('spec/diagnosis/probes.ts', (operation) =>
      fixedProbes(claims, [operation]).length === 0 ? 'a probe' : undefined,
    ),
  ];
  expect(lacks).toEqual([]);
});

const numbers = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

test('where code and prose say how many operations there are, it is so many', () => {
  const files = ['spec', 'reference', 'fixtures', 'impl'].flatMap((folder) =>
    ['.ts', '.md'].flatMap((suffix) => filesUnder(folder, suffix)),
  );
  const said = files
    .filter((path) => !path.startsWith('spec/decisions/') && !path.endsWith('.html.ts'))
    .flatMap((path) =>
      [...read(path).matchAll(/\b(?:the|all) (\w+) operations\b/gi)].map(([, word]) => ({ path, word })),
    )
    .filter(({ word }) => numbers.includes(word));
  expect(said.length).toBeGreaterThan(3);
  const wrong = said.filter(({ word }) => word !== numbers[operations.length]);
  expect(wrong.map(({ path, word }) => `${path}: says ${word} operations, and there are ${operations.length}`)).toEqual(
    [],
  );
});
