/** Finds a duplicate key in a JSON object. JSON.parse keeps the last one silently; two readers could then disagree. */

const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/**
 * @param text - valid JSON
 * @param value - the parsed value of `text`
 */
export function duplicateKey(text: string, value: unknown): string | undefined {
  // JSON that reserializes to the same text has no duplicates. Nearly all headers take this exit.
  if (JSON.stringify(value) === text.trimEnd()) return undefined;
  const open: (Set<string> | undefined)[] = [];
  let string = '';
  for (const [found] of text.matchAll(token)) {
    if (found === '{') open.push(new Set());
    else if (found === '[') open.push(undefined);
    else if (found === '}' || found === ']') open.pop();
    else if (found === ':') {
      // Different escapes can spell the same key, so compare the unescaped keys.
      const key = JSON.parse(string) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    } else string = found;
  }
  return undefined;
}
