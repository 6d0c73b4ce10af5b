/** Chapters of the specification, by number. */
import { grouped } from './grouped.ts';

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
  '15': 'Layers',
  '16': 'Folding',
  '17': 'Second derivatives',
  '18': 'Forward mode',
};

/** `12` of `BN-12.3`. */
export const chapterOf = (id: string): string => /^BN-(\d+)\./.exec(id)?.[1] ?? '';

const titleOf = (chapter: string): string =>
  chapter === '' ? 'Golden cases' : `BN-${chapter} ${chapters[chapter] ?? ''}`.trim();

/** Groups clauses by chapter, in the order of first appearance. */
export const byChapter = <T extends { readonly id: string }>(items: readonly T[]): [title: string, items: T[]][] =>
  grouped(items, ({ id }) => titleOf(chapterOf(id)));
