/** The inputs of counterexamples as request files, which `eval` and any adapter read. */
import type { Report } from './report.ts';

export interface CaseFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** `BN-3.2.safetensors`; with a number for each call where it takes several. */
export const caseNames = (label: string, calls: number): string[] =>
  Array.from({ length: calls }, (_, i) => `${label}${calls > 1 ? `-${i + 1}` : ''}.safetensors`);

/** @param requests - in base64, in their order */
export function caseFiles(label: string, requests: readonly string[]): CaseFile[] {
  const names = caseNames(label, requests.length);
  return requests.map((request, i) => ({ name: names[i], bytes: Buffer.from(request, 'base64') }));
}

/** The files of every counterexample, named for its clause. */
export const counterexampleFiles = ({ clauses }: Report): CaseFile[] =>
  clauses.flatMap(({ id, counterexample }) => (counterexample ? caseFiles(id, counterexample.requests) : []));

/** Whether a file may be one of these, of any run. */
export const isCaseName = (name: string): boolean => /^(?:BN-\d+\.\d+|FX\.[a-z_]+)(?:-\d+)?\.safetensors$/.test(name);
