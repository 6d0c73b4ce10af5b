/** Programs that may be absent. Their tests are skipped then, visibly; BNSPEC_REQUIRE_PEERS=1 makes absence a failure. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The Python to use: BNSPEC_PYTHON, else python3. */
export const python: string = process.env['BNSPEC_PYTHON'] ?? 'python3';

export const required: boolean = process.env['BNSPEC_REQUIRE_PEERS'] === '1';

/** Whether tests that need these Python modules are to be skipped. */
export function lacksPython(...modules: string[]): boolean {
  return !required && spawnSync(python, ['-c', `import ${modules.join(', ')}`]).status !== 0;
}

const lacks = (program: string): boolean => spawnSync(program, ['--version']).status !== 0;

/** Whether tests that compile C or C++ are to be skipped. */
export const lacksCompiler: boolean = !required && (lacks('cc') || lacks('c++'));

/** Whether tests that compile Rust are to be skipped. It is large, and never required. */
export const lacksRust: boolean = lacks('rustc');

/** Runs a script that imports bnspec.py or the adapters; stdout as bytes. */
export function runPython(script: string, input: Uint8Array = new Uint8Array()): Buffer {
  const { status, stdout, stderr } = spawnSync(python, ['-c', script], { input, env: pythonEnv, maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(stderr.toString());
  return stdout;
}

export const pythonFolder: string = fileURLToPath(new URL('../../../impl/adapters/python/', import.meta.url));
/** With Python's usual buffering, whatever the caller prefers: what is printed must not depend on it. */
export const pythonEnv: NodeJS.ProcessEnv = {
  ...process.env,
  PYTHONPATH: pythonFolder,
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUNBUFFERED: '',
};
