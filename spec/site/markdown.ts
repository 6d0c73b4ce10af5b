/** Markdown as it is rendered on the pages of the site: headings have the anchors that links in the sources use. */
import { Marked, type Tokens } from 'marked';
import { escape } from '../report/html/markup.ts';

export interface Rendered {
  readonly html: string;
  /** Text of the first heading. */
  readonly title: string;
  /** Headings of the second level, with their anchors. */
  readonly sections: readonly { readonly anchor: string; readonly text: string }[];
}

/** The anchor that GitHub gives a heading, so that a link works there and here. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

/** A wide table moves, and the page does not; whoever uses a keyboard can move it. */
export const tableOf = (head: string, rows: string): string =>
  `<div class="wide" tabindex="0" role="group" aria-label="Table"><table><thead>${head}</thead>\n<tbody>${rows}</tbody></table></div>`;

/**
 * @param markdown - our own, so that its markup is kept
 * @param link - what stands for the address of a link or picture
 */
export function render(markdown: string, link: (href: string) => string): Rendered {
  const used = new Map<string, number>();
  const sections: { anchor: string; text: string }[] = [];
  let title = '';
  const parser = new Marked({
    renderer: {
      heading({ tokens, depth }: Tokens.Heading) {
        const inside = this.parser.parseInline(tokens);
        const text = this.parser.parseInline(tokens, this.parser.textRenderer);
        const base = anchorOf(text);
        const count = used.get(base) ?? 0;
        used.set(base, count + 1);
        const anchor = count === 0 ? base : `${base}-${count}`;
        if (title === '') title = text;
        if (depth === 2) sections.push({ anchor, text });
        return `<h${depth} id="${anchor}"><a class="anchor" href="#${anchor}">${inside}</a></h${depth}>\n`;
      },
      table(token: Tokens.Table) {
        const cell = (tag: string, cells: readonly Tokens.TableCell[]): string =>
          `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>`;
        const rows = token.rows.map((row) => cell('td', row)).join('\n');
        return `${tableOf(cell('th', token.header), rows)}\n`;
      },
      code({ text }: Tokens.Code) {
        return `<pre tabindex="0"><code>${escape(text)}</code></pre>\n`;
      },
    },
    walkTokens(token) {
      if (token.type === 'link' || token.type === 'image')
        (token as Tokens.Link).href = link((token as Tokens.Link).href);
    },
  });
  const html = parser.parse(markdown, { async: false });
  return { html, title, sections };
}
