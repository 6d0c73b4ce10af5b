/** Runs several command lines in one process, on whichever Node this is. Arguments: a folder with the program, and a file with the lines. */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [built, file] = process.argv.slice(2);
const { main } = await import(pathToFileURL(`${built}/spec/cli/main.js`).href);
const { wiring } = await import(pathToFileURL(`${built}/spec/wiring.js`).href);
const codes = [];
for (const words of JSON.parse(readFileSync(file, 'utf8'))) codes.push(await main(words, wiring));
writeFileSync(`${file}.codes`, JSON.stringify({ node: process.versions.node, codes }));
