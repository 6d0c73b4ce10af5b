/** Names for a selection of clauses and cases: patterns of ids, and tokens of counterexamples. */

import { blockName, casesPerBlock } from './trial/blocks.ts';

/** More letters than any id or name has: such a pattern matches nothing, and may be too much for an expression. */
const longestName = 500;

/** `BN-8.*`, `BN-3.2`, `*dx*`: `*` stands for any text; ids only. */
export function globToRegExp(glob: string): RegExp {
  const letters = glob.replaceAll('*', '');
  if (letters.length > longestName) return /(?!)/;
  // Stars side by side would be tried in every combination.
  const parts = glob.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}

interface Named {
  readonly id: string;
}

/**
 * Whether a clause is selected.
 * @param globs - each must match one of the clauses, lest a mistake in one of them goes unnoticed
 * @throws SyntaxError naming the first that matches none
 */
export function selecting(globs: readonly string[], among: readonly Named[]): (clause: Named) => boolean {
  const patterns = globs.map(globToRegExp);
  const idle = patterns.findIndex((pattern) => !among.some(({ id }) => pattern.test(id)));
  if (idle >= 0) throw new SyntaxError(`"--clause" matches none of ${among.length} clauses: ${brief(globs[idle])}`);
  return ({ id }) => patterns.some((pattern) => pattern.test(id));
}

/**
 * Token of a counterexample: written as `BN-3.2/42/0:1:1`, in a later block of cases as `BN-3.2/42#17/0:1:1`, and as
 * `FX.train_forward/1/hard` for a golden case.
 */
export interface Replay {
  readonly id: string;
  readonly seed: number;
  /** Default: the first block. */
  readonly block?: number;
  readonly path: string;
}

/** Cases per clause that may be asked for. */
export const mostRuns = 10_000_000;

/** Some clauses take more cases than others. */
const mostBlocks = (10 * mostRuns) / casesPerBlock;

/** A path begins with the number of the case in its block, and all before it must be generated to get there. */
const mostCases = 1_000_000;

/** Steps of a path: shrinking seldom takes more than a hundred. */
const mostSteps = 1000;

/** @throws SyntaxError where the token has another form, or exceeds the limits of a run */
export function parseReplay(token: string): Replay {
  const match =
    /^(BN-\d+\.\d+(?=\/-?\d+(?:#\d+)?\/\d)|FX\.[a-z_]+(?=\/-?\d+\/[a-z]))\/(-?\d+)(?:#(\d+))?\/(\d+(?::\d+)*(?:@[A-Za-z0-9+/:]{1,200})?|[a-z][a-z0-9-]*)$/.exec(
      token,
    );
  if (!match) throw refusal(`a token such as BN-3.2/42/0:1:1, got ${brief(token)}`);
  const [, id, seed, part, path] = match;
  if (!Number.isSafeInteger(Number(seed)))
    throw refusal(`a seed within ±${Number.MAX_SAFE_INTEGER}, got ${brief(seed)}`);
  const steps = /^\d/.test(path) ? path.split('@')[0].split(':') : [];
  if (steps.length > mostSteps) throw refusal(`a path of at most ${mostSteps} steps, got ${steps.length}`);
  const far = steps.find((step) => Number(step) >= mostCases);
  if (far !== undefined) throw refusal(`steps below ${mostCases}, got ${brief(far)}`);
  const block = Number(part ?? 0);
  if (block >= mostBlocks) throw refusal(`a block below ${mostBlocks}, got ${brief(part)}`);
  return { id, seed: Number(seed), ...(block > 0 && { block }), path };
}

const refusal = (expected: string): SyntaxError => new SyntaxError(`"--replay" expected ${expected}`);

/** Quoted, and cut where it would fill the screen. */
const brief = (text: string): string =>
  text.length <= 60 ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, 60))}… (${text.length} characters)`;

export const formatReplay = ({ id, seed, block = 0, path }: Replay): string =>
  `${id}/${blockName(String(seed), block)}/${path}`;
