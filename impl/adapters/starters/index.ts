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
  c: {
    files: [
      { name: 'my_batchnorm.c', source: new URL('starters/my_batchnorm.c', adapters) },
      { name: 'bnspec.h', source: new URL('c/bnspec.h', adapters) },
    ],
    target: (folder) => ['--', `${folder}/my_batchnorm`],
    build: (folder) => ['cc', '-O2', `${folder}/my_batchnorm.c`, '-o', `${folder}/my_batchnorm`, '-lm'],
  },
  rust: {
    files: [
      { name: 'my_batchnorm.rs', source: new URL('starters/my_batchnorm.rs', adapters) },
      { name: 'bnspec.rs', source: new URL('rust/bnspec.rs', adapters) },
    ],
    target: (folder) => ['--', `${folder}/my_batchnorm`],
    build: (folder) => ['rustc', '-O', `${folder}/my_batchnorm.rs`, '-o', `${folder}/my_batchnorm`],
  },
});

/** Likewise for layers, which have a state and a mode. */
export const layerStartersIn = (adapters: URL): Readonly<Record<string, Starter>> => ({
  python: {
    files: [
      { name: 'my_layer.py', source: new URL('starters/my_layer.py', adapters) },
      { name: 'bnspec.py', source: new URL('python/bnspec.py', adapters) },
    ],
    target: (folder) => ['--', 'python3', `${folder}/my_layer.py`],
  },
  javascript: {
    files: [{ name: 'my-layer.mjs', source: new URL('starters/my-layer.mjs', adapters) }],
    target: (folder) => [`${folder}/my-layer.mjs`],
  },
  cpp: {
    files: [
      { name: 'my_layer.cpp', source: new URL('starters/my_layer.cpp', adapters) },
      { name: 'bnspec.hpp', source: new URL('cpp/bnspec.hpp', adapters) },
    ],
    target: (folder) => ['--', `${folder}/my_layer`],
    build: (folder) => ['c++', '-std=c++17', '-O2', `${folder}/my_layer.cpp`, '-o', `${folder}/my_layer`],
  },
});
