/** Finds a key that one JSON object has twice. JSON.parse keeps the last one silently; two readers could then disagree. */

const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/**
 * @param text - valid JSON
 * @param value - what it means
 */
export function duplicateKey(text: string, value: unknown): string | undefined {
  // What is written in the plainest way and comes out the same has each key once. Nearly all headers take this exit.
  if (JSON.stringify(value) === text.trimEnd()) return undefined;
  const open: (Set<string> | undefined)[] = [];
  let string = '';
  for (const [found] of text.matchAll(token)) {
    if (found === '{') open.push(new Set());
    else if (found === '[') open.push(undefined);
    else if (found === '}' || found === ']') open.pop();
    else if (found === ':') {
      // Escapes make one key out of different texts, so compare what they mean.
      const key = JSON.parse(string) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    } else string = found;
  }
  return undefined;
}
