/**
 * What a call over the wire costs, beside the computation: `npx tsx test/tools/bench/overhead.ts [--calls N] [--json FILE]`.
 *
 * The far side returns a copy of x: the time from call to answer is that of the host, the pipes and the adapter's file.
 * "echo" is what the pipes alone cost, with a far side that returns the bytes as they come: on some machines waking the other
 * process takes longer than all the rest. BNSPEC_PYTHON names the interpreter. Run it where nothing else runs.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tensor } from '../../../spec/terms/tensor.ts';
import type { Target } from '../../../spec/wire/target.ts';
import { moduleTarget, spawnTarget } from '../../../spec/wire/process-target.ts';

const python = `
from bnspec import serve
serve(name="copy", infer_forward=lambda x, **others: x.copy())
`;
const javascript = `
export default { name: 'copy', inferForward: ({ x }) => ({ y: { ...x, data: x.data.slice() } }) };
`;

/** Shapes of x in float32, and the largest median that is acceptable for the Python side, in milliseconds. */
const sizes = [
  { name: 'small', shape: [2, 3], target: 0.3 },
  { name: '128 KB', shape: [8, 16, 16, 16], target: 1 },
];

interface Figure {
  readonly language: string;
  readonly size: string;
  /** Milliseconds per call. */
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Quartiles of the time per call; the first tenth is for warming up. */
async function measure(call: () => Promise<void>, calls: number): Promise<Omit<Figure, 'language' | 'size'>> {
  const times: number[] = [];
  for (let i = -calls / 10; i < calls; i++) {
    const start = performance.now();
    await call();
    if (i >= 0) times.push(performance.now() - start);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))];
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}

type Caller = (shape: readonly number[]) => () => Promise<void>;

/** A call of `target` on tensors of a shape. */
const callerOf =
  (target: Target): Caller =>
  (shape) => {
    const count = shape.reduce((a, b) => a * b, 1);
    const ones = new Float64Array(shape[1]).fill(1);
    const vector = tensor('float32', [shape[1]], ones);
    const x = tensor(
      'float32',
      shape,
      Float64Array.from({ length: count }, (_, i) => i % 7),
    );
    const call = { x, gamma: vector, beta: vector, mean: vector, variance: vector, epsilon: 2 ** -10, axis: 1 };
    return async () => {
      const outcome = await target.call('inferForward', call);
      if (outcome.status !== 'ok') throw new Error(`${target.name}: ${outcome.status}: ${outcome.message}`);
    };
  };

interface Opened {
  readonly caller: Caller;
  readonly close: () => Promise<void>;
}

const echoes = `
import os
while data := os.read(0, 65536):
    while data:
        data = data[os.write(1, data):]
`;

/** As many bytes to and fro as a call has, and nothing done with them. */
function echo(command: string): Opened {
  const child = spawn(command, ['-c', echoes], { stdio: ['pipe', 'pipe', 'inherit'] });
  let wanted = 0;
  let arrived = (): void => undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    wanted -= chunk.length;
    if (wanted === 0) arrived();
  });
  return {
    caller: (shape) => {
      // The header has some 500 bytes.
      const bytes = Buffer.alloc(500 + 4 * shape.reduce((a, b) => a * b, 1));
      return () =>
        new Promise((resolve) => {
          wanted = bytes.length;
          arrived = resolve;
          child.stdin.write(bytes);
        });
    },
    close: async () => {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

const { values } = parseArgs({ options: { calls: { type: 'string', default: '2000' }, json: { type: 'string' } } });
const calls = Number(values.calls);
if (!Number.isInteger(calls) || calls < 1) throw new Error(`"--calls" expected an integer > 0, got ${values.calls}`);

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const figures: Figure[] = [];
try {
  const scripts = { python: join(folder, 'copy.py'), javascript: join(folder, 'copy.mjs') };
  writeFileSync(scripts.python, python);
  writeFileSync(scripts.javascript, javascript);
  const adapters = fileURLToPath(new URL('../../../impl/adapters/python', import.meta.url));
  const env = { ...process.env, PYTHONPATH: adapters, PYTHONDONTWRITEBYTECODE: '1' };
  const command = process.env['BNSPEC_PYTHON'] ?? 'python3';
  const open = async (target: Promise<Target>): Promise<Opened> => {
    const opened = await target;
    return { caller: callerOf(opened), close: () => opened.close() };
  };
  const languages: Record<string, () => Promise<Opened>> = {
    echo: () => Promise.resolve(echo(command)),
    Python: () => open(spawnTarget({ command, args: [scripts.python], env })),
    JavaScript: () => open(moduleTarget(scripts.javascript)),
  };
  for (const [language, start] of Object.entries(languages)) {
    const { caller, close } = await start();
    for (const { name, shape, target: limit } of sizes) {
      const figure = { language, size: name, ...(await measure(caller(shape), calls)) };
      figures.push(figure);
      const { low, median, high } = figure;
      const quartiles = `[${low.toFixed(3)}, ${high.toFixed(3)}]`;
      const wanted = language === 'Python' ? `  wanted: at most ${limit}` : '';
      console.log(`${language.padEnd(11)} ${name.padEnd(7)} ${median.toFixed(3)} ms per call  ${quartiles}${wanted}`);
    }
    await close();
  }
} finally {
  rmSync(folder, { recursive: true });
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, undefined, 2)}\n`);
