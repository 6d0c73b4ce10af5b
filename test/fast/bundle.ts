/** A page that runs one of the scripts beside this file, and shows what it says in an element named result. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export async function pageOf(script: string): Promise<string> {
  const entry = fileURLToPath(new URL(script, import.meta.url));
  const bundle = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'page' } },
  });
  const [{ output }] = Array.isArray(bundle) ? bundle : [bundle as { output: { code: string }[] }];
  const [chunk] = output as unknown as { code: string }[];
  return `<!doctype html><pre id="result"></pre><script>${chunk.code}</script>`;
}
