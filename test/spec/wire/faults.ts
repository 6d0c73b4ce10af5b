/** Faults of an adapter in one operation, by the name that the host gives them. */

export interface Fault {
  readonly name: string;
  /** Statements; see misbehaving-adapters.ts for what is in sight. */
  readonly infer: string;
  /** Options of the adapter's Node. */
  readonly node?: readonly string[];
  /** Only Linux can tell which process started it. */
  readonly linux?: true;
  readonly status: string;
  readonly says: RegExp;
}

export const possible = ({ linux }: Fault): boolean => linux === undefined || process.platform === 'linux';

export const faults: readonly Fault[] = [
  {
    name: 'exits with a code',
    infer: `console.error('bad luck'); process.exit(3);`,
    status: 'crash',
    says: /exited with code 3 before it answered; stderr ends with\nbad luck/,
  },
  {
    name: 'exits as if all were well',
    infer: `process.exit(0);`,
    status: 'crash',
    says: /exited with code 0 before it answered/,
  },
  {
    name: 'throws where nobody catches it',
    infer: `throw new TypeError('no such thing');`,
    status: 'crash',
    says: /exited with code 1[^]*no such thing/,
  },
  {
    name: 'has a segmentation fault',
    infer: `process.kill(process.pid, 'SIGSEGV');`,
    status: 'crash',
    says: /was killed by SIGSEGV before it answered/,
  },
  { name: 'aborts, as for lack of memory', infer: `process.abort();`, status: 'crash', says: /was killed by SIGABRT/ },
  {
    name: 'uses up its memory',
    infer: `const held = []; for (;;) held.push(new Array(100_000).fill(held.length));`,
    node: ['--max-old-space-size=32'],
    status: 'crash',
    says: /was killed by SIGABRT/,
  },
  { name: 'is killed', infer: `process.kill(process.pid, 'SIGKILL');`, status: 'crash', says: /was killed by SIGKILL/ },
  {
    name: 'never answers',
    infer: `hang();`,
    status: 'timeout',
    says: /^no complete answer within \d+ ms( \(\d+ ms after a start\))?(, nor, asked again with nothing else running, within \d+ ms)?$/,
  },
  {
    name: 'stops itself',
    infer: `process.kill(process.pid, 'SIGSTOP');`,
    status: 'timeout',
    says: /no complete answer within/,
  },
  { name: 'spins', infer: `for (;;);`, status: 'timeout', says: /no complete answer within/ },
  {
    name: 'hangs in the middle of a frame',
    infer: `send(good(request).subarray(0, 40)); hang();`,
    status: 'timeout',
    says: /within \d+ ms[^;]*; it had sent 40 bytes/,
  },
  {
    name: 'hangs in the middle of a header',
    infer: `send(Buffer.concat([u64(1000), Buffer.from('{"y":')])); hang();`,
    status: 'timeout',
    says: /within \d+ ms[^;]*; it had sent 13 bytes/,
  },
  {
    name: 'floods stderr',
    infer: `for (;;) writeSync(2, 'warning\\n'.repeat(10_000));`,
    status: 'timeout',
    says: /within \d+ ms[^;]*; stderr ends with(\nwarning){16}$/,
  },
  {
    name: 'drips',
    infer: `for (const byte of good(request)) { send(Buffer.of(byte)); await sleep(20); }`,
    status: 'timeout',
    says: /it had sent \d+ bytes/,
  },
  {
    name: 'ignores SIGTERM and the end of its input',
    infer: `process.on('SIGTERM', () => {}); hang();`,
    status: 'timeout',
    says: /no complete answer within/,
  },
  {
    name: 'ends in the middle of a frame',
    infer: `send(good(request).subarray(0, 40)); process.exit(0);`,
    status: 'protocol-error',
    says: /exited with code 0 before it answered, having sent 40 bytes/,
  },
  {
    name: 'dies in the middle of a frame',
    infer: `send(good(request).subarray(0, 40)); process.kill(process.pid, 'SIGSEGV');`,
    status: 'crash',
    says: /SIGSEGV before it answered, having sent 40 bytes/,
  },
  {
    name: 'prints and exits',
    infer: `send('ok'); process.exit(0);`,
    status: 'protocol-error',
    says: /exited with code 0 before it answered, having sent "ok"/,
  },
  {
    name: 'prints and dies',
    infer: `send('assertion failed'); process.kill(process.pid, 'SIGABRT');`,
    status: 'crash',
    says: /SIGABRT before it answered, having sent "assertion failed"/,
  },
  {
    name: 'prints before its answer',
    infer: `send('loss 0.25\\n'); send(good(request));`,
    status: 'protocol-error',
    says: /stray output instead of a frame: "loss 0.25\\n"/,
  },
  {
    name: 'prints inside its answer',
    infer: `const f = good(request); send(f.subarray(0, 30)); send('hm'); send(f.subarray(30));`,
    status: 'protocol-error',
    says: /header expected JSON/,
  },
  {
    name: 'prints for ever',
    infer: `for (;;) send('y\\n'.repeat(1000));`,
    status: 'protocol-error',
    says: /stray output instead of a frame: "y\\ny/,
  },
  {
    name: 'sends a giant header length',
    infer: `send(u64(2n ** 62n)); hang();`,
    status: 'protocol-error',
    says: /header length expected at most 1048576 bytes/,
  },
  {
    name: 'sends a giant frame',
    infer: `send(frame({ __metadata__: envelope(request), y: { dtype: 'F32', shape: [2 ** 40], data_offsets: [0, 2 ** 42] } })); hang();`,
    status: 'protocol-error',
    says: /frame expected at most 10485\d\d bytes/,
  },
  {
    name: 'sends no JSON',
    infer: `send(Buffer.concat([u64(8), Buffer.from('{"y":??}')]));`,
    status: 'protocol-error',
    says: /header expected JSON/,
  },
  {
    name: 'sends negative offsets',
    infer: `send(frame({ __metadata__: envelope(request), y: { ...y, data_offsets: [-4, 0] } }, Buffer.alloc(4)));`,
    status: 'protocol-error',
    says: /tensor "y" data_offsets expected/,
  },
  {
    name: 'sends overlapping tensors',
    infer: `send(frame({ __metadata__: envelope(request), y, mean: y }, Buffer.alloc(4)));`,
    status: 'protocol-error',
    says: /overlaps the tensor before it/,
  },
  {
    name: 'sends an integer tensor',
    infer: `send(frame({ __metadata__: envelope(request), y: { ...y, dtype: 'I32' } }, Buffer.alloc(4)));`,
    status: 'protocol-error',
    says: /dtype expected F16, BF16, F32 or F64, got "I32"/,
  },
  {
    name: 'answers to another id',
    infer: `send(good({ ...request, id: '0' }));`,
    status: 'protocol-error',
    says: /"id" expected that of the request, got another/,
  },
  {
    name: 'answers to another operation',
    infer: `send(good({ ...request, op: 'train_forward' }));`,
    status: 'protocol-error',
    says: /"op" expected "infer_forward"/,
  },
  {
    name: 'answers without y',
    infer: `send(frame({ __metadata__: envelope(request) }));`,
    status: 'protocol-error',
    says: /infer_forward answered without the tensor "y"/,
  },
  {
    name: 'answers with a tensor that is no output',
    infer: `send(frame({ __metadata__: envelope(request), y, z: { ...y, data_offsets: [4, 8] } }, Buffer.alloc(8)));`,
    status: 'protocol-error',
    says: /"z" is not an output of infer_forward/,
  },
  {
    name: 'answers with an unknown status',
    infer: `send(good(request, { status: 'fine' }));`,
    status: 'protocol-error',
    says: /"status" expected/,
  },
  {
    name: 'closes its output and stays',
    infer: `closeSync(1); hang();`,
    status: 'protocol-error',
    says: /closed its standard output while it was running/,
  },
  {
    name: 'leaves a child behind that holds its pipes',
    infer: `remember(spawn('sleep', ['1000'], { stdio: 'inherit' }).pid); process.exit(5);`,
    status: 'crash',
    says: /exited with code 5/,
  },
  {
    name: 'leaves a child behind in a session of its own',
    infer: `remember(spawn('sleep', ['1000'], { stdio: 'ignore', detached: true }).pid); process.exit(5);`,
    linux: true,
    status: 'crash',
    says: /exited with code 5/,
  },
  {
    name: 'hangs while a child in a session of its own works on',
    infer: `remember(spawn('sleep', ['1000'], { stdio: 'inherit', detached: true }).pid); hang();`,
    linux: true,
    status: 'timeout',
    says: /no complete answer within/,
  },
  {
    name: 'waits for a child that hangs',
    infer: `remember(spawn('sleep', ['1000'], { stdio: 'inherit' }).pid);`,
    status: 'timeout',
    says: /no complete answer within/,
  },
  {
    name: 'sends brackets within brackets',
    infer: `const t = Buffer.from('{"y":' + '['.repeat(200_000) + ']'.repeat(200_000) + '}'); send(Buffer.concat([u64(t.length), t]));`,
    status: 'protocol-error',
    says: /^header expected JSON that nests at most 32 levels deep$/,
  },
  {
    name: 'sends objects within objects in its envelope',
    infer: `const t = Buffer.from('{"__metadata__":' + '{"a":'.repeat(60_000) + '1' + '}'.repeat(60_000) + '}'); send(Buffer.concat([u64(t.length), t]));`,
    status: 'protocol-error',
    says: /^header expected JSON that nests at most 32 levels deep$/,
  },
  {
    name: 'sends a key twice, once in escapes',
    infer: String.raw`const t = Buffer.from('{"__metadata__":{"bnspec":"1","\\u0062nspec":"1"}}'); send(Buffer.concat([u64(t.length), t]));`,
    status: 'protocol-error',
    says: /^header has the key "bnspec" twice$/,
  },
  {
    name: 'sends bytes that are not UTF-8',
    infer: `const t = Buffer.concat([Buffer.from('{"y":"'), Buffer.of(0xff, 0xfe), Buffer.from('"}')]); send(Buffer.concat([u64(t.length), t]));`,
    status: 'protocol-error',
    says: /^header expected JSON in UTF-8, got bytes that are none$/,
  },
  {
    name: 'sends an envelope of numbers',
    infer: `send(frame({ __metadata__: { ...envelope(request), id: Number(request.id) } }));`,
    status: 'protocol-error',
    says: /^"__metadata__" "id" expected a string$/,
  },
  {
    name: 'sends no envelope',
    infer: `send(u64(2)); send('{}');`,
    status: 'protocol-error',
    says: /^"bnspec" expected protocol version "1", got undefined$/,
  },
  {
    name: 'sends an empty header',
    infer: `send(u64(0)); hang();`,
    status: 'protocol-error',
    says: /^header length expected at least 2 bytes; the stream begins with 00 00 00 00 00 00 00 00$/,
  },
  {
    name: 'sends a header that is no object',
    infer: `const t = Buffer.from(' {}'); send(Buffer.concat([u64(t.length), t]));`,
    status: 'protocol-error',
    says: /^header expected "\{" first; the stream begins with 03( 00){7} 20 7b 7d$/,
  },
  {
    name: 'begins its header with a byte order mark',
    infer: `const t = Buffer.from('\\ufeff{"__metadata__":{}}'); send(Buffer.concat([u64(t.length), t]));`,
    status: 'protocol-error',
    says: /^header expected "\{" first; the stream begins with 16( 00){7} ef bb bf 7b/,
  },
  {
    name: 'sends its header in UTF-16',
    infer: `const t = Buffer.from('{"y":1}', 'utf16le'); send(Buffer.concat([u64(t.length), t]));`,
    status: 'protocol-error',
    says: /^header expected JSON: /,
  },
  {
    name: 'sends a header of one byte',
    infer: `send(Buffer.concat([u64(1), Buffer.from('{')])); hang();`,
    status: 'protocol-error',
    says: /^header length expected at least 2 bytes; the stream begins with 01( 00){7}( 7b)?$/,
  },
  {
    name: 'sends a header of the largest size that says nothing',
    infer: `const t = Buffer.from('{"__metadata__":{}}'.padEnd(2 ** 20)); send(Buffer.concat([u64(t.length), t]));`,
    status: 'protocol-error',
    says: /^"bnspec" expected protocol version "1", got undefined$/,
  },
  {
    name: 'sends null for its envelope',
    infer: `send(frame({ __metadata__: null }));`,
    status: 'protocol-error',
    says: /^"__metadata__" expected an object of strings$/,
  },
  {
    name: 'sends the length with its bytes turned round',
    infer: `const f = good(request); f.subarray(0, 8).reverse(); send(f);`,
    status: 'protocol-error',
    says: /^header length expected at most 1048576 bytes/,
  },
  {
    name: 'sends a length of four bytes',
    infer: `const f = good(request); send(Buffer.concat([f.subarray(0, 4), f.subarray(8)]));`,
    status: 'protocol-error',
    says: /^(header length expected|stray output)/,
  },
  {
    name: 'sends sizes whose product no number holds',
    infer: `send(frame({ __metadata__: envelope(request), y: { ...y, shape: [2 ** 53 - 1, 2 ** 53 - 1] } }, Buffer.alloc(4)));`,
    status: 'protocol-error',
    says: /^tensor "y" expected [\d.e+]+ bytes for F32/,
  },
  {
    name: 'sends sizes whose product no number holds, times nothing',
    infer: `send(frame({ __metadata__: envelope(request), y: { ...y, shape: [...Array(25).fill(2 ** 53 - 1), 0], data_offsets: [0, 4] } }, Buffer.alloc(4)));`,
    status: 'protocol-error',
    says: /^tensor "y" expected 0 bytes for F32 \[.*, 0\], got 4$/,
  },
  {
    name: 'sends more sizes than any shape has',
    infer: `send(frame({ __metadata__: envelope(request), y: { ...y, shape: Array(300_000).fill(1) } }, Buffer.alloc(4)));`,
    status: 'protocol-error',
    says: /^tensor "y" shape expected at most 64 sizes, got 300000$/,
  },
  {
    name: 'sends a type by the name of a prototype',
    infer: `send(frame({ __metadata__: envelope(request), y: { ...y, dtype: '__proto__' } }, Buffer.alloc(4)));`,
    status: 'protocol-error',
    says: /^tensor "y" dtype expected F16, BF16, F32 or F64, got "__proto__"$/,
  },
  {
    name: 'sends more of a tensor than is asked',
    infer: `send(frame({ __metadata__: envelope(request), y: { ...y, constructor: 1 } }, Buffer.alloc(4)));`,
    status: 'protocol-error',
    says: /^tensor "y" has the unknown field "constructor"$/,
  },
  {
    name: 'leaves a hole before its data',
    infer: `send(frame({ __metadata__: envelope(request), y: { ...y, data_offsets: [8, 12] } }, Buffer.alloc(12)));`,
    status: 'protocol-error',
    says: /^tensor "y" leaves a hole before it/,
  },
  {
    name: 'sends a name that ends with NUL',
    infer: `send(frame({ __metadata__: envelope(request), 'y\\0': y }, Buffer.alloc(4)));`,
    status: 'protocol-error',
    says: /^tensor "y\\u0000" is not an output of infer_forward/,
  },
  {
    name: 'names a changed input that is none',
    infer: `send(good(request, { mutated: 'x __proto__ '.repeat(1000) }));`,
    status: 'protocol-error',
    says: /^"mutated" expected inputs of infer_forward, or of an earlier call, got "__proto__"$/,
  },
  {
    name: 'names an output in memory of another that is none',
    infer: `send(good(request, { aliased: 'y \\u001b[31mearlier:x' }));`,
    status: 'protocol-error',
    says: /^"aliased" expected outputs of infer_forward, or of an earlier call, got "\\u001b\[31mearlier:x"$/,
  },
  {
    name: 'sends offsets that no number holds',
    infer: `const t = Buffer.from('{"y":{"dtype":"F32","shape":[1],"data_offsets":[0,1e999]}}'); send(Buffer.concat([u64(t.length), t]));`,
    status: 'protocol-error',
    says: /^tensor "y" data_offsets expected/,
  },
  {
    name: 'sends ten thousand tensors',
    infer: `const none = { dtype: 'F32', shape: [0], data_offsets: [0, 0] };
      send(frame({ __metadata__: envelope(request), ...Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => ['t' + i, none])) }));`,
    status: 'protocol-error',
    says: /is not an output of infer_forward; expected y$/,
  },
  {
    name: 'sends a tensor by the name of a prototype',
    infer: `const t = Buffer.from(JSON.stringify({ __metadata__: envelope(request) }).slice(0, -1) + ',"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}');
      send(Buffer.concat([u64(t.length), t, Buffer.alloc(4)]));`,
    status: 'protocol-error',
    says: /^tensor "__proto__" is not an output of infer_forward/,
  },
  {
    name: 'sends far more than was asked for',
    infer: `const most = 2 ** 28;
      send(frame({ __metadata__: envelope(request), y: { ...y, shape: [most / 4], data_offsets: [0, most] } }));
      for (const piece = Buffer.alloc(2 ** 20); ; ) send(piece);`,
    status: 'protocol-error',
    says: /^frame expected at most 10485\d\d bytes, got 268435\d\d\d$/,
  },
  {
    name: 'ends by a realtime signal',
    infer: `spawn('kill', ['-35', String(process.pid)]); hang();`,
    linux: true,
    status: 'crash',
    says: /^exited with code 0 before it answered \(code 0 may also stand for a realtime signal, SIGRTMIN and up, that ended it\)$/,
  },
  {
    name: 'has a bus error',
    infer: `process.kill(process.pid, 'SIGBUS'); hang();`,
    status: 'crash',
    says: /was killed by SIGBUS/,
  },
  {
    name: 'quits, with a core where the system keeps one',
    infer: `process.kill(process.pid, 'SIGQUIT'); hang();`,
    status: 'crash',
    says: /was killed by SIGQUIT/,
  },
  {
    name: 'writes where nobody reads',
    infer: `process.kill(process.pid, 'SIGPIPE'); await sleep(50); process.exit(141);`,
    status: 'crash',
    says: /(was killed by SIGPIPE|exited with code 141) before it answered/,
  },
  {
    name: 'exits with the largest code',
    infer: `process.exit(255);`,
    status: 'crash',
    says: /exited with code 255 before it answered/,
  },
  {
    name: 'writes bytes that are no text on stderr and exits',
    infer: `writeSync(2, Buffer.of(0, 1, 255, 254, 13, 27, 91, 50, 74)); process.exit(1);`,
    status: 'crash',
    says: /exited with code 1 before it answered; stderr ends with/,
  },
  {
    name: 'leaves a daemon behind that holds its pipes',
    infer: `remember(spawn('setsid', ['-f', 'sleep', '301'], { stdio: 'inherit' }).pid); await sleep(50); process.exit(0);`,
    linux: true,
    status: 'crash',
    says: /^exited with code 0 before it answered/,
  },
  {
    name: 'ends its own process group',
    infer: `process.kill(0, 'SIGTERM'); hang();`,
    status: 'crash',
    says: /was killed by SIGTERM before it answered/,
  },
  {
    name: 'starts a hundred children of their own and exits',
    infer: `for (let i = 0; i < 100; i++) remember(spawn('sleep', ['300'], { stdio: 'ignore', detached: true }).pid); await sleep(50); process.exit(7);`,
    linux: true,
    status: 'crash',
    says: /exited with code 7/,
  },
  {
    name: 'writes its answer to stderr',
    infer: `writeSync(2, good(request)); hang();`,
    status: 'timeout',
    says: /no complete answer within/,
  },
  {
    name: 'closes stderr and exits',
    infer: `closeSync(2); process.exit(3);`,
    status: 'crash',
    says: /^exited with code 3 before it answered$/,
  },
  {
    name: 'says far too much of an error',
    infer: `send(frame({ __metadata__: envelope(request, { status: 'error', message: 'm'.repeat(1_000_000) }) }));`,
    status: 'error',
    says: /^…m{16384}$/,
  },
  {
    name: 'reports an error beside its answer',
    infer: `send(good(request, { status: 'error', message: 'oh' }));`,
    status: 'error',
    says: /^oh$/,
  },
  {
    name: 'rejects in halves of characters',
    infer: `send(frame({ __metadata__: envelope(request, { status: 'rejected', message: 'a\\ud800b' }) }));`,
    status: 'rejected',
    says: /^a\ud800b$/,
  },
  {
    name: 'reports an error',
    infer: `send(frame({ __metadata__: envelope(request, { status: 'error', message: 'oh' }) }));`,
    status: 'error',
    says: /^oh$/,
  },
  {
    name: 'rejects',
    infer: `send(frame({ __metadata__: envelope(request, { status: 'rejected', message: 'no' }) }));`,
    status: 'rejected',
    says: /^no$/,
  },
  {
    name: 'does not offer it',
    infer: `send(frame({ __metadata__: envelope(request, { status: 'unsupported', message: '' }) }));`,
    status: 'unsupported',
    says: /^$/,
  },
];

/** Events after an answer belong to the next call, which is the first to notice them. */
export const lateFaults: readonly Fault[] = [
  {
    name: 'prints right after its answer',
    infer: `send(Buffer.concat([good(request), Buffer.from('done')]));`,
    status: 'protocol-error',
    says: /stray output between calls: "done"/,
  },
  {
    name: 'prints some time after its answer',
    infer: `send(good(request)); await sleep(30); send('late');`,
    status: 'protocol-error',
    says: /stray output between calls: "late"/,
  },
  {
    name: 'answers twice',
    infer: `send(good(request)); send(good(request));`,
    status: 'protocol-error',
    says: /stray output between calls: \d+ bytes, as of a frame$/,
  },
  {
    name: 'answers a call that was never made',
    infer: `send(Buffer.concat([good(request), good({ ...request, id: '999' })]));`,
    status: 'protocol-error',
    says: /stray output between calls: \d+ bytes, as of a frame$/,
  },
  {
    name: 'pads its answer',
    infer: `send(Buffer.concat([good(request), Buffer.alloc(16)]));`,
    status: 'protocol-error',
    says: /stray output between calls: 16 bytes$/,
  },
  {
    name: 'exits after its answer',
    infer: `send(good(request)); process.exit(0);`,
    status: 'crash',
    says: /exited with code 0 between calls/,
  },
  {
    name: 'closes its input',
    infer: `process.stdin.destroy(); closeSync(0); send(good(request)); hang();`,
    status: 'protocol-error',
    says: /closed its standard input while it was running/,
  },
];

/** Answers in the right form: only the clauses can tell that they are wrong. */
export const wrongAnswers: readonly Omit<Fault, 'status'>[] = [
  {
    name: 'answers in another shape',
    infer: `const values = normalized();
      const flat = { ...y, shape: [values.length], data_offsets: [0, values.byteLength] };
      send(frame({ __metadata__: envelope(request), y: flat }, Buffer.from(values.buffer)));`,
    says: /^y expected shape \[.*\], got \[\d+\]/,
  },
  {
    name: 'answers in another type',
    infer: `const values = Float64Array.from(normalized());
      const wide = { dtype: 'F64', shape: tensors.x.shape, data_offsets: [0, values.byteLength] };
      send(frame({ __metadata__: envelope(request), y: wide }, Buffer.from(values.buffer)));`,
    says: /^y expected type float32, got float64/,
  },
  {
    name: 'answers with NaN throughout',
    infer: `send(answerWith(normalized().fill(NaN), request));`,
    says: /^y exceeds the error bound of grade `/,
  },
  {
    name: 'answers with other numbers each time',
    infer: `send(answerWith(normalized().map((value) => value + Math.random()), request));`,
    says: /^y exceeds the error bound of grade `/,
  },
];

/** Slow, odd, and right: nothing is to be said. */
export const harmless: readonly Pick<Fault, 'name' | 'infer'>[] = [
  { name: 'answers byte by byte', infer: `for (const byte of good(request)) send(Buffer.of(byte));` },
  { name: 'says something beside ok', infer: `send(good(request, { message: 'done' }));` },
  {
    name: 'writes to stderr letter by letter',
    infer: `for (let i = 0; i < 3000; i++) writeSync(2, 'x'); send(good(request));`,
  },
  { name: 'writes without blocking', infer: `process.stdout.write(good(request));` },
  {
    name: 'answers byte by byte, each in a turn of its own',
    infer: `for (const byte of good(request)) { send(Buffer.of(byte)); await new Promise(setImmediate); }`,
  },
  {
    name: 'leaves its working directory, which ends',
    infer: `const fs = await import('node:fs'); const folder = fs.mkdtempSync(new URL('gone-', import.meta.url).pathname);
      process.chdir(folder); fs.rmdirSync(folder); send(good(request));`,
  },
];
