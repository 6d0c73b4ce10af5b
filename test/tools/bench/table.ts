/** The figures as text: ns per element, ratios of ours to each peer and to the copy, and errors. */
import type { Pass } from './contestant.ts';

/** ns per element: median, and quartiles as the spread. */
export interface Figure {
  readonly place: string;
  readonly pass: Pass;
  readonly threads: number;
  readonly name: string;
  readonly elements: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Error of y in training by |μ|/σ, in units of u times the largest |y| of the channel. */
export interface Errors {
  readonly name: string;
  readonly units: Readonly<Record<number, number>>;
}

const ours = 'fast';
const own = new Set([ours, 'fast (contract)', 'plain', 'copy']);

export function table(figures: readonly Figure[], errors: readonly Errors[]): string {
  const groups = grouped(figures);
  const lines: string[] = [];
  for (const [title, group] of groups) {
    const reference = group.find(({ name }) => name === ours);
    const peers = group.filter(({ name }) => !own.has(name)).toSorted((a, b) => a.median - b.median);
    lines.push(`\n${title}`);
    for (const { name, low, median, high } of group) {
      const ratio = reference === undefined || name === ours ? '' : `  ours/this ${show(reference.median / median)}`;
      lines.push(`  ${name.padEnd(32)} ${show(median).padStart(9)} ns/element  [${show(low)}, ${show(high)}]${ratio}`);
    }
    if (reference && peers.length > 0) {
      lines.push(`  → ${show(reference.median / peers[0].median)} of the fastest peer, ${peers[0].name}`);
    }
  }
  lines.push('\nLargest error of y in training, in u·max|y|, at |μ|/σ of');
  for (const { name, units } of errors) {
    const columns = Object.entries(units).map(([offset, value]) => `${offset}: ${show(value)}`);
    lines.push(`  ${name.padEnd(32)} ${columns.join('   ')}`);
  }
  return `${lines.join('\n')}\n`;
}

const show = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

function grouped(figures: readonly Figure[]): Map<string, Figure[]> {
  const groups = new Map<string, Figure[]>();
  for (const figure of figures) {
    const title = `${figure.place}, ${figure.pass}, threads: ${figure.threads}`;
    groups.set(title, [...(groups.get(title) ?? []), figure]);
  }
  return groups;
}
