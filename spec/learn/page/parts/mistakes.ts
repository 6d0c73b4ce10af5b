/** Part 8, second half: one famous mistake at a time, on a small batch, in a small network, and in the suite. */
import type { Consequence } from '../../computations/training-with-a-mistake.ts';
import {
  type Difference,
  differences,
  type MistakeId,
  mistakeOf,
  mistakes as known,
} from '../../computations/mistakes.ts';
import type { Verdict } from '../../computations/suite-verdict.ts';
import type { Key } from '../../text/phrase.ts';
import { axisBelow, axisLeft, dot, grid, legend, line, rule, scale, text, written } from '../chart.ts';
import { choice, controls, selection } from '../controls.ts';
import { html } from '../make-element.ts';
import { batchNorm } from '../implementation.ts';
import { type Canvas, say, type View } from '../view.ts';
import { start } from '../task-worker.ts';
import { panel, titled } from './part-frame.ts';

type Offset = '0' | '100' | '10000';

export function mistakes(view: View): HTMLElement {
  let id: MistakeId = 'EP01a';
  let offset: Offset = '0';
  let consequence: { right: Consequence; wrong: Consequence } | undefined;
  let verdict: Verdict | undefined;
  let found: Difference[] = [];
  let stop = (): void => undefined;
  let seen = false;
  view.live(() => {
    found = differences(batchNorm, mistakeOf(id), Number(offset));
  });

  const examine = (): void => {
    stop();
    consequence = undefined;
    verdict = undefined;
    stop = start({ kind: 'mistake', id }, (answer) => {
      if (answer.kind === 'consequence') consequence = answer;
      if (answer.kind === 'verdict') ({ verdict } = answer);
      view.update();
    });
  };

  const batch = view.picture(
    () => (found.length === 0 ? say('mistakes.same') : say('mistakes.batchLabel', outputOf(found[0]))),
    (canvas) => drawDifference(canvas, found[0]),
  );
  const curves = view.picture(
    () => say('mistakes.curvesLabel', lossFigures(consequence)),
    (canvas) => drawCurves(canvas, consequence),
  );
  const fits = view.picture(
    () => say('mistakes.fitLabel'),
    (canvas) => drawFits(canvas, consequence),
  );
  const failed = html('ul', { class: 'clauses' });
  const passed = html('ul', { class: 'clauses' });
  const rest = html(
    'details',
    {},
    html(
      'summary',
      {},
      view.words('mistakes.rest', () => ({ passed: clausesThat(verdict, true).length })),
    ),
    passed,
  );
  view.live(() => {
    failed.replaceChildren(...clauseItems(clausesThat(verdict, false)));
    passed.replaceChildren(...clauseItems(clausesThat(verdict, true)));
    rest.hidden = verdict === undefined;
  });
  const box = panel(
    controls(
      selection<MistakeId>(view, {
        label: 'mistakes.choose',
        options: known.map((mistake) => [mistake.id as MistakeId, `mistake.${mistake.id}` as Key]),
        get: () => id,
        set: (value) => {
          id = value;
          examine();
        },
      }),
      choice<Offset>(view, {
        label: 'mistakes.offset',
        options: [
          ['0', 'mistakes.offset0'],
          ['100', 'mistakes.offset100'],
          ['10000', 'mistakes.offset10000'],
        ],
        get: () => offset,
        set: (value) => {
          offset = value;
        },
      }),
    ),
    html(
      'p',
      { class: 'about' },
      view.words(() => `about.${id}` as Key),
    ),
    titled(view, 'mistakes.batch', batch),
    html(
      'p',
      { class: 'small' },
      view.figure(() => listed(found)),
    ),
    html('div', { class: 'pair' }, titled(view, 'mistakes.curves', curves), titled(view, 'mistakes.fit', fits)),
    html(
      'div',
      { class: 'verdict' },
      html('h4', {}, view.words('mistakes.suite')),
      html(
        'p',
        { role: 'status', class: 'diagnosis' },
        view.figure(() => summary(verdict)),
      ),
      html(
        'p',
        { class: 'named' },
        view.figure(() => namedIn(verdict)),
      ),
      html(
        'details',
        {},
        html('summary', {}, view.words('mistakes.exact')),
        html(
          'p',
          { lang: 'en', class: 'evidence' },
          view.figure(() => diagnosisOf(verdict)),
        ),
      ),
      failed,
      rest,
    ),
  );
  new IntersectionObserver(
    (entries, watch) => {
      if (seen || !entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen = true;
      watch.disconnect();
      examine();
    },
    { rootMargin: '200px' },
  ).observe(box);
  return box;
}

const outputOf = ({ operation, output }: Difference): { output: string; where: string } => ({
  output: symbols[output] ?? output,
  where: say(`mistakes.${operation}` as Key),
});

const symbols: Readonly<Record<string, string>> = {
  y: 'y',
  dx: 'dx',
  dgamma: 'dγ',
  dbeta: 'dβ',
  mean: 'μ',
  variance: 'σ²',
  invStd: '1/√(σ² + ε)',
  runningMean: 'running mean',
  runningVar: 'running variance',
};

function listed(found: readonly Difference[]): string {
  if (found.length === 0) return say('mistakes.same');
  const names = found.map((each) => {
    const { output, where } = outputOf(each);
    return `${output} (${where})`;
  });
  return say('mistakes.listed', { names: names.join(', ') });
}

function summary(verdict: Verdict | undefined): string {
  if (verdict === undefined) return say('mistakes.judging');
  const failed = verdict.clauses.filter(({ passed }) => !passed).length;
  return verdict.conforms
    ? say('mistakes.conforms', { clauses: verdict.clauses.length })
    : say('mistakes.fails', { failed, clauses: verdict.clauses.length });
}

/** The diagnosis in words for learners, and in their language. Mistakes that the page does not explain are in the exact one. */
const namedIn = (verdict: Verdict | undefined): string =>
  (verdict?.diagnosis ?? [])
    .filter(({ id }) => known.some((mistake) => mistake.id === id))
    .map(({ id }) => say('mistakes.named', { name: say(`mistake.${id}` as Key), about: say(`about.${id}` as Key) }))
    .join(' ');

const diagnosisOf = (verdict: Verdict | undefined): string =>
  (verdict?.diagnosis ?? []).map(({ id, says, evidence }) => `${id}: ${says} (${evidence}.)`).join(' ');

const clausesThat = (verdict: Verdict | undefined, pass: boolean): Verdict['clauses'] =>
  (verdict?.clauses ?? []).filter(({ passed }) => passed === pass);

function clauseItems(clauses: Verdict['clauses']): HTMLElement[] {
  return clauses.map(({ id, says, passed, message }) =>
    html(
      'li',
      { class: passed ? 'passed' : 'failed' },
      html('span', { class: 'mark' }, say(passed ? 'mistakes.pass' : 'mistakes.fail')),
      html('code', {}, id),
      html(
        'span',
        { lang: 'en', class: 'says' },
        says,
        ...(message === undefined ? [] : [html('em', {}, ` ${message}`)]),
      ),
    ),
  );
}

function lossFigures(consequence: { right: Consequence; wrong: Consequence } | undefined): Record<string, string> {
  const last = (side: 'right' | 'wrong', mode: 'training' | 'inference'): string =>
    consequence ? written(consequence[side][mode].at(-1)!, 0) : '–';
  return {
    rightTraining: last('right', 'training'),
    wrongTraining: last('wrong', 'training'),
    rightInference: last('right', 'inference'),
    wrongInference: last('wrong', 'inference'),
  };
}

/** Right values with wrong ones, value by value. */
function drawDifference(canvas: Canvas, difference: Difference | undefined): void {
  canvas.height = difference ? 240 : 60;
  if (!difference) {
    canvas.add(text(say('mistakes.same'), canvas.width / 2, 34, { kind: 'title' }));
    return;
  }
  const { right, wrong } = difference;
  const all = [...right, ...wrong].filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const room = (high - low || 1) * 0.1;
  const y = scale([low - room, high + room], [canvas.height - 16, 58]);
  const x = scale([-0.5, right.length - 0.5], [52, canvas.width - 12]);
  const { output, where } = outputOf(difference);
  axisLeft(canvas, y, x.range[0], { count: 4, format: (value) => written(value, 2) });
  grid(canvas, x, y, 4);
  canvas.add(text(`${output}, ${where}`, x.range[0] + 8, 18, { kind: 'formula', anchor: 'start' }));
  for (const [i, value] of right.entries()) {
    canvas.add(rule(x(i), y(value), x(i), y(wrong[i]), 'wrong'));
    canvas.add(dot(x(i), y(value), 7, 'ring-mark'));
    canvas.add(dot(x(i), y(wrong[i]), 4.5, 'wrong'));
  }
  canvas.add(
    dot(x.range[0] + 8, 36, 6, 'ring-mark'),
    text(say('mistakes.right'), x.range[0] + 20, 40, { kind: 'tick', anchor: 'start' }),
  );
  canvas.add(
    dot(x.range[0] + 108, 36, 4.5, 'wrong'),
    text(say('mistakes.wrong'), x.range[0] + 118, 40, { kind: 'tick', anchor: 'start' }),
  );
}

const top = 1400;
const capped = (loss: number): number => (Number.isFinite(loss) ? Math.min(top, loss) : top);

function drawCurves(canvas: Canvas, consequence: { right: Consequence; wrong: Consequence } | undefined): void {
  canvas.height = 280;
  const x = scale([0, (consequence?.right.training.length ?? 13) - 1], [50, canvas.width - 12]);
  const y = scale([0, top], [canvas.height - 46, 34]);
  grid(canvas, x, y, 5);
  axisBelow(canvas, x, y.range[0], { count: 6, title: say('experiment.epoch') });
  axisLeft(canvas, y, x.range[0], { count: 5 });
  legend(canvas, x.range[0], 14, [
    ['with thick', say('mistakes.right')],
    ['wrong thick', say('mistakes.wrong')],
  ]);
  if (!consequence) return;
  for (const [side, kind] of [
    ['right', 'with'],
    ['wrong', 'wrong'],
  ] as const) {
    const { training, inference } = consequence[side];
    const points = (losses: readonly number[]): (readonly [number, number])[] =>
      losses.map((loss, i) => [x(i), y(capped(loss))] as const);
    canvas.add(line(points(training), `${kind} dashed`), line(points(inference), `${kind} thick`));
  }
}

function drawFits(canvas: Canvas, consequence: { right: Consequence; wrong: Consequence } | undefined): void {
  canvas.height = 280;
  const x = scale([-7, 10], [40, canvas.width - 12]);
  const y = scale([-20, 105], [canvas.height - 46, 34]);
  grid(canvas, x, y, 5);
  axisBelow(canvas, x, y.range[0], { count: 8, title: 'x' });
  axisLeft(canvas, y, x.range[0], { count: 5 });
  legend(canvas, x.range[0], 14, [
    ['with thick', say('mistakes.right')],
    ['wrong thick', say('mistakes.wrong')],
  ]);
  if (!consequence) return;
  const { right, wrong } = consequence;
  for (const [i, value] of right.x.entries()) canvas.add(dot(x(value), y(right.target[i]), 2, 'point'));
  const curve = (of: Consequence, kind: string): void => {
    const points = of.fit.map((value, i) => [x(of.x[i]), y(Math.max(-20, Math.min(105, value || 0)))] as const);
    canvas.add(line(points, `${kind} thick`));
  };
  curve(right, 'with');
  curve(wrong, 'wrong');
}
