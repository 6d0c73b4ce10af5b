/**
 * Compiles what the package holds into dist/, for `npm pack`, and for tests, which run the program that users get. One part
 * is bundled: the libraries that draw pictures would bring sixty packages.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { writeWholeFile } from '../wire/write-file.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');
const project = fileURLToPath(new URL('tsconfig.json', import.meta.url));

function compile(): void {
  rmSync(dist, { recursive: true, force: true });
  const compiler = fileURLToPath(import.meta.resolve('typescript/bin/tsc'));
  const emit = (...options: readonly string[]): void =>
    void execFileSync(process.execPath, [compiler, '-p', project, ...options], { stdio: 'inherit' });
  emit('--emitDeclarationOnly', ...process.argv.slice(2));
  // Comments would be a sixth of the package; types keep theirs.
  emit('--noCheck', '--removeComments', '--declaration', 'false', '--isolatedDeclarations', 'false');
}

/** Modules of ours stay where they are. */
const onlyLibraries: Plugin = {
  name: 'only-libraries',
  setup(builder) {
    builder.onResolve({ filter: /^\./ }, ({ path, importer }) =>
      importer.startsWith(dist) ? { path, external: true } : undefined,
    );
  },
};

/** The library with the elements of a page has 200 kB that read style sheets, which no picture has. */
const noStyleSheets: Plugin = {
  name: 'no-style-sheets',
  setup(builder) {
    const namespace = 'no-style-sheets';
    builder.onResolve({ filter: /^cssomnom\// }, ({ path }) => ({ path, namespace }));
    builder.onLoad({ filter: /.*/, namespace }, () => ({
      contents: "export function parse() { throw new Error('there are no style sheets here'); }",
    }));
  },
};

/** @param path - of a compiled module, which is replaced by one that holds the libraries it imports, with their licences */
async function withLibraries(path: string): Promise<void> {
  const file = join(dist, path);
  const { outputFiles, metafile } = await build({
    entryPoints: [file],
    plugins: [onlyLibraries, noStyleSheets],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    absWorkingDir: root,
    outfile: file,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
  });
  writeWholeFile(file, outputFiles[0].contents);
  writeWholeFile(file.replace(/\.js$/, '.licences.txt'), licencesOf(Object.keys(metafile.inputs)));
}

/** Hundreds of files of one function each: one small module holds them all, and still begins none before it is asked for. */
async function withMutants(): Promise<void> {
  const file = join(dist, 'impl/mutants/_catalogue.js');
  const elsewhere: Plugin = {
    name: 'elsewhere',
    setup(builder) {
      builder.onResolve({ filter: /^\.\.\// }, ({ path }) => ({ path, external: true }));
    },
  };
  const { outputFiles, metafile } = await build({
    entryPoints: [file],
    plugins: [elsewhere],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    absWorkingDir: root,
    outfile: file,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    logLevel: 'warning',
  });
  for (const input of Object.keys(metafile.inputs)) rmSync(join(root, input));
  writeWholeFile(file, outputFiles[0].contents);
}

/** @param inputs - bundled files, from the root */
function licencesOf(inputs: readonly string[]): string {
  const packages = new Set(inputs.flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []));
  const parts = Array.from(packages, (folder) => {
    const licence = readdirSync(join(root, folder)).find((name) => /^licen[cs]e/i.test(name));
    const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Record<
      string,
      string
    >;
    if (licence === undefined) throw new Error(`${name} has no file with its licence`);
    return `${name} ${version}\n\n${readFileSync(join(root, folder, licence), 'utf8').trim()}\n`;
  });
  return parts.toSorted().join(`\n${'-'.repeat(72)}\n\n`);
}

/** Removes the declarations that no entry point leads to. */
function onlyPublicTypes(): void {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Readonly<Record<string, { readonly types?: string }>>;
  };
  const kept = new Set<string>();
  const keep = (file: string): void => {
    if (kept.has(file)) return;
    kept.add(file);
    for (const [, specifier] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g)) {
      keep(resolve(dirname(file), specifier.replace(/\.(c|m)?[jt]s$/, '.d.$1ts')));
    }
  };
  for (const { types } of Object.values(exports)) if (types !== undefined) keep(join(root, types));
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (/\.d\.c?ts$/.test(file) && !kept.has(join(dist, file))) rmSync(join(dist, file));
  }
}

/** Jest cannot import ES modules without a flag. */
async function asCommonJs(path: string): Promise<void> {
  const file = join(dist, path);
  await build({
    entryPoints: [`${file}.js`],
    outfile: `${file}.cjs`,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  rmSync(`${file}.js`);
  renameSync(`${file}.d.ts`, `${file}.d.cts`);
}

compile();
await withLibraries('spec/report/html/pictures/plot.js');
await withMutants();
await asCommonJs('spec/package/jest');
onlyPublicTypes();
