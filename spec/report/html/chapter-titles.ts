/** Chapters of the specification, by number. */
export const chapters: Readonly<Record<string, string>> = {
  '2': 'Shapes and axes',
  '3': 'Statistics',
  '4': 'Normalization',
  '5': 'Affine',
  '6': 'Running statistics',
  '7': 'Inference',
  '8': 'Gradients in training',
  '9': 'Gradients in inference',
  '10': 'Special values',
  '11': 'Laws',
  '12': 'Accuracy',
  '13': 'Calling conventions',
  '14': 'Combinations',
};

/** `12` of `BN-12.3`. */
export const chapterOf = (id: string): string => /^BN-(\d+)\./.exec(id)?.[1] ?? '';

/** Groups clauses by chapter, in the order of first appearance. */
export function byChapter<T extends { readonly id: string }>(items: readonly T[]): [title: string, items: T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const title = `BN-${chapterOf(item.id)} ${chapters[chapterOf(item.id)] ?? ''}`.trim();
    groups.set(title, [...(groups.get(title) ?? []), item]);
  }
  return [...groups];
}
