/**
 * The claims of the page of findings can be reproduced: each counterexample file is one, and others answer it
 * correctly.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { candidates } from '../../../impl/adapters/registry.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { read, root } from '../../support/repository-files.ts';
import { required } from '../../spec/wire/peers.ts';
import { candidateOf, findings, folder, lacking, shown } from './findings.ts';

const timeout = 120_000;

test('every request file belongs to a finding, every finding to a clause and to a part of the page', () => {
  const files = readdirSync(join(root, folder)).filter((file) => file.endsWith('.safetensors'));
  expect(findings.map(({ request }) => request).toSorted()).toEqual(files.toSorted());
  const page = read(`${folder}/README.md`);
  const known = new Set(clauses.map(({ id }) => id));
  for (const { id, clause, request } of findings) {
    expect(page).toContain(`<a id="${id}"></a>`);
    expect(page).toContain(`(${request})`);
    expect(known).toContain(clause);
  }
});

test('every implementation that a finding names is one that the survey knows, or a module beside the finding', () => {
  const known = new Set(candidates.map(({ name }) => name));
  const named = findings.flatMap((finding) => [...finding.in, ...finding.notIn]);
  expect(named.filter((name) => !known.has(name) && !name.startsWith(`${folder}/`))).toEqual([]);
});

describe.each(findings)('$id', (finding) => {
  const cases = [
    ...finding.in.map((name) => [name, true] as const),
    ...finding.notIn.map((name) => [name, false] as const),
  ];
  for (const [name, expected] of cases) {
    const absent = lacking(name) !== undefined && !(required && candidateOf(name).quick);
    test.skipIf(absent)(`is ${expected ? '' : 'not '}seen in ${name}`, { timeout }, async () => {
      expect(await shown(finding, name)).toBe(expected);
    });
  }
});
