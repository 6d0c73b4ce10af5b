/** Files that `bnspec init` writes for each language: the side of the wire, and a working file for the user to edit. */

export interface Starter {
  /** In the order in which a reader wants them: the user's own file first. `source` is a path from impl/adapters. */
  readonly files: readonly { readonly name: string; readonly source: string }[];
  /** The words that name the target, given the folder that contains the files. */
  readonly target: (folder: string) => readonly string[];
  /** Commands to run before the first check. */
  readonly build?: (folder: string) => readonly string[];
}

export const starters: Readonly<Record<string, Starter>> = {
  python: {
    files: [
      { name: 'my_batchnorm.py', source: 'starters/my_batchnorm.py' },
      { name: 'bnspec.py', source: 'python/bnspec.py' },
    ],
    target: (folder) => ['--', 'python3', `${folder}/my_batchnorm.py`],
  },
  javascript: {
    files: [{ name: 'my-batchnorm.mjs', source: 'starters/my-batchnorm.mjs' }],
    target: (folder) => [`${folder}/my-batchnorm.mjs`],
  },
  cpp: {
    files: [
      { name: 'my_batchnorm.cpp', source: 'starters/my_batchnorm.cpp' },
      { name: 'bnspec.hpp', source: 'cpp/bnspec.hpp' },
    ],
    target: (folder) => ['--', `${folder}/my_batchnorm`],
    build: (folder) => ['c++', '-std=c++17', '-O2', `${folder}/my_batchnorm.cpp`, '-o', `${folder}/my_batchnorm`],
  },
};
