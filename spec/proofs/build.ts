/**
 * Builds the proofs: `npm run proofs`. Every theorem is compiled, and asked on which axioms it rests; those of the real numbers
 * are allowed, an unfinished proof is not. What was proved is written to proved.json, with the constants of the theorems;
 * `--check` compares that file instead. Nothing is installed.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeWholeFile } from '../wire/write-file.ts';
import { files, proofsFolder, sourceHashes, statements } from './sources.ts';

/** Axioms of the real numbers in Coq's library, and of classical logic, on which they and Flocq rest. */
const allowed = new Set([
  'ClassicalDedekindReals.sig_forall_dec',
  'ClassicalDedekindReals.sig_not_dec',
  'Classical_Prop.classic',
  'FunctionalExtensionality.functional_extensionality_dep',
]);

/** Precision in bits: bfloat16, float16, float32, float64. */
const precisions = [8, 11, 24, 53];
const counts = [1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 100, 1000, 1023, 1024];

class Failure extends Error {}

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error) {
    throw new Failure(
      `${command} cannot be started (${error.message}). The proofs need Coq 8.16 and Flocq 4.1; on Debian: apt-get install coq libcoq-flocq`,
    );
  }
  if (status !== 0) throw new Failure(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
  return stdout;
}

/** One number of a constant, as Coq computes it. */
const computed = (output: string): number => Number(/= (\d+)/.exec(output)?.[1] ?? Number.NaN);

/** Commands to Coq, each with an answer that a line announces. */
function ask(commands: readonly string[], folder: string): string[] {
  const mark = '(* answer *)';
  const imports = files.map((name) => `From Proofs Require ${name}.`).join('\n');
  const text = commands.map((command) => `Goal True. idtac "${mark}". Abort.\n${command}`).join('\n');
  writeFileSync(join(folder, 'questions.v'), `Require Import NArith.\n${imports}\n${text}\n`);
  return run('coqc', ['-q', '-Q', '.', 'Proofs', 'questions.v'], folder).split(mark).slice(1);
}

function axiomsOf(name: string, answer: string): readonly string[] {
  const used = [...answer.replace(/^Axioms:$/m, '').matchAll(/^([A-Za-z_][\w.']*)\s*:/gm)].map(([, axiom]) => axiom);
  if (used.length === 0 && !answer.includes('Closed under the global context')) {
    throw new Failure(`${name}: Coq's answer about its axioms was not understood:\n${answer}`);
  }
  const others = used.filter((axiom) => !allowed.has(axiom));
  if (others.length > 0) throw new Failure(`${name} rests on ${others.join(', ')}, which is not proved`);
  return used;
}

function prove(folder: string): string {
  for (const name of files) {
    copyFileSync(join(proofsFolder, `${name}.v`), join(folder, `${name}.v`));
    run('coqc', ['-q', '-Q', '.', 'Proofs', `${name}.v`], folder);
  }
  const theorems = files.flatMap((file) => statements(file).map((theorem) => `${file}.${theorem}`));
  const numbers = [
    ...counts.map((m) => `constants.K_binary ${m}%N`),
    ...precisions.map((p) => `constants.largest_m ${p}%N`),
    'constants.K_elementwise',
    'constants.K_update',
  ];
  // Asked once for all: Coq looks through the library of real numbers each time.
  const every = `Definition every := (${theorems.map((name) => `@Proofs.${name}`).join(', ')}).`;
  const [, together, ...rest] = ask(
    [every, 'Print Assumptions every.', ...numbers.map((term) => `Eval vm_compute in Proofs.${term}.`)],
    folder,
  );
  const axioms = new Set(axiomsOf('a theorem', together));
  const values = rest.map(computed);
  const pairs = (keys: readonly number[], from: number): Record<string, number> =>
    Object.fromEntries(keys.map((key, i) => [key, values[from + i]]));
  const proved = {
    coq: run('coqc', ['--print-version'], folder).split(' ')[0],
    axioms: [...axioms].toSorted(),
    K: pairs(counts, 0),
    largestM: pairs(precisions, counts.length),
    elementwiseK: values[counts.length + precisions.length],
    updateK: values[counts.length + precisions.length + 1],
    theorems: Object.fromEntries(files.map((file) => [file, statements(file)])),
    sources: sourceHashes(),
  };
  return `${JSON.stringify(proved, undefined, 2)}\n`;
}

/** Another version of Coq proves the same. */
const anyVersion = (text: string): string => text.replace(/"coq": ".*"/, '');

const folder = mkdtempSync(join(tmpdir(), 'bnspec-proofs-'));
const place = fileURLToPath(new URL('proved.json', import.meta.url));
try {
  const proved = prove(folder);
  if (!process.argv.includes('--check')) writeWholeFile(place, proved);
  else if (anyVersion(readFileSync(place, 'utf8')) !== anyVersion(proved))
    throw new Failure('proved.json is stale: npm run proofs');
  const theorems = files.flatMap((file) => statements(file));
  process.stdout.write(`${theorems.length} theorems in ${files.length} files hold\n`);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
