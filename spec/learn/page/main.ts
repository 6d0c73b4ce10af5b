/** The page, or, where there is no document, its worker. */
import { type Language, languages } from '../text/phrase.ts';
import { contents } from './contents.ts';
import { html } from './make-element.ts';
import { algorithm } from './parts/algorithm.ts';
import { backward } from './parts/backward.ts';
import { distributions } from './parts/distributions.ts';
import { experiment } from './parts/experiment.ts';
import { inference } from './parts/inference.ts';
import { type PartName, partNames } from './parts/part-frame.ts';
import { saturation } from './parts/saturation.ts';
import { standardize } from './parts/standardize.ts';
import { where } from './parts/stages-of-a-layer.ts';
import { implementationName } from './implementation.ts';
import { currentLanguage, say, speak, View } from './view.ts';
import { serve } from './task-worker.ts';

const parts: Readonly<Record<PartName, () => HTMLElement>> = {
  standardize,
  saturation,
  where,
  distributions,
  algorithm,
  backward,
  experiment,
  inference,
};

/** The language in the address, `?lang=zh`, so that a link keeps it. */
function askedFor(): Language | undefined {
  const asked = new URLSearchParams(location.search).get('lang') ?? '';
  return asked in languages ? (asked as Language) : undefined;
}

function keepInAddress(language: Language): void {
  const address = new URL(location.href);
  address.searchParams.set('lang', language);
  history.replaceState(null, '', address);
}

function languageSwitch(view: View): HTMLElement {
  const group = html('div', { class: 'languages', role: 'group' });
  view.label(group, 'aria-label', () => say('page.language'));
  const own = { en: 'English', zh: '中文' } as const;
  for (const [language, words] of Object.entries(own) as [Language, string][]) {
    const element = html('button', { type: 'button', lang: language === 'zh' ? 'zh-CN' : 'en' }, words);
    element.addEventListener('click', () => {
      speak(language);
      keepInAddress(language);
    });
    view.live(() => element.setAttribute('aria-pressed', String(currentLanguage() === language)));
    group.append(element);
  }
  return group;
}

function show(): void {
  const view = new View();
  view.live(() => {
    document.title = say('page.title');
  });
  document.body.replaceChildren(
    html('a', { class: 'skip', href: '#main' }, view.words('page.skip')),
    html(
      'header',
      {},
      html('div', { class: 'bar' }, html('strong', {}, 'bnspec'), contents(view), languageSwitch(view)),
    ),
    html(
      'main',
      { id: 'main' },
      html('div', { class: 'hero' }, html('h1', {}, view.words('page.title')), view.paragraph('page.lead')),
      ...partNames.map((part) => parts[part]()),
    ),
    html(
      'footer',
      {},
      view.paragraph('page.foot', () => ({ name: implementationName })),
    ),
  );
  speak(askedFor() ?? (navigator.language.startsWith('zh') ? 'zh' : 'en'));
  document.documentElement.dataset['ready'] = 'yes';
}

if (typeof document === 'undefined') serve();
else show();
