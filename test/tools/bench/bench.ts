/**
 * Measures every contestant side by side: `npm run bench -- [--json FILE] [--only TEXT] [--threads N]`.
 *
 * For each shape, pass and number of threads the contestants take turns, some milliseconds each, round after round; what is
 * reported is the median round and the quartiles. With --json the results of this run replace those of the same shape,
 * pass and threads in the file, so that a long table can be measured in pieces.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Contestant, type Pass, passes, type Place, sizeOf, type Timed } from './contestant.ts';
import { onnx } from './onnxruntime.ts';
import { copy, kernel, plainOne, throughContract } from './ours.ts';
import { pythonPeers } from './python-peers.ts';
import { type Errors, type Figure, table } from './table.ts';
import { tfjs } from './tfjs.ts';

const first = (sizes: number[]): Place => ({ name: sizes.join('×'), shape: sizes, axis: 1 });
const last = (sizes: number[]): Place => ({ name: `${sizes.join('×')} last`, shape: sizes, axis: sizes.length - 1 });

const places: readonly Place[] = [
  first([1, 1, 1]),
  first([4, 8, 7, 7]),
  first([256, 30]),
  first([256, 1024]),
  first([8, 32, 32, 32]),
  first([32, 64, 56, 56]),
  first([64, 256, 14, 14]),
  first([64, 512, 7, 7]),
  last([4, 7, 7, 8]),
  last([8, 32, 32, 32]),
  last([32, 56, 56, 64]),
  last([64, 14, 14, 256]),
  last([64, 7, 7, 512]),
];

const { values } = parseArgs({
  options: { json: { type: 'string' }, only: { type: 'string' }, threads: { type: 'string' } },
});

// Processors and caches take milliseconds to get up to speed after a rest; compilers take longer.
const turn = 10e6; // ns
const warmUp = 50e6; // ns
const rounds = 13;
const calm = 15; // ms

async function offered(make: () => Promise<Contestant | Contestant[]>): Promise<Contestant[]> {
  try {
    return [await make()].flat();
  } catch (error) {
    process.stderr.write(`left out: ${(error as Error).message.split('\n')[0]}\n`);
    return [];
  }
}

const contestantsFor = async (threads: number): Promise<Contestant[]> => [
  copy,
  ...(await offered(() => kernel(threads))),
  ...(threads === 1 ? [throughContract, plainOne] : []),
  ...(threads === 1 ? await offered(() => tfjs('cpu')) : []),
  ...(threads === 1 ? await offered(() => tfjs('wasm')) : []),
  ...(await offered(() => onnx('onnxruntime-node', threads))),
  ...(await offered(() => onnx('onnxruntime-web', threads))),
  ...(await offered(() => pythonPeers(threads))),
];

/** Repetitions that fill a turn. Warms up on the way. */
async function repetitionsFor(run: Timed): Promise<number> {
  let repetitions = 1;
  let spent = 0;
  for (;;) {
    const ns = await run(repetitions);
    spent += ns;
    if (ns < turn / 2 && repetitions <= 1e6) repetitions *= 2;
    else if (spent >= warmUp) return Math.max(1, Math.round((repetitions * turn) / ns));
  }
}

async function measure(place: Place, pass: Pass, threads: number, runs: Map<string, Timed>): Promise<Figure[]> {
  const size = sizeOf(place.shape);
  const entries = [...runs].map(([name, run]) => ({ name, run, repetitions: 1, ns: [] as number[] }));
  for (const entry of entries) entry.repetitions = await repetitionsFor(entry.run);
  for (let round = 0; round < rounds; round++) {
    for (const { run, repetitions, ns } of entries) {
      // Thread pools look for more work for some milliseconds after a call. And the caches belong to the one before.
      await new Promise((resolve) => setTimeout(resolve, calm));
      await run(1);
      ns.push((await run(repetitions)) / repetitions / size);
    }
  }
  return entries.map(({ name, ns }) => {
    const sorted = ns.toSorted((a, b) => a - b);
    const [low, median, high] = [0.25, 0.5, 0.75].map((q) => sorted[Math.round(q * (sorted.length - 1))]);
    return { place: place.name, pass, threads, name, elements: size, low, median, high };
  });
}

const figures: Figure[] = [];
const errors: Errors[] = [];
for (const threads of values.threads ? [Number(values.threads)] : [1, 2]) {
  const contestants = await contestantsFor(threads);
  for (const place of places) {
    if (values.only !== undefined && values.only !== place.name) continue;
    const prepared = new Map<string, Awaited<ReturnType<Contestant['prepare']>>>();
    for (const contestant of contestants) prepared.set(contestant.name, await contestant.prepare(place));
    for (const pass of passes) {
      const runs = new Map<string, Timed>();
      for (const [name, p] of prepared) {
        const run = p?.passes[pass];
        if (run) runs.set(name, run);
      }
      process.stderr.write(`${place.name} ${pass}, threads: ${threads}\n`);
      figures.push(...(await measure(place, pass, threads, runs)));
    }
    for (const p of prepared.values()) await p?.dispose();
  }
  if (threads === 1) {
    for (const contestant of contestants) {
      const units: Record<number, number> = {};
      for (const offset of [0, 1e3, 1e5]) {
        const error = await contestant.errorAt?.(offset);
        if (error !== undefined) units[offset] = error;
      }
      if (Object.keys(units).length > 0) errors.push({ name: contestant.name, units });
    }
  }
  for (const contestant of contestants) await contestant.close?.();
}

interface File {
  readonly machine: string;
  readonly node: string;
  readonly figures: Figure[];
  readonly errors: Errors[];
}

const earlier: File | undefined =
  values.json !== undefined && existsSync(values.json)
    ? (JSON.parse(readFileSync(values.json, 'utf8')) as File)
    : undefined;
const key = (f: Figure): string => `${f.place}/${f.pass}/${f.threads}`;
const fresh = new Set(figures.map(key));
const result: File = {
  machine: `${cpus()[0].model}, ${cpus().length} cores`,
  node: process.version,
  figures: [...(earlier?.figures ?? []).filter((f) => !fresh.has(key(f))), ...figures],
  errors: errors.length > 0 ? errors : (earlier?.errors ?? []),
};
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 1)}\n`);
process.stdout.write(table(result.figures, result.errors));
process.exit(0);
