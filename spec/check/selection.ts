/** How clauses and cases are named by whoever asks for some of them: patterns of ids, and places of counterexamples. */

/** `BN-8.*`, `BN-3.2`, `*dx*`: `*` stands for any text; ids only. */
export function globToRegExp(glob: string): RegExp {
  const parts = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}

/** A counterexample's place: written as `BN-3.2/42/0:1:1`, or as `FX.train_forward/1/hard` for a golden case. */
export interface Replay {
  readonly id: string;
  readonly seed: number;
  readonly path: string;
}

/** @throws SyntaxError where the token has another form */
export function parseReplay(token: string): Replay {
  const match = /^(BN-\d+\.\d+(?=\/-?\d+\/[\d:]+$)|FX\.[a-z_]+)\/(-?\d+)\/(\d+(?::\d+)*|[a-z][a-z0-9-]*)$/.exec(token);
  if (!match) throw new SyntaxError(`"--replay" expected a token such as BN-3.2/42/0:1:1, got "${token}"`);
  return { id: match[1], seed: Number(match[2]), path: match[3] };
}

export const formatReplay = ({ id, seed, path }: Replay): string => `${id}/${seed}/${path}`;
