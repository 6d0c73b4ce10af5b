/** `--resume DIR`: the results of finished units, a file each. Any kill loses no more than the unit at hand. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import type { ClaimsUnit } from '../../check/units/claims-unit.ts';
import { difference, type Header } from '../../check/units/header.ts';
import { toLine } from '../../check/units/unit-text.ts';
import type { UnitStore } from '../../check/run-options.ts';
import { UsageError } from '../errors.ts';
import { writeOutput } from '../write-output.ts';
import { NotDeterministic } from './not-deterministic.ts';
import { checkedHeader, checkedUnit, type Place, type UnitIndex } from './unit-file.ts';

const headerName = 'run.json';
const claimsFile = 'claims.json';

const nameOf = (unit: string): string => `${unit}.json`;

/**
 * Creates the folder, or goes on in it.
 * @throws UsageError where it is of another run; NotDeterministic where other claims were inferred then
 */
export function finishedUnits(folder: string, header: Header, claims: ClaimsUnit): UnitStore {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`cannot write "${folder}": ${(error as Error).message}`);
  }
  const before = textOf(join(folder, headerName));
  if (before === undefined) {
    const stranger = readdirSync(folder).find((name) => !name.startsWith('.'));
    if (stranger !== undefined) {
      throw new UsageError(
        `"--resume" expected a folder that is new, empty or written by it: "${folder}" has "${stranger}"`,
      );
    }
    writeOutput(join(folder, headerName), `${toLine(header)}\n`);
  } else {
    const other = difference(checkedHeader(before, join(folder, headerName)), header);
    if (other !== undefined)
      throw new UsageError(`"--resume" expected a folder of the same run: "${folder}" differs in ${other}`);
  }
  const known = textOf(join(folder, claimsFile));
  if (known === undefined) writeOutput(join(folder, claimsFile), `${toLine(claims)}\n`);
  else if (known.trimEnd() !== toLine(claims))
    throw new NotDeterministic(claims.name, [join(folder, claimsFile), 'this run']);
  return {
    get: ({ name }) => {
      const file = join(folder, nameOf(name));
      const text = textOf(file);
      return text === undefined ? undefined : checkedUnit(text, file);
    },
    put: (result) => {
      writeOutput(join(folder, nameOf(result.name)), `${toLine(result)}\n`);
    },
  };
}

/** Undefined where there is no such file, or one that a power failure left empty. */
function textOf(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  return text === '' ? undefined : text;
}

/** The folder as if it were the file of a shard. */
export function indexOfFolder(folder: string): UnitIndex {
  const header = textOf(join(folder, headerName));
  if (header === undefined) throw new UsageError(`"${folder}" expected a folder that check --resume has written`);
  const units = new Map<string, Place>();
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.json') || file === headerName || file.startsWith('.')) continue;
    const text = textOf(join(folder, file))?.trimEnd();
    if (text === undefined) continue;
    const digest = createHash('sha256').update(text).digest('base64');
    units.set(file.slice(0, -'.json'.length), {
      file: join(folder, file),
      start: 0,
      length: Buffer.byteLength(text),
      digest,
    });
  }
  return {
    header: checkedHeader(header, join(folder, headerName)),
    shard: '',
    units,
  };
}
