/**
 * The file of a shard: the header of its run, and a line for each unit. It is written while the shard runs, and takes its name at
 * the end. All of it is one JSON text.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { ClaimsUnit } from '../../check/units/claims-unit.ts';
import type { Header } from '../../check/units/header.ts';
import { claimsUnitForm, headerForm, unitForm } from '../../check/units/unit-forms.ts';
import type { UnitResult } from '../../check/units/unit-result.ts';
import { fromLine, toLine } from '../../check/units/unit-text.ts';
import { expectation } from '../../wire/schema-error-text.ts';
import { GrowingFile } from '../../wire/write-file.ts';
import { UsageError } from '../errors.ts';

/** The form of these files, with its version. */
const kind = 'bnspec units 1';

export class UnitFile {
  readonly #file: GrowingFile;

  /** @param shard - for whoever looks for a unit that is missing */
  constructor(path: string, shard: string, header: Header, claims: ClaimsUnit) {
    this.#file = new GrowingFile(path);
    this.#file.add(`{"kind":"${kind}","shard":"${shard}","header":${toLine(header)},"units":[\n${toLine(claims)}`);
  }

  add(result: UnitResult): void {
    this.#file.add(`,\n${toLine(result)}`);
  }

  end(): void {
    this.#file.add('\n]}\n');
    this.#file.end();
  }

  discard(): void {
    this.#file.discard();
  }
}

/** Where the text of a unit lies. */
export interface Place {
  readonly file: string;
  readonly start: number;
  readonly length: number;
  /** SHA-256 of its bytes. */
  readonly digest: string;
}

export interface UnitIndex {
  readonly header: Header;
  readonly shard: string;
  readonly units: ReadonlyMap<string, Place>;
}

/** @throws UsageError where it is no such file, or damaged */
export function indexOf(file: string): UnitIndex {
  const units = new Map<string, Place>();
  let first: { readonly header: Header; readonly shard: string } | undefined;
  let ended = false;
  for (const { start, bytes } of linesOf(file)) {
    const text = bytes.toString('utf8');
    if (first === undefined) first = beginning(text, file);
    else if (text === ']}') ended = true;
    else {
      const line = text.endsWith(',') ? text.slice(0, -1) : text;
      const name = /^\{"name":"([^"\\]+)"/.exec(line)?.[1];
      if (name === undefined || ended)
        throw damaged(file, `expected a unit on each line, got ${JSON.stringify(line.slice(0, 40))}`);
      const digest = createHash('sha256').update(line).digest('base64');
      units.set(name, { file, start, length: Buffer.byteLength(line), digest });
    }
  }
  if (first === undefined || !ended) throw damaged(file, 'it ends too early');
  return { ...first, units };
}

function beginning(text: string, file: string): { readonly header: Header; readonly shard: string } {
  if (!text.startsWith(`{"kind":"${kind}",`)) throw damaged(file, 'expected what check --shard writes with --json');
  const { header, shard } = parsed(`${text}]}`, file) as Readonly<Record<string, unknown>>;
  return { header: checked(headerForm, header, file, 'header') as Header, shard: String(shard) };
}

export const readUnit = (place: Place): UnitResult => checkedUnit(textAt(place), place.file);

/** @throws UsageError where the text is damaged */
export const checkedUnit = (text: string, file: string): UnitResult =>
  checked(unitForm, parsed(text, file), file, 'unit') as UnitResult;

export const readClaims = (place: Place): ClaimsUnit => checkedClaims(textAt(place), place.file);

export const checkedClaims = (text: string, file: string): ClaimsUnit =>
  checked(claimsUnitForm, parsed(text, file), file, 'claims') as ClaimsUnit;

export const checkedHeader = (text: string, file: string): Header =>
  checked(headerForm, parsed(text, file), file, 'header') as Header;

function parsed(text: string, file: string): unknown {
  try {
    return fromLine(text);
  } catch (error) {
    throw damaged(file, (error as Error).message);
  }
}

function checked(form: z.ZodType, value: unknown, file: string, name: string): unknown {
  const { success, error } = form.safeParse(value);
  if (!success) throw damaged(file, expectation(name, value, error));
  return value;
}

const damaged = (file: string, problem: string): UsageError => new UsageError(`cannot read "${file}": ${problem}`);

function textAt({ file, start, length }: Place): string {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(length);
    readSync(descriptor, bytes, 0, length, start);
    return bytes.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** Lines with their places: the file may be larger than the memory that it is worth. */
function* linesOf(file: string): Generator<{ readonly start: number; readonly bytes: Buffer }> {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    throw new UsageError(`cannot read "${file}": ${(error as Error).message}`);
  }
  try {
    const chunk = Buffer.alloc(2 ** 20);
    let rest: Buffer = Buffer.alloc(0);
    let start = 0;
    for (let read = readSync(descriptor, chunk); read > 0; read = readSync(descriptor, chunk)) {
      rest = Buffer.concat([rest, chunk.subarray(0, read)]);
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        yield { start, bytes: rest.subarray(0, end) };
        start += end + 1;
        rest = rest.subarray(end + 1);
      }
    }
    if (rest.length > 0) throw damaged(file, 'it ends too early');
  } finally {
    closeSync(descriptor);
  }
}
