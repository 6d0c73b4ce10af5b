/** Part 1: two features on one scale, and the hill that gradient descent walks down. */
import {
  type Bowl,
  between,
  bowlOf,
  descend,
  features,
  standardize as standardized,
  stepsToHundredth,
} from '../../computations/standardize.ts';
import type { Matrix } from '../../network/matrix.ts';
import { axisBelow, axisLeft, dot, line, percent, rule, scale, type Scale, text, written } from '../chart.ts';
import { slider, controls, tile, tiles } from '../controls.ts';
import { svg, html } from '../make-element.ts';
import { batchNorm } from '../implementation.ts';
import { player, playOnSight } from '../animation-player.ts';
import { type Canvas, say, View } from '../view.ts';
import { panel, part, titled } from './part-frame.ts';

const { x: raw, target } = features();
const standard = standardized(batchNorm, raw);

const way = (place: number): number => place / 4;

export function standardize(): HTMLElement {
  const view = new View();
  let steps = 12;
  let data: Matrix = raw;
  let bowl: Bowl = bowlOf(raw, target);

  const motion = player(view, {
    label: 'standardize.way',
    end: () => 4,
    secondsPerStep: 0.9,
    format: (place) => percent(way(place)),
    smooth: true,
  });
  view.live(() => {
    data = between(raw, standard, way(motion.place));
    bowl = bowlOf(data, target);
  });

  const cloud = view.picture(
    () => say('standardize.cloudLabel', spread(data)),
    (canvas) => drawCloud(canvas, data),
  );
  const hill = view.picture(
    () => say('standardize.hillLabel', { needed: stepsToHundredth(bowl) }),
    (canvas) => drawHill(canvas, bowl, steps),
  );
  const box = panel(
    html('div', { class: 'pair' }, titled(view, 'standardize.cloud', cloud), titled(view, 'standardize.hill', hill)),
    controls(
      motion.element,
      slider(view, {
        label: 'standardize.steps',
        min: 0,
        max: 80,
        step: 1,
        get: () => steps,
        set: (value) => {
          steps = value;
        },
        format: String,
      }),
    ),
    tiles(
      tile(view, 'standardize.ratio', () => written(bowl.curvature[0] / bowl.curvature[1], 1)),
      tile(view, 'standardize.needed', () => String(stepsToHundredth(bowl))),
      tile(view, 'standardize.neededRaw', () => String(stepsToHundredth(bowlOf(raw, target)))),
    ),
  );
  playOnSight(box, motion);
  return part(view, 'standardize', view.paragraph('standardize.lead'), box, view.paragraph('standardize.why'));
}

function momentsOf({ data, shape: [rows] }: Matrix, column: number): { mean: number; std: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < rows; i++) sum += data[2 * i + column];
  for (let i = 0; i < rows; i++) squares += (data[2 * i + column] - sum / rows) ** 2;
  return { mean: sum / rows, std: Math.sqrt(squares / rows) };
}

function spread(data: Matrix): Record<string, string> {
  const [a, b] = [momentsOf(data, 0), momentsOf(data, 1)];
  return { mean1: written(a.mean), std1: written(a.std), mean2: written(b.mean), std2: written(b.std) };
}

const margin = { left: 40, right: 14, top: 14, bottom: 42 };

/** Two scales on which one unit is as long across as up. */
function square(canvas: Canvas, centre: readonly [number, number], half: number): { x: Scale; y: Scale } {
  const side = Math.min(canvas.width - margin.left - margin.right, 360);
  canvas.height = side + margin.top + margin.bottom;
  const left = (canvas.width + margin.left - margin.right - side) / 2;
  return {
    x: scale([centre[0] - half, centre[0] + half], [left, left + side]),
    y: scale([centre[1] - half, centre[1] + half], [margin.top + side, margin.top]),
  };
}

function frame(canvas: Canvas, { x, y }: { x: Scale; y: Scale }, titles: readonly [string, string]): void {
  axisBelow(canvas, x, y.range[0], { count: 5, title: titles[0], format: (value) => written(value, 1) });
  axisLeft(canvas, y, x.range[0], { count: 5, format: (value) => written(value, 1) });
  canvas.add(text(titles[1], x.range[0] + 8, y.range[1] + 12, { kind: 'title', anchor: 'start' }));
  const inside = ({ domain: [from, to] }: Scale): boolean => from < 0 && to > 0;
  if (inside(x)) canvas.add(rule(x(0), y.range[0], x(0), y.range[1], 'grid'));
  if (inside(y)) canvas.add(rule(x.range[0], y(0), x.range[1], y(0), 'grid'));
}

function drawCloud(canvas: Canvas, data: Matrix): void {
  const [a, b] = [momentsOf(data, 0), momentsOf(data, 1)];
  const scales = square(canvas, [a.mean, b.mean], 3.2 * Math.max(a.std, b.std));
  frame(canvas, scales, [say('standardize.feature1'), say('standardize.feature2')]);
  const { x, y } = scales;
  for (let i = 0; i < data.shape[0]; i++)
    canvas.add(dot(x(data.data[2 * i]), y(data.data[2 * i + 1]), 3.2, 'with soft'));
}

function drawHill(canvas: Canvas, bowl: Bowl, steps: number): void {
  const { best, curvature, angle } = bowl;
  const half = 1.35 * Math.max(Math.abs(best[0]), Math.abs(best[1]));
  const scales = square(canvas, best, half);
  const { x, y } = scales;
  const clip = 'hill-clip';
  const [left, right] = x.range;
  const [bottom, top] = y.range;
  canvas.add(
    svg('clipPath', { id: clip }, svg('rect', { x: left, y: top, width: right - left, height: bottom - top })),
  );
  const rings = svg('g', { 'clip-path': `url(#${clip})` });
  const pixel = (right - left) / (2 * half);
  for (const level of [0.01, 0.05, 0.15, 0.35, 0.65, 1, 1.5, 2.2, 3.2]) {
    const height = level * (bowl.xx * best[0] ** 2 + 2 * bowl.xy * best[0] * best[1] + bowl.yy * best[1] ** 2);
    rings.append(
      svg('ellipse', {
        cx: x(best[0]),
        cy: y(best[1]),
        rx: Math.sqrt(height / curvature[0]) * pixel,
        ry: Math.sqrt(height / curvature[1]) * pixel,
        transform: `rotate(${(-angle * 180) / Math.PI} ${x(best[0])} ${y(best[1])})`,
        class: 'ring',
      }),
    );
  }
  canvas.add(rings);
  frame(canvas, scales, [say('standardize.weight1'), say('standardize.weight2')]);
  const path = descend(bowl, steps);
  canvas.add(
    line(
      path.map(([v, w]) => [x(v), y(w)] as const),
      'without thick',
    ),
  );
  for (const [i, [v, w]] of path.entries()) {
    if (i < 40 || i === path.length - 1) canvas.add(dot(x(v), y(w), i === path.length - 1 ? 5 : 2.5, 'without'));
  }
  canvas.add(svg('path', { d: cross(x(best[0]), y(best[1])), class: 'line ink' }));
}

const cross = (x: number, y: number): string => `M${x - 5} ${y}h10M${x} ${y - 5}v10`;
