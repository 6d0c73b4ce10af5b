/** Advice on a call that did not end as it should, as far as its outcome determines it. */

const remedies: readonly (readonly [RegExp, string])[] = [
  [/stray output/, 'print on stderr: stdout carries answers and nothing else'],
  [/"id" expected/, 'repeat the "id" of the request in the answer, unchanged'],
  [/"op" expected/, 'repeat the "op" of the request in the answer, unchanged'],
  [/"bnspec" expected/, 'put "bnspec": "1" into the __metadata__ of every answer'],
  [/"status" expected/, 'put "status" into the __metadata__: ok, rejected, unsupported or error'],
  [
    / expected type /,
    'y and dx have the type of x; dgamma and dbeta the type of gamma; statistics the type of the running statistics',
  ],
  [/ expected shape /, 'y and dx have the shape of x; all other results have one value per channel: [C]'],
  [/answered without/, 'the answer to every offered operation must contain its first result'],
  [/is not an output/, 'name results as on the wire: y, mean, variance, inv_std, dx, dgamma, dbeta …'],
  [/cut off|within \d+ ms; it had sent/, 'write the whole frame and flush; the header determines its length'],
  [/no complete answer within/, 'read exactly as many bytes as the header says, and flush stdout after each answer'],
  [/a valid call was rejected|^rejected/, 'claim only the types, ranks and axes that it accepts'],
  [/^crash|exited with|was killed by/, 'catch exceptions of the function and answer with status "error"'],
  [/^error/, 'the function itself failed: see the message'],
];

export function remedyFor(what: string): string {
  const found = remedies.find(([pattern]) => pattern.test(what));
  return found?.[1] ?? 'impl/adapters/README.md describes the expected frame';
}
