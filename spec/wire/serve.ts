/**
 * The JavaScript side of the wire: `node --import tsx spec/wire/serve.ts MODULE` serves the implementation that MODULE
 * default-exports on stdin and stdout. Output that the module itself prints on stdout is left there: the host reports
 * it. A module that cannot be used is reported in the answer to `hello`, by `reason`: `not-an-implementation` or
 * `import`.
 */
import { anyOperations } from '../terms/further-operations.ts';
import { snakeCase } from '../terms/operations.ts';
import { FrameReader } from './frames.ts';
import { watchGlobals } from './watch-globals.ts';
import { encodeHelloAnswer, type Hello, type Refusal } from './hello.ts';
import { targetOf } from './in-process.ts';
import { decodeRequest, encodeAnswer, encodeUnsupported, readEnvelope } from './requests-and-answers.ts';
import { decodeLayerRequest, encodeLayerAnswer, isLayerMessage } from './layer-messages.ts';
import { loadImplementation } from './load-module.ts';
import type { Target } from './target.ts';
import type { Frame } from './safetensors.ts';
import { settled } from './untrusted-promise.ts';
import { NotAnImplementation } from './start-error.ts';
import { briefly } from './thrown-value.ts';

async function load(path: string): Promise<Target | Refusal> {
  try {
    return targetOf(await loadImplementation(path), { replaced: watchGlobals() });
  } catch (error) {
    const reason = error instanceof NotAnImplementation ? 'not-an-implementation' : 'import';
    return { refused: (error as Error).message, reason };
  }
}

const helloOf = (target: Target | Refusal): Hello | Refusal =>
  'refused' in target ? target : { ...target, offersLayer: target.layer !== undefined };

async function answer(request: Frame, target: Target | Refusal): Promise<Uint8Array> {
  const { op: name, id } = readEnvelope(request.header);
  if (name === 'hello') return encodeHelloAnswer(helloOf(target), id);
  if ('refused' in target) throw new Error(target.refused);
  if (target.layer && isLayerMessage(name)) {
    const { command } = decodeLayerRequest(request);
    return encodeLayerAnswer(command.op, await target.layer(command), id);
  }
  if (!anyOperations.map(snakeCase).includes(name)) return encodeUnsupported(name, id);
  const { op, call } = decodeRequest(request);
  return encodeAnswer(op, await target.call(op, call), id);
}

const target = await load(process.argv[2]);
const reader = new FrameReader();
for await (const chunk of process.stdin) {
  reader.push(chunk as Buffer);
  for (let frame = reader.next(); frame; frame = reader.next()) process.stdout.write(await answer(frame, target));
}
try {
  if ('close' in target) await settled(target.close());
} catch (error) {
  process.stderr.write(`close() throws ${briefly(error)}\n`);
  process.exitCode = 1;
}
// A worker or a timer of the module must not keep the process alive.
process.exit();
