/** Before all tests: compiles the program that users get. What has not changed since the last time takes no time. */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { builtFolder, root } from './support/repository-files.ts';

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

export default function build(): void {
  // Types are checked elsewhere.
  const options = [
    '--noCheck',
    '--declaration',
    'false',
    '--isolatedDeclarations',
    'false',
    '--incremental',
    '--outDir',
    builtFolder,
  ];
  const cache = ['--tsBuildInfoFile', `${builtFolder}/.tsbuildinfo`];
  execFileSync(process.execPath, [compiler, '-p', 'spec/package', ...options, ...cache], {
    cwd: root,
    stdio: 'inherit',
  });
}
