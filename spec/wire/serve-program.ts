/** Where the program lies that serves a module in a process of its own. */
import { fileURLToPath } from 'node:url';
import { isTypeScript, tsxFor } from './typescript.ts';

/** Arguments of Node that start it: the compiled program, or, in a checkout, its source. */
export function serveProgram(): readonly string[] {
  const here = import.meta.url;
  if (!isTypeScript(here)) return [fileURLToPath(new URL('./serve.js', here))];
  const tsx = tsxFor(here);
  return [...(tsx === undefined ? [] : ['--import', tsx]), fileURLToPath(new URL('./serve.ts', here))];
}
