#!/usr/bin/env node
/** The program that users start. It loads little: what it starts does the work. */
import { fileURLToPath } from 'node:url';
import { supervise } from './cli/supervisor.ts';

const here = import.meta.url;
const work = new URL(here.endsWith('.ts') ? './work.ts' : './work.js', here);
process.exit(await supervise(fileURLToPath(work), process.argv.slice(2)));
