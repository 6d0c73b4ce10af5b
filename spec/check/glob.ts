/** Patterns of names, such as ids of clauses. */

/** `BN-8.*`, `BN-3.2`, `*dx*`: `*` stands for any text; ids only. */
export function globToRegExp(glob: string): RegExp {
  // Stars side by side would be tried in every combination.
  const parts = glob.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}
