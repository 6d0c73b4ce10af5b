/** Bundles the program of a page into one script, which a policy can allow by its bytes. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { specVersion, suiteVersion } from '../check/version.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Browsers cannot read files: the current versions are compiled in. */
const versions: Plugin = {
  name: 'versions',
  setup(builder) {
    builder.onLoad({ filter: /[/\\]version\.ts$/ }, () => ({
      contents: `export const suiteVersion = ${JSON.stringify(suiteVersion)};
export const specVersion = ${JSON.stringify(specVersion)};`,
    }));
  },
};

/**
 * @param entry - path of a module that runs in a page and, where there is no document, in a worker
 * @returns a script for an element of the page
 */
export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    inject: [here('page/buffer-stand-in.ts')],
    plugins: [versions],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2023',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
  });
  // Inside the page this would end the script.
  return outputFiles[0].text.replaceAll('</script', String.raw`<\/script`);
}

/** As a policy names it. */
export const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
