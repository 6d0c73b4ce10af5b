/**
 * Text that somebody else wrote (a name, a message, what was printed) made fit to be shown as text: nothing in it is
 * invisible, reorders what stands beside it, or is taken for a command by the program that prints it.
 */

/** Control characters but tab and line feed, marks of direction, what has no width, line separators, half surrogate pairs. */
const invisible = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) as number).toString(16)}}`;

/** What could not be seen is written out: `\u{202e}`. Lines stay lines. */
export function visible(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(invisible, escaped);
}

/** As `visible`, on one line: a line feed is written out too. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** At most about `limit` characters: the middle goes, because a traceback says at its end what happened. */
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
 * For output that a build server reads along: GitHub takes a line that begins with `::`, or holds `##[`, for a command,
 * and others do likewise (`##vso[`, `##teamcity[`).
 */
export function inert(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1\\u{3a}').replaceAll(/#(?=#\w*\[)/g, '\\u{23}');
}
