/** Part 6: the gradient by x in three terms, each of which can be left out. */
import { gradients, type Gradients, type TermName, termNames, triedOut } from '../../computations/backward.ts';
import { batch, onBatchChange } from '../batch-state.ts';
import { axisLeft, bar, box, dot, indexed, rule, scale, text, widthOf, written } from '../chart.ts';
import { button, check, controls, numberField, slider, tile, tiles } from '../controls.ts';
import { html } from '../make-element.ts';
import { batchNorm } from '../implementation.ts';
import { type Canvas, say, View } from '../view.ts';
import { panel, part } from './part-frame.ts';

const start: readonly number[] = [1, -0.5, 0.5, 0.8, -1, 1.2];

export function backward(): HTMLElement {
  const view = new View();
  const dy = [...start];
  const kept: Record<TermName, boolean> = { direct: true, mean: true, variance: true };
  let gradient: Gradients = gradients(batchNorm, { ...batch, dy });
  let tried: number[] = [];
  view.live(() => {
    gradient = gradients(batchNorm, { ...batch, dy });
    tried = triedOut({ ...batch, dy });
  });
  onBatchChange(() => view.update());
  const total = (): number[] =>
    batch.x.map((_, i) => termNames.reduce((sum, name) => sum + (kept[name] ? gradient.terms[name][i] : 0), 0));
  const error = (): number => Math.max(...total().map((value, i) => Math.abs(value - tried[i])));

  const picture = view.picture(
    () =>
      say('backward.label', {
        dx: total()
          .map((value) => written(value, 3))
          .join(', '),
        error: written(error(), 3),
      }),
    (canvas) => draw(canvas, { gradient, kept, total: total(), tried }),
  );
  const fields = dy.map((_, i) =>
    numberField(view, {
      label: () => say('backward.field', { number: i + 1 }),
      get: () => dy[i],
      set: (value) => {
        dy[i] = value;
      },
      min: -100,
      max: 100,
      step: 'any',
    }),
  );
  const row = (name: string, cells: readonly (Node | string)[]): HTMLElement =>
    html(
      'tr',
      {},
      html('th', { scope: 'row' }, html('span', { class: 'formula' }, name)),
      ...cells.map((cell) => html('td', {}, cell)),
    );
  const table = html(
    'table',
    { class: 'lines' },
    html('caption', {}, view.words('backward.table')),
    row(
      'x',
      batch.x.map((_, i) => view.figure(() => written(batch.x[i]))),
    ),
    row('dy', fields),
    row(
      'dx',
      batch.x.map((_, i) => view.figure(() => written(total()[i]))),
    ),
  );
  return part(
    view,
    'backward',
    view.paragraph('backward.audience', undefined, 'audience'),
    view.paragraph('backward.lead'),
    html(
      'p',
      { class: 'display formula' },
      'dx = γ / √(σ² + ε) · ( ',
      html('span', { class: 'term direct' }, 'dy'),
      ' − ',
      html('span', { class: 'term mean' }, 'Σdy / m'),
      ' − ',
      html('span', { class: 'term variance' }, 'x̂ · Σ(dy·x̂) / m'),
      ' )',
    ),
    panel(
      html('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'backward-title' }, table),
      picture,
      controls(
        html(
          'fieldset',
          { class: 'control checks' },
          html('legend', {}, view.words('backward.terms')),
          ...termNames.map((name) =>
            check(view, {
              label: `backward.${name}`,
              kind: `term ${name}`,
              get: () => kept[name],
              set: (value) => {
                kept[name] = value;
              },
            }),
          ),
        ),
        slider(view, {
          label: 'algorithm.gamma',
          min: -3,
          max: 3,
          step: 0.05,
          get: () => batch.gamma,
          set: (value) => {
            batch.gamma = value;
          },
          format: written,
        }),
        html(
          'div',
          { class: 'buttons' },
          button(view, 'backward.reset', () => {
            for (const [i, value] of start.entries()) dy[i] = value;
            for (const name of termNames) kept[name] = true;
          }),
        ),
      ),
      tiles(
        tile(view, 'backward.sum', () =>
          written(
            total().reduce((a, b) => a + b, 0),
            4,
          ),
        ),
        tile(view, 'backward.along', () => written(along(total(), batch.x), 4)),
        tile(view, 'backward.error', () => written(error(), 4)),
      ),
    ),
    view.paragraph('backward.why'),
  );
}

/** Σ dx · (x - mean): how far the step would stretch the batch. */
function along(dx: readonly number[], x: readonly number[]): number {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  return dx.reduce((sum, value, i) => sum + value * (x[i] - mean), 0);
}

interface Look {
  readonly gradient: Gradients;
  readonly kept: Readonly<Record<TermName, boolean>>;
  readonly total: readonly number[];
  readonly tried: readonly number[];
}

function draw(canvas: Canvas, { gradient: { terms }, kept, total, tried }: Look): void {
  canvas.height = 306;
  const all = [...termNames.flatMap((name) => terms[name]), ...total, ...tried];
  const reach = Math.max(0.01, ...all.map(Math.abs)) * 1.12;
  const y = scale([-reach, reach], [canvas.height - 34, 38]);
  const left = 46;
  axisLeft(canvas, y, left, { count: 5, format: (value) => written(value, 2) });
  canvas.add(rule(left, y(0), canvas.width, y(0), 'axis'));
  canvas.add(box(4, 6, 12, 12, 'total', 1.5));
  canvas.add(text(say('backward.total'), 24, 16, { kind: 'tick', anchor: 'start' }));
  const second = 50 + widthOf(say('backward.total'));
  canvas.add(dot(second, 12, 6, 'ring-mark'));
  canvas.add(text(say('backward.measured'), second + 14, 16, { kind: 'tick', anchor: 'start' }));
  const group = (canvas.width - left) / total.length;
  const width = Math.min(26, (group - 14) / 4);
  for (const [i, value] of total.entries()) {
    const x0 = left + i * group + (group - 4 * width - 6) / 2;
    for (const [k, name] of termNames.entries()) {
      canvas.add(bar(x0 + k * (width + 2), width, y, terms[name][i], kept[name] ? name : `${name} absent`));
    }
    const right = Math.abs(value - tried[i]) < reach / 200;
    canvas.add(bar(x0 + 3 * (width + 2), width, y, value, right ? 'total' : 'total wrong'));
    canvas.add(dot(x0 + 3.5 * width + 6, y(tried[i]), Math.min(7, width / 2 + 2), 'ring-mark'));
    canvas.add(indexed('x', i + 1, left + (i + 0.5) * group, canvas.height - 12));
  }
}
