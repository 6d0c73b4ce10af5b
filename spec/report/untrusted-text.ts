/**
 * Makes untrusted text (a name, a message, printed output) safe to show: nothing in it is invisible, reorders
 * neighbouring text, or is taken for a command by the program that displays it.
 */

/**
 * Control characters except tab and line feed, direction marks, zero-width characters, line separators, lone
 * surrogates.
 */
const invisible = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) as number).toString(16)}}`;

/** Writes out characters that could not be seen: `\u{202e}`. Lines remain lines. */
export function visible(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(invisible, escaped);
}

/** As `visible`, on one line: a line feed is written out too. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** Cuts to about `limit` characters by dropping the middle: a traceback says at its end what happened. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, Math.floor(limit / 3));
  const tail = text.slice(text.length - Math.ceil((limit * 2) / 3));
  const left = text.length - head.length - tail.length;
  return `${head} … [${left.toLocaleString('en-US')} characters left out] … ${tail}`;
}

/** Most characters shown of a name or a version. */
export const nameLimit = 200;
/** Most characters shown of a message. */
export const messageLimit = 3000;

export const shownName = (text: string): string => visibleLine(cut(text, nameLimit));
export const shownLine = (text: string): string => visibleLine(cut(text, messageLimit));
export const shownMessage = (text: string): string => visible(cut(text, messageLimit));

/**
 * For output that a build server parses: GitHub takes a line that begins with `::`, or holds `##[`, for a command, and
 * others do likewise (`##vso[`, `##teamcity[`).
 */
export function inert(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1\\u{3a}').replaceAll(/#(?=#\w*\[)/g, '\\u{23}');
}
