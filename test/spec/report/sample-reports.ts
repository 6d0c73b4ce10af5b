/** Reports to look at: real ones of small runs, and the same with texts that somebody hostile wrote. */
import fc from 'fast-check';
import ST01a from '../../../impl/mutants/ST01a.ts';
import plain from '../../../impl/plain/index.ts';
import { reference } from '../../../reference/oracle.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Report } from '../../../spec/report/report.ts';
import { run } from '../../../spec/check/run.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { encodeAnswer } from '../../../spec/wire/requests-and-answers.ts';

/** @param ids - of clauses; default all */
export async function reportOn(implementation: Implementation, ids?: readonly string[], runs = 4): Promise<Report> {
  return run(targetOf(implementation), {
    reference,
    claims: resolveClaims(implementation.claims),
    required: 'stable',
    seed: 1,
    runs,
    ...(ids && { clauses: clauses.filter(({ id }) => ids.includes(id)) }),
    command: implementation.name,
  });
}

export const conforming = (): Promise<Report> => reportOn(plain, undefined, 2);

export const failing = async (): Promise<Report> =>
  reportOn(ST01a.under().implementation, ['BN-2.1', 'BN-3.2', 'BN-3.6', 'BN-4.1', 'BN-7.1', 'BN-8.3'], 12);

/** An implementation that throws, so that its own words are in the counterexample. */
export const throwing = (message: string): Promise<Report> =>
  reportOn(
    {
      ...plain,
      inferForward: () => {
        throw new TypeError(message);
      },
    },
    ['BN-3.1', 'BN-7.1'],
  );

/** Puts a text wherever an adapter's own words can stand. */
export function saying(report: Report, text: string): Report {
  const answer = Buffer.from(encodeAnswer('inferForward', { status: 'error', message: text }, '1')).toString('base64');
  return {
    ...report,
    implementation: { ...report.implementation, name: text, version: text },
    inferred: [text],
    next: text,
    command: text,
    clauses: report.clauses.map((clause) => ({
      ...clause,
      message: text,
      ...(clause.counterexample && { counterexample: { ...clause.counterexample, answers: [answer], exact: [''] } }),
    })),
    diagnosis: [{ id: 'ST01', says: text, evidence: text }],
  };
}

/** Text that breaks out of HTML, XML, Markdown, terminals or workflow commands, where it is not escaped. */
const attacks: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  `' onmouseover='alert(1)`,
  '</style></title></textarea></pre></summary>',
  '<!-- ',
  '-->',
  ']]>',
  '<![CDATA[',
  '&lt;b&gt;&amp;&#0;',
  '\u0000\u0001\u0008\u000b\u001b[31m\u001b]0;title\u0007\u007f\u009b2J',
  '\u202eevil\u202c\u2066\u2069\u200f\u061c',
  '\u200b\u2060\ufeff\u00ad\ufff9\u06dd',
  '\u2028\u2029',
  '\ud800',
  '\r\n::error::broken out',
  '\n  ::stop-commands::x',
  '##[add-mask]x ##vso[task.complete]',
  '%0A::error::x',
  '| a | b |\n|---|---|',
  '`code` **bold** [link](https://example.com) ![image](https://example.com/x.png) https://example.com @someone',
  '\n# heading\n\n- item\n\n```\n',
  '\\',
  '${1}',
];

export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...attacks), fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 6 })
  .map((parts) => `x${parts.join('')}`);
