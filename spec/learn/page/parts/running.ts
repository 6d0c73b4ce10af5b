/** Part 8, first half: running statistics approach the distribution that the batches are drawn from. */
import { course, population } from '../../computations/running.ts';
import { axisBelow, axisLeft, dot, grid, legend, line, rule, scale, written } from '../chart.ts';
import { button, controls, slider, tile, tiles } from '../controls.ts';
import { html } from '../make-element.ts';
import { batchNorm } from '../implementation.ts';
import { type Canvas, say, type View } from '../view.ts';
import { panel } from './part-frame.ts';

const batches = 60;

export function running(view: View): HTMLElement {
  let momentum = 0.1;
  let size = 16;
  let seed = 1;
  const compute = (): ReturnType<typeof course> => course(batchNorm, { momentum, batches, batch: size, seed });
  let now = compute();
  view.live(() => {
    now = compute();
  });
  const picture = view.picture(
    () =>
      say('running.label', {
        mean: written(now.runningMean.at(-1)!),
        variance: written(now.runningVar.at(-1)!),
        trueMean: population.mean,
        trueVariance: population.variance,
      }),
    (canvas) => draw(canvas, now),
  );
  return panel(
    picture,
    controls(
      slider(view, {
        label: 'running.momentum',
        min: 0.01,
        max: 1,
        step: 0.01,
        get: () => momentum,
        set: (value) => {
          momentum = value;
        },
        format: written,
      }),
      slider(view, {
        label: 'running.batch',
        min: 2,
        max: 128,
        step: 1,
        get: () => size,
        set: (value) => {
          size = value;
        },
        format: String,
      }),
      html(
        'div',
        { class: 'buttons' },
        button(view, 'running.draw', () => {
          seed += 1;
        }),
      ),
    ),
    tiles(
      tile(view, 'running.mean', () => `${written(now.runningMean.at(-1)!)} → ${population.mean}`, 'with'),
      tile(view, 'running.variance', () => `${written(now.runningVar.at(-1)!)} → ${population.variance}`, 'variance'),
    ),
  );
}

function draw(canvas: Canvas, { runningMean, runningVar, batchMean }: ReturnType<typeof course>): void {
  canvas.height = 280;
  const top = Math.max(6, ...runningVar, ...batchMean) * 1.05;
  const x = scale([0, batches], [40, canvas.width - 12]);
  const y = scale([Math.min(0, ...batchMean), top], [canvas.height - 46, 34]);
  grid(canvas, x, y, 4);
  axisBelow(canvas, x, y.range[0], { count: 6, title: say('running.axis') });
  axisLeft(canvas, y, x.range[0], { count: 4 });
  for (const value of [population.mean, population.variance]) {
    canvas.add(rule(x.range[0], y(value), x.range[1], y(value), 'ink dashed'));
  }
  for (const [i, value] of batchMean.entries()) canvas.add(dot(x(i + 1), y(value), 2.5, 'with soft'));
  canvas.add(
    line(
      runningVar.map((value, i) => [x(i), y(value)] as const),
      'variance thick',
    ),
  );
  canvas.add(
    line(
      runningMean.map((value, i) => [x(i), y(value)] as const),
      'with thick',
    ),
  );
  legend(canvas, x.range[0], 14, [
    ['with thick', say('running.meanShort')],
    ['variance thick', say('running.varianceShort')],
    ['ink dashed', say('running.true')],
  ]);
}
