/** Files that `bnspec init` writes for each language: the side of the wire, and a working file for the user to edit. */
import type { Starter } from '../../../spec/terms/starter-adapter.ts';

/** @param adapters - the folder impl/adapters, as a URL that ends with `/` */
export const startersIn = (adapters: URL): Readonly<Record<string, Starter>> => ({
  python: {
    files: [
      { name: 'my_batchnorm.py', source: new URL('starters/my_batchnorm.py', adapters) },
      { name: 'bnspec.py', source: new URL('python/bnspec.py', adapters) },
    ],
    target: (folder) => ['--', 'python3', `${folder}/my_batchnorm.py`],
  },
  javascript: {
    files: [{ name: 'my-batchnorm.mjs', source: new URL('starters/my-batchnorm.mjs', adapters) }],
    target: (folder) => [`${folder}/my-batchnorm.mjs`],
  },
  cpp: {
    files: [
      { name: 'my_batchnorm.cpp', source: new URL('starters/my_batchnorm.cpp', adapters) },
      { name: 'bnspec.hpp', source: new URL('cpp/bnspec.hpp', adapters) },
    ],
    target: (folder) => ['--', `${folder}/my_batchnorm`],
    build: (folder) => ['c++', '-std=c++17', '-O2', `${folder}/my_batchnorm.cpp`, '-o', `${folder}/my_batchnorm`],
  },
});
