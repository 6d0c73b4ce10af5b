/** Part 5: the four lines, on a batch that the reader edits. */
import { lines, type Lines, type Scale as GammaBeta, undo } from '../../computations/algorithm.ts';
import { batch, batchChanged } from '../batch-state.ts';
import { axisBelow, dot, line, rule, scale, text, written } from '../chart.ts';
import { button, choice, controls, numberField, slider, tile, tiles } from '../controls.ts';
import { html } from '../make-element.ts';
import { batchNorm } from '../implementation.ts';
import { type Canvas, say, View } from '../view.ts';
import { panel, part } from './part-frame.ts';

export function algorithm(): HTMLElement {
  const view = new View();
  const free: { gamma: number; beta: number } = { gamma: 1.5, beta: -2 };
  /** Set while γ and β follow the batch; moving a slider ends it. */
  let undoing = false;
  const parameters = (): GammaBeta => (undoing ? undo(batchNorm, batch.x, batch.epsilon) : free);
  let now: Lines = lines(batchNorm, batch.x, free, batch.epsilon);
  view.live(() => {
    now = lines(batchNorm, batch.x, parameters(), batch.epsilon);
  });
  const move =
    (name: 'gamma' | 'beta') =>
    (value: number): void => {
      Object.assign(free, parameters(), { [name]: value });
      undoing = false;
    };

  const fields = batch.x.map((_, i) =>
    numberField(view, {
      label: () => say('algorithm.field', { number: i + 1 }),
      get: () => batch.x[i],
      set: (value) => {
        batch.x[i] = value;
        batchChanged();
      },
      min: -1000,
      max: 1000,
      step: 'any',
    }),
  );
  const row = (values: () => readonly number[]): HTMLElement[] =>
    batch.x.map((_, i) =>
      html(
        'td',
        {},
        view.figure(() => written(values()[i])),
      ),
    );
  const head = (formula: string, words: Parameters<View['words']>[0]): HTMLElement =>
    html(
      'th',
      { scope: 'row' },
      html('span', { class: 'formula' }, formula),
      ' ',
      html('small', {}, view.words(words)),
    );
  const table = html(
    'table',
    { class: 'lines' },
    html('caption', {}, view.words('algorithm.table')),
    html('tr', {}, head('x', 'algorithm.batch'), ...fields.map((field) => html('td', {}, field))),
    html(
      'tr',
      {},
      head('μ = Σ x / m', 'algorithm.mean'),
      wide(view, () => `μ = ${written(now.mean, 3)}`),
    ),
    html(
      'tr',
      {},
      head('σ² = Σ (x − μ)² / m', 'algorithm.variance'),
      wide(view, () => `σ² = ${written(now.variance, 3)}`),
    ),
    html('tr', {}, head('x̂ = (x − μ) / √(σ² + ε)', 'algorithm.normalized'), ...row(() => now.normalized)),
    html('tr', {}, head('y = γ · x̂ + β', 'algorithm.y'), ...row(() => now.y)),
  );
  const picture = view.picture(
    () => say('algorithm.label', { mean: written(now.mean), std: written(Math.sqrt(now.variance)) }),
    (canvas) => draw(canvas, batch.x, now),
  );
  return part(
    view,
    'algorithm',
    view.paragraph('algorithm.lead'),
    panel(
      html('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'algorithm-title' }, table),
      picture,
      controls(
        slider(view, {
          label: 'algorithm.gamma',
          min: -4,
          max: 4,
          step: 0.01,
          get: () => parameters().gamma,
          set: move('gamma'),
          format: (value) => written(value, 3),
        }),
        slider(view, {
          label: 'algorithm.beta',
          min: -8,
          max: 12,
          step: 0.01,
          get: () => parameters().beta,
          set: move('beta'),
          format: (value) => written(value, 3),
        }),
        choice(view, {
          label: 'algorithm.epsilon',
          options: [
            ['0.00001', 'algorithm.epsilonSmall'],
            ['1', 'algorithm.epsilonOne'],
            ['10', 'algorithm.epsilonTen'],
          ],
          get: () => (batch.epsilon === 1e-5 ? '0.00001' : (String(batch.epsilon) as '1' | '10')),
          set: (value) => {
            batch.epsilon = Number(value);
            batchChanged();
          },
        }),
        html(
          'div',
          { class: 'buttons' },
          button(
            view,
            'algorithm.undo',
            () => {
              undoing = true;
            },
            'primary',
          ),
          button(view, 'algorithm.reset', () => {
            undoing = false;
            Object.assign(free, { gamma: 1, beta: 0 });
          }),
        ),
      ),
      tiles(
        tile(view, 'algorithm.meanOfY', () => written(meanOf(now.y), 3)),
        tile(view, 'algorithm.stdOfY', () => written(stdOf(now.y), 3)),
        tile(view, 'algorithm.away', () => written(Math.max(...now.y.map((y, i) => Math.abs(y - batch.x[i]))), 3)),
      ),
    ),
    view.paragraph('algorithm.why'),
  );
}

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

const stdOf = (values: readonly number[]): number =>
  Math.sqrt(meanOf(values.map((value) => (value - meanOf(values)) ** 2)));

const wide = (view: View, of: () => string): HTMLElement =>
  html('td', { colspan: batch.x.length, class: 'formula' }, view.figure(of));

/** Three number lines: the batch, the batch normalized, the result; one thread for each value. */
function draw(canvas: Canvas, x: readonly number[], { mean, normalized, y }: Lines): void {
  const rows = [x, normalized, y] as const;
  const names = ['x', 'x̂', 'y'];
  const all = rows.flat();
  const reach = Math.max(3, ...all.map(Math.abs)) * 1.06;
  const low = Math.min(-3, ...all) < -3 ? -reach : -3.5;
  const across = scale([Math.max(-reach, low), reach], [34, canvas.width - 12]);
  const levels = [34, 108, 182];
  canvas.height = 226;
  for (const [r, level] of levels.entries()) {
    canvas.add(rule(across.range[0], level, across.range[1], level, 'grid'));
    canvas.add(text(names[r], 14, level + 6, { kind: 'formula' }));
  }
  canvas.add(rule(across(0), 14, across(0), 202, 'axis dashed'));
  axisBelow(canvas, across, 202, { count: canvas.width < 520 ? 5 : 10 });
  for (const [i] of x.entries()) {
    canvas.add(
      line(
        rows.map((row, r) => [across(row[i]), levels[r]] as const),
        'with trail',
      ),
    );
  }
  for (const [r, row] of rows.entries()) {
    const kind = r === 0 ? 'without' : r === 1 ? 'with' : 'result';
    for (const value of row) canvas.add(dot(across(value), levels[r], 6, kind));
  }
  canvas.add(rule(across(mean), levels[0] - 14, across(mean), levels[0] + 14, 'ink thick'));
  canvas.add(text('μ', across(mean), levels[0] - 18, { kind: 'formula' }));
}
