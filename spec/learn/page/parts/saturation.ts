/** Part 2: a neuron that no longer reacts to its input, and how a batch around it changes that. */
import { batchOf, type Neuron } from '../../computations/saturation.ts';
import { saturatedSlope } from '../../experiment/layer-measures.ts';
import { type ActivationName, activationOf } from '../../network/activation.ts';
import { axisBelow, axisLeft, box, dot, line, percent, rule, scale, text, written } from '../chart.ts';
import { activationChoice, button, choice, controls, slider, tile, tiles } from '../controls.ts';
import { html } from '../make-element.ts';
import { batchNorm } from '../implementation.ts';
import { reducedMotion } from '../animation-player.ts';
import { type Canvas, say, View } from '../view.ts';
import { panel, part } from './part-frame.ts';

export function saturation(): HTMLElement {
  const view = new View();
  let x = 20;
  let weight = 0.1;
  let activation: ActivationName = 'tanh';
  let normalized: 'no' | 'yes' = 'no';
  /** 0 without normalization, 1 with it, between them in motion. */
  let shown = 0;

  const both = (): ReturnType<typeof batchOf> => batchOf(batchNorm, { x, weight, activation });
  const mine = (): Neuron => both()[normalized === 'yes' ? 'normalized' : 'plain'][0];

  const slide = (): void => {
    const goal = normalized === 'yes' ? 1 : 0;
    if (reducedMotion()) {
      shown = goal;
      return;
    }
    const from = shown;
    const start = performance.now();
    const move = (now: number): void => {
      const way = Math.min(1, (now - start) / 700);
      shown = from + (goal - from) * way * way * (3 - 2 * way);
      view.update();
      if (way < 1) requestAnimationFrame(move);
    };
    requestAnimationFrame(move);
  };

  const curve = view.picture(
    () => say('saturation.label', figures(mine(), activation)),
    (canvas) => {
      const { plain, normalized: after } = both();
      const befores = plain.map(({ before }, i) => before + (after[i].before - before) * shown);
      draw(canvas, befores, activation, normalized);
    },
  );
  const preset = (value: number): HTMLElement =>
    button(view, value === 1 ? 'saturation.one' : 'saturation.twenty', () => {
      x = value;
    });
  return part(
    view,
    'saturation',
    view.paragraph('saturation.lead'),
    panel(
      curve,
      controls(
        activationChoice(view, {
          get: () => activation,
          set: (value) => {
            activation = value;
          },
        }),
        choice(view, {
          label: 'saturation.before',
          options: [
            ['no', 'saturation.nothing'],
            ['yes', 'saturation.normalization'],
          ],
          get: () => normalized,
          set: (value) => {
            normalized = value;
            slide();
          },
        }),
        slider(view, {
          label: 'saturation.x',
          min: 0,
          max: 40,
          step: 0.5,
          get: () => x,
          set: (value) => {
            x = value;
          },
          format: (value) => written(value, 1),
        }),
        slider(view, {
          label: 'saturation.weight',
          min: 0.02,
          max: 0.3,
          step: 0.01,
          get: () => weight,
          set: (value) => {
            weight = value;
          },
          format: written,
        }),
        html('div', { class: 'buttons' }, preset(1), preset(20)),
      ),
      tiles(
        tile(view, 'saturation.sum', () => written(weight * x)),
        tile(view, 'saturation.into', () => written(mine().before)),
        tile(view, 'saturation.out', () => written(mine().after, 3)),
        tile(view, 'saturation.slope', () => percent(mine().slope)),
      ),
    ),
    view.paragraph('saturation.why', () => ({
      small: written(activationOf.tanh.value(0.1), 4),
      large: written(activationOf.tanh.value(2), 3),
      slope: percent(activationOf.tanh.slope(activationOf.tanh.value(2))),
    })),
  );
}

const figures = ({ before, after, slope }: Neuron, activation: ActivationName): Record<string, string> => ({
  activation,
  before: written(before),
  after: written(after, 3),
  slope: percent(slope),
});

function draw(canvas: Canvas, befores: readonly number[], activation: ActivationName, normalized: 'no' | 'yes'): void {
  const { value, slope } = activationOf[activation];
  canvas.height = 300;
  const x = scale([-4.5, 4.5], [44, canvas.width - 14]);
  const y = scale(activation === 'tanh' ? [-1.15, 1.15] : [-0.6, 4.2], [canvas.height - 46, 22]);
  const [left, right] = x.range;
  const [bottom, top] = y.range;

  // Where the slope is close to 0.
  const edge = activation === 'tanh' ? Math.atanh(Math.sqrt(1 - saturatedSlope)) : 0;
  canvas.add(box(left, top, x(-edge) - left, bottom - top, 'zone'));
  if (activation === 'tanh') canvas.add(box(x(edge), top, right - x(edge), bottom - top, 'zone'));
  canvas.add(text(say('saturation.zone'), left + 8, top + 14, { kind: 'zone-name', anchor: 'start' }));
  if (activation === 'tanh')
    canvas.add(text(say('saturation.zone'), right - 8, bottom - 8, { kind: 'zone-name', anchor: 'end' }));

  axisBelow(canvas, x, bottom, { title: say('saturation.axis') });
  axisLeft(canvas, y, left, { count: 4 });
  canvas.add(rule(left, y(0), right, y(0), 'grid'));
  const curve = Array.from({ length: 181 }, (_, i) => -4.5 + i / 20);
  canvas.add(
    line(
      curve.map((each) => [x(each), y(value(each))] as const),
      'ink thick',
    ),
  );

  const kind = normalized === 'yes' ? 'with' : 'without';
  const clamped = (each: number): number => Math.min(4.5, Math.max(-4.5, each));
  for (const before of befores.slice(1)) canvas.add(dot(x(clamped(before)), y(value(before)), 4.5, `${kind} soft`));
  const [own] = befores;
  const after = value(own);
  const tangent = (step: number): readonly [number, number] => [x(clamped(own) + step), y(after + step * slope(after))];
  canvas.add(line([tangent(-0.8), tangent(0.8)], `${kind} thick`));
  canvas.add(rule(x(clamped(own)), bottom, x(clamped(own)), y(after), `${kind} dashed`));
  canvas.add(dot(x(clamped(own)), y(after), 8, kind));
}
