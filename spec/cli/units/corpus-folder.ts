/** `--corpus DIR`: every counterexample that was ever found, its requests as files beside what they showed. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseReplay, type Replay } from '../../check/clause-patterns-and-replay-tokens.ts';
import type { Corpus } from '../../check/run-options.ts';
import { specVersion, suiteVersion } from '../../check/version.ts';
import { caseFiles } from '../../report/case-files.ts';
import { readJson } from '../../wire/untrusted-json.ts';
import { WireError } from '../../wire/wire-error.ts';
import { UsageError } from '../errors.ts';
import { readInput } from '../read-input.ts';
import { writeOutput } from '../write-output.ts';

/** With room for a message of an adapter. */
const mostBytes = 2 ** 20;

const entry = z.looseObject({ clause: z.string(), replay: z.string().optional() });

/**
 * @param implementation - name of the target
 * @throws UsageError where the folder cannot be written, or an entry cannot be read
 */
export function corpusIn(folder: string, implementation: string): Corpus {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`cannot write "${folder}": ${(error as Error).message}`);
  }
  const entries = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .flatMap((name) => replayIn(join(folder, name)) ?? []);
  return {
    of: (id) => entries.filter((replay) => replay.id === id),
    add: ({ id, message, counterexample, replay }) => {
      if (counterexample === undefined) return;
      const { requests, output, index, expected, actual, dtype } = counterexample;
      const digest = createHash('sha256').update(requests.join()).digest('hex').slice(0, 12);
      const label = `${id}-${digest}`;
      for (const { name, bytes } of caseFiles(label, requests)) writeOutput(join(folder, name), bytes);
      const showed = { clause: id, implementation, message, output, index, expected, actual, dtype };
      const version = { suite: suiteVersion, spec: specVersion };
      writeOutput(join(folder, `${label}.json`), `${JSON.stringify({ ...showed, replay, ...version }, null, 2)}\n`);
    },
  };
}

/** Undefined for one that no token leads to: it depends on an earlier call. */
function replayIn(file: string): Replay | undefined {
  try {
    const { replay } = entry.parse(readJson(readInput(file, mostBytes), { bytes: mostBytes, name: `"${file}"` }));
    return replay === undefined ? undefined : parseReplay(replay);
  } catch (error) {
    if (error instanceof WireError) throw new UsageError(error.message);
    if (error instanceof z.ZodError || error instanceof SyntaxError) {
      throw new UsageError(`"${file}" expected an entry that --corpus has written`);
    }
    throw error;
  }
}
