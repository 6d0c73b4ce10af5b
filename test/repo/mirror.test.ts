/** Tests lie as their sources do: test/spec/wire/frames.test.ts holds spec/wire/frames.ts. What holds several is listed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesUnder, root } from '../support/repository-files.ts';

/** Tests of what no one source does: what they hold. */
const across: Readonly<Record<string, string>> = {
  'fixtures/corruption': 'damaged files are never believed',
  'fixtures/mutants': 'the files alone find wrong implementations, and blame no honest one',
  'impl/adapters/compiled-languages': 'what C, C++ and Rust get answers, refuses and watches alike',
  'impl/adapters/conformance': 'real libraries conform',
  'impl/adapters/python/second-derivatives':
    'what libraries differentiate twice is right, and a gradient of first order is not',
  'impl/adapters/python/tangents':
    'forward mode of libraries is right, and one that takes statistics for constants is not',
  'impl/adapters/python/layers': 'layers served from Python keep, copy and refuse as required',
  'impl/fast/accuracy': 'how close y comes to the exact answer',
  'impl/fast/browser': 'a browser gives the bits that Node gives',
  'impl/fast/fallback': 'without SIMD, `plain` does the work',
  'impl/fast/paths': 'every way through the code gives the same bits',
  'impl/fast/special-values': 'NaN, infinities and subnormals',
  'impl/findings/findings': 'each file of a finding shows it',
  'impl/mutants/bank': 'every instance of a mutant begins anew, and loading the catalogue leaks nothing',
  'impl/mutants/conventions': 'mutants follow other conventions apart from their mistake',
  'impl/mutants/mutants': 'every mutant is caught by the clauses that it names',
  'reference/outputs-on-demand': 'outputs belong to the inputs of their call, whenever they are asked for',
  'reference/large-sums': 'sums of ten million values lose no bit',
  'reference/mpmath': 'an independent implementation gives the same numbers',
  'reference/ends-of-range': 'near the ends of the range of doubles',
  'reference/special-values': 'NaN, infinities and constant channels',
  'reference/ties': 'numbers half way between two of their type',
  'spec/accuracy/underflow': 'products that underflow before a large factor blame nobody',
  'spec/accuracy/toy-formats': 'every channel of a few values in a narrow format stays within the bounds',
  'spec/accuracy/every-toy-input': 'every input of toy formats stays within the bounds, in every form',
  'spec/accuracy/tiny-epsilons': 'epsilons at the end of the range blame nobody',
  'spec/accuracy/first-order': 'bounds against a first-order analysis of errors',
  'spec/accuracy/left-open-by-text': 'what the text leaves open passes everywhere',
  'spec/accuracy/honest-implementations': 'no bound blames an honest implementation',
  'spec/check/counterexample-of-stateful-mistakes': 'a counterexample shows its own calls, not the case before',
  'spec/check/counterexample': 'a counterexample names the call and the element that show the mistake',
  'spec/check/faults': 'a fault over the wire is told from a wrong number',
  'spec/check/jobs': 'however many processes share the clauses, the report is the same',
  'spec/check/misbehaviour': 'what misbehaves in one operation is judged in the others',
  'spec/check/next-step': 'where no call has a usable answer, the report names the doctor',
  'spec/check/node-versions': 'other versions of Node.js change no byte',
  'spec/check/several-operations': 'each operation that is offered is judged, one at a time',
  'spec/check/surroundings': 'time zone and locale change no byte',
  'spec/clauses/judged-outputs': 'a clause names the outputs that it judges',
  'spec/cli/closed-output': 'what is printed for nobody, or onto a full disk, is no crash',
  'spec/clauses/layers': 'right layers pass, and a counterexample of a layer is a script',
  'spec/clauses/within-claims': 'clauses ask only what is claimed',
  'spec/cli/fuzz': 'damaged files and tokens get an answer or one line',
  'spec/cli/signals': 'any command ends at a signal, with its reports whole or absent, and leaves no process',
  'spec/package/package': 'the packed package is installed and used as users do',
  'spec/report/command': '`bnspec check` writes its reports where they belong',
  'spec/report/hostile': 'an adapter’s words are text, in every format',
  'spec/report/printed-commands': 'printed commands begin with the name by which the program was started',
  'spec/report/mutants': 'reports of every kind of failure',
  'spec/proofs/recurrence': 'Welford’s recurrence meets its bounds wherever it is judged',
  'spec/proofs/merged': 'merged blocks meet their bounds wherever they are judged',
  'spec/proofs/constants': 'the bounds use the constants of the theorems',
  'spec/wire/faults': 'a fault of an adapter is told as what it is',
  'spec/wire/fuzz': 'damaged frames are read or refused, at little cost',
  'spec/wire/safetensors-python': 'the Python package safetensors reads and writes the same',
};

const stems = ['spec', 'reference', 'impl', 'fixtures'].flatMap((room) =>
  filesUnder(join('test', room), '.test.ts').map((path) =>
    path.replace(/^test\//, '').replace(/(\.slow)?\.test\.ts$/, ''),
  ),
);

/** A file, or a room of files. */
const hasSource = (stem: string): boolean =>
  [`${stem}.ts`, `${stem}.py`, stem].some((path) => existsSync(join(root, path)));

test('every test has the name of a source, or is listed with what it holds', () => {
  expect(stems.length).toBeGreaterThan(90);
  expect(stems.filter((stem) => !hasSource(stem) && across[stem] === undefined)).toEqual([]);
});

test('what is listed exists, and has no source of its own', () => {
  expect(Object.keys(across).filter((stem) => !stems.includes(stem) || hasSource(stem))).toEqual([]);
});
