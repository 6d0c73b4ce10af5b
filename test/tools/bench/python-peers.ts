/** The Python peers, in a process of their own per number of threads. BNSPEC_PYTHON names the interpreter. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { batchNormalization, type Writer } from '../../../impl/adapters/javascript/_onnx-model.ts';
import { type Contestant, epsilon, momentum, type Pass, type Timed } from './contestant.ts';

const load = async (name: string): Promise<unknown> => import(name);

async function writeModels(folder: string): Promise<void> {
  const { BinaryWriter } = (await load('@bufbuild/protobuf/wire')) as { BinaryWriter: new () => Writer };
  for (const rank of [2, 3, 4]) {
    for (const training of [true, false]) {
      const node = { rank, dtype: 'float32', training, epsilon, momentum: 1 - momentum } as const;
      const file = join(folder, `${training ? 'train' : 'infer'}-${rank}.onnx`);
      writeFileSync(file, batchNormalization(new BinaryWriter(), node));
    }
  }
}

export async function pythonPeers(threads: number): Promise<Contestant[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  await writeModels(folder);
  const script = fileURLToPath(new URL('peers.py', import.meta.url));
  const python = process.env['BNSPEC_PYTHON'] ?? 'python3';
  const child = spawn(python, [script, String(threads), folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request: object): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${python} ended; BNSPEC_PYTHON may name one with torch, onnxruntime and jax`);
    return JSON.parse(value);
  };
  const versions = (await ask({ do: 'hello' })) as Record<string, string>;
  let open = Object.keys(versions).length;
  return Object.entries(versions).map(([peer, version]) => ({
    name: `${peer} ${version} (Python)`,
    threads,
    async prepare({ shape, axis }) {
      const offered = (await ask({ do: 'prepare', peer, shape, axis })) as Pass[];
      const time =
        (pass: Pass): Timed =>
        async (repetitions) =>
          (await ask({ do: 'time', peer, pass, repetitions })) as number;
      return {
        passes: Object.fromEntries(offered.map((pass) => [pass, time(pass)])),
        async dispose() {
          await ask({ do: 'dispose', peer });
        },
      };
    },
    errorAt: async (offset) => (await ask({ do: 'error', peer, offset })) as number,
    close() {
      open--;
      if (open > 0) return;
      child.stdin.end();
      rmSync(folder, { recursive: true });
    },
  }));
}
