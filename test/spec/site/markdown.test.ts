/** Markdown on the pages of the site: anchors as links in the sources use them, and links to where the files are. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anchorOf, render } from '../../../spec/site/markdown.ts';

const same = (href: string): string => href;

test.each([
  ['BN-6 Running statistics', 'bn-6-running-statistics'],
  ['Four versions', 'four-versions'],
  ['What is in `golden/`', 'what-is-in-golden'],
  ['y, dx: both', 'y-dx-both'],
])('the heading %j has the anchor %j', (heading, anchor) => {
  expect(anchorOf(heading)).toBe(anchor);
});

test('headings of one text have anchors of their own', () => {
  const { html, title, sections } = render('# A\n\n## B\n\n## B\n\n### C\n', same);
  expect(title).toBe('A');
  expect(sections).toEqual([
    { anchor: 'b', text: 'B' },
    { anchor: 'b-1', text: 'B' },
  ]);
  expect([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)).toEqual(['a', 'b', 'b-1', 'c']);
});

test('links and pictures lead where the site has them', () => {
  const { html } = render('[a](x.md#y) and ![b](z.png)', (href) => `to/${href}`);
  expect(html).toContain('href="to/x.md#y"');
  expect(html).toContain('src="to/z.png"');
});

test('code is text', () => {
  fc.assert(
    fc.property(
      fc.string().map((text) => text.replaceAll(/[`\r\n]/g, '')),
      (text) => {
        const { html } = render(`\`\`\`\nx${text}\n\`\`\`\n`, same);
        expect(/^<pre tabindex="0"><code>([^<]*)<\/code><\/pre>\n$/.test(html)).toBe(true);
      },
    ),
    { seed: 1 },
  );
});
