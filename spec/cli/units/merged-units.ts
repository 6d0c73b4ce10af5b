/** The units of several files and folders, as one. */
import { statSync } from 'node:fs';
import { type ClaimsUnit, claimsName } from '../../check/units/claims-unit.ts';
import { difference, type Header } from '../../check/units/header.ts';
import type { UnitResult } from '../../check/units/unit-result.ts';
import { UsageError } from '../errors.ts';
import { indexOfFolder } from './finished-units.ts';
import { NotDeterministic } from './not-deterministic.ts';
import { indexOf, type Place, readClaims, readUnit } from './unit-file.ts';

export interface MergedUnits {
  readonly header: Header;
  readonly claims: ClaimsUnit;
  get(name: string): UnitResult | undefined;
}

/**
 * @param files - shards, and folders of --resume
 * @throws UsageError where they are damaged, or of different runs
 * @throws NotDeterministic where the same unit has two results
 */
export function mergedUnits(files: readonly [string, ...string[]]): MergedUnits {
  const places = new Map<string, Place>();
  let header: Header | undefined;
  for (const file of files) {
    const index = isFolder(file) ? indexOfFolder(file) : indexOf(file);
    header ??= index.header;
    const other = difference(header, index.header);
    if (other !== undefined) {
      throw new UsageError(`"${file}" and "${files[0]}" expected parts of one run, got different ${other}`);
    }
    for (const [name, place] of index.units) {
      const before = places.get(name);
      if (before === undefined) places.set(name, place);
      else if (before.digest !== place.digest) throw new NotDeterministic(name, [before.file, place.file]);
    }
  }
  const claims = places.get(claimsName);
  if (header === undefined || claims === undefined)
    throw new UsageError(`"${files[0]}" expected a unit with the claims`);
  return {
    header,
    claims: readClaims(claims),
    get: (name) => {
      const place = places.get(name);
      return place && readUnit(place);
    },
  };
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
