/** The words of the page by key, in each language. A word in braces is replaced by a figure that the page computes. */
import { en, type Key } from './en.ts';
import { zh } from './zh.ts';

export type { Key };
export type Language = 'en' | 'zh';
export type Figures = Readonly<Record<string, string | number>>;

export const languages: Readonly<
  Record<Language, { readonly tag: string; readonly words: Readonly<Record<Key, string>> }>
> = {
  en: { tag: 'en', words: en },
  zh: { tag: 'zh-CN', words: zh },
};

export function phrase(language: Language, key: Key, figures: Figures = {}): string {
  return languages[language].words[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const figure = figures[name];
    if (figure === undefined) throw new Error(`"${key}" wants the figure "${name}"`);
    return String(figure);
  });
}
