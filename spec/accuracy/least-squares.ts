/** Small linear regressions in doubles: coefficients of the terms of a result. */

export const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);

/**
 * Coefficients k of Σ kⱼ·columnⱼ ≈ y, by the normal equations and elimination with pivoting.
 * @returns undefined where the columns depend on each other
 */
export function regress(
  y: readonly number[],
  columns: readonly (readonly number[])[],
): { k: number[]; residual: number } | undefined {
  const n = columns.length;
  const rows = columns.map((column) => [...columns.map((other) => dot(column, other)), dot(column, y)]);
  for (let j = 0; j < n; j++) {
    const pivot = rows
      .slice(j)
      .reduce((best, row, i) => (Math.abs(row[j]) > Math.abs(rows[best][j]) ? j + i : best), j);
    [rows[j], rows[pivot]] = [rows[pivot], rows[j]];
    if (!(Math.abs(rows[j][j]) > 1e-9 * dot(columns[j], columns[j]))) return undefined;
    for (const [i, row] of rows.entries()) {
      if (i === j) continue;
      const factor = row[j] / rows[j][j];
      for (let c = j; c <= n; c++) row[c] -= factor * rows[j][c];
    }
  }
  const k = rows.map((row, j) => row[n] / row[j]);
  const misfit = y.map((value, i) => value - k.reduce((sum, factor, j) => sum + factor * columns[j][i], 0));
  const size = Math.sqrt(dot(y, y));
  return { k, residual: size === 0 ? 0 : Math.sqrt(dot(misfit, misfit)) / size };
}
