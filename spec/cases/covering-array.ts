/**
 * Covering arrays: few rows in which any two levels of any two aspects meet. A mistake that needs two conditions at
 * once then shows with every seed.
 */

type Row = number[];

/**
 * @param levels - number of levels of each aspect, at least 1
 * @returns rows of one level for each aspect; any two levels of two aspects are in one of them. The same rows for the same
 * numbers.
 */
export function coveringRows(levels: readonly number[]): Row[] {
  const open = new OpenPairs(levels);
  const rows: Row[] = [];
  for (let pair = open.first(); pair !== undefined; pair = open.first()) {
    const row = levels.map(() => -1);
    [row[pair.a], row[pair.b]] = [pair.i, pair.j];
    for (const aspect of levels.keys()) if (row[aspect] < 0) row[aspect] = open.best(row, aspect, rows.length);
    open.cover(row);
    rows.push(row);
  }
  return rows;
}

/** The pairs of levels that are in no row yet. */
class OpenPairs {
  private readonly levels: readonly number[];
  /** By aspects a < b: a flag for each pair of their levels. */
  private readonly flags = new Map<string, Uint8Array>();

  constructor(levels: readonly number[]) {
    this.levels = levels;
    for (const b of levels.keys()) {
      for (let a = 0; a < b; a++) this.flags.set(`${a},${b}`, new Uint8Array(levels[a] * levels[b]).fill(1));
    }
  }

  first(): { a: number; i: number; b: number; j: number } | undefined {
    for (const [key, flags] of this.flags) {
      const at = flags.indexOf(1);
      if (at < 0) continue;
      const [a, b] = key.split(',').map(Number);
      return { a, i: Math.floor(at / this.levels[b]), b, j: at % this.levels[b] };
    }
    return undefined;
  }

  /** The level of an aspect that makes the most open pairs with the row so far; where several do, each in its turn. */
  best(row: Row, aspect: number, turn: number): number {
    const count = this.levels[aspect];
    let [best, most] = [0, -1];
    for (let k = 0; k < count; k++) {
      const level = (k + turn) % count;
      const pairs = row.filter((other, b) => other >= 0 && this.has(aspect, level, b, other)).length;
      if (pairs > most) [best, most] = [level, pairs];
    }
    return best;
  }

  cover(row: Row): void {
    for (const [b, j] of row.entries()) {
      for (let a = 0; a < b; a++) (this.flags.get(`${a},${b}`) as Uint8Array)[row[a] * this.levels[b] + j] = 0;
    }
  }

  private has(a: number, i: number, b: number, j: number): boolean {
    if (a > b) return this.has(b, j, a, i);
    return (this.flags.get(`${a},${b}`) as Uint8Array)[i * this.levels[b] + j] === 1;
  }
}
