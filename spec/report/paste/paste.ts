/** The input of a counterexample, to be pasted into a program: what is read back has the very same bits. */
import type { CallView } from '../exchange-view.ts';
import { cCall } from './c.ts';
import { javascriptCall } from './javascript.ts';
import { numpyCall } from './numpy.ts';

export const languages = ['javascript', 'numpy', 'c'] as const;
export type Language = (typeof languages)[number];

const writers: Readonly<Record<Language, (call: CallView, name: string) => string[]>> = {
  javascript: javascriptCall,
  numpy: numpyCall,
  c: cCall,
};

/** Lines for the calls in their order. */
export function paste(calls: readonly CallView[], language: Language): string[] {
  return calls
    .flatMap((call, i) => writers[language](call, calls.length > 1 ? `call${i + 1}` : 'call'))
    .flatMap((text) => text.split('\n'));
}
