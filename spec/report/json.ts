/** Report → JSON text. */
import type { Report } from './report.ts';

export function toJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
