/** Part 3: a batch flows through one layer. */
import { flow, type Stage, stages, unit } from '../../computations/stages-of-a-layer.ts';
import type { ActivationName } from '../../network/activation.ts';
import type { Key } from '../../text/phrase.ts';
import { arrow, box, dot, line, rule, scale, text, ticks, written } from '../chart.ts';
import { activationChoice, choice, controls } from '../controls.ts';
import { batchNorm } from '../implementation.ts';
import { player, playOnSight } from '../animation-player.ts';
import { type Canvas, say, View } from '../view.ts';
import { panel, part } from './part-frame.ts';

type Side = 'with' | 'without';

export function where(): HTMLElement {
  const view = new View();
  let side: Side = 'with';
  let activation: ActivationName = 'tanh';
  const motion = player(view, {
    label: 'where.way',
    end: () => stages.length - 1,
    secondsPerStep: 1.6,
    format: (place) => say(`where.${stages[Math.round(place)]}`),
    smooth: true,
  });
  motion.place = stages.length - 1;

  const values = (): ReturnType<typeof flow> => flow(side === 'with' ? batchNorm : undefined, activation);
  const picture = view.picture(
    () => {
      const at: Stage = stages[Math.round(motion.place)];
      const here = values()[at];
      return say('where.label', {
        stage: say(`where.${at}`),
        least: written(Math.min(...here)),
        most: written(Math.max(...here)),
      });
    },
    (canvas) => draw(canvas, values(), { place: motion.place, side, activation }),
  );
  const frame = panel(
    picture,
    controls(
      choice<Side>(view, {
        label: 'where.side',
        options: [
          ['with', 'common.with'],
          ['without', 'common.without'],
        ],
        get: () => side,
        set: (value) => {
          side = value;
          if (motion.place >= stages.length - 1) motion.play();
        },
      }),
      activationChoice(view, {
        get: () => activation,
        set: (value) => {
          activation = value;
        },
      }),
      motion.element,
    ),
  );
  playOnSight(frame, motion);
  return part(
    view,
    'where',
    view.paragraph('where.batch'),
    view.paragraph('where.lead'),
    frame,
    view.paragraph('where.why'),
  );
}

interface Look {
  readonly place: number;
  readonly side: Side;
  readonly activation: ActivationName;
}

function draw(canvas: Canvas, values: ReturnType<typeof flow>, { place, side, activation }: Look): void {
  const narrow = canvas.width < 520;
  canvas.height = 400;
  const boxWidth = Math.min(140, (canvas.width - 36) / stages.length - 10);
  const columns = scale([0, stages.length - 1], [30 + boxWidth / 2, canvas.width - 6 - boxWidth / 2]);
  const y = scale([-4, 11], [canvas.height - 16, 92]);

  for (const tick of ticks(y, 5)) {
    canvas.add(rule(30, y(tick), canvas.width - 6, y(tick), tick === 0 ? 'axis' : 'grid'));
    canvas.add(text(written(tick), 24, y(tick) + 4, { kind: 'tick', anchor: 'end' }));
  }
  for (const [i, stage] of stages.entries()) {
    const centre = columns(i);
    const skipped = stage === 'normalized' && side === 'without';
    const state = skipped ? 'skipped' : Math.round(place) === i ? 'here' : '';
    canvas.add(box(centre - boxWidth / 2, 10, boxWidth, 56, `stage ${state}`, 10));
    const formula = {
      input: 'x',
      connected: `${unit.weight}x + ${unit.bias}`,
      normalized: 'BN',
      activated: activation,
    }[stage];
    canvas.add(text(skipped ? '–' : formula, centre, 34, { kind: 'formula' }));
    const name: Key = narrow ? `where.${stage}Short` : `where.${stage}`;
    canvas.add(text(say(name), centre, 54, { kind: 'tick' }));
    if (i > 0) canvas.add(arrow(columns(i - 1) + boxWidth / 2 + 1, centre - boxWidth / 2 - 2, 38));
  }
  const from = Math.min(stages.length - 2, Math.floor(place));
  const way = ease(place - from);
  for (const [sample] of values.input.entries()) {
    const aside = asideOf(sample);
    const height = (i: number): number => values[stages[i]][sample];
    const now: readonly [number, number] = [
      columns(from + way) + aside,
      y(height(from) + (height(from + 1) - height(from)) * way),
    ];
    const past = Array.from({ length: from + 1 }, (_, i) => [columns(i) + aside, y(height(i))] as const);
    canvas.add(line([...past, now], `${side} trail`));
    for (const point of past) canvas.add(dot(...point, 2.5, `${side} soft`));
    canvas.add(dot(...now, 4.5, side));
  }
}

/** Shifts a little to the side, so that equal values remain distinguishable. */
const asideOf = (sample: number): number => (((sample * 0.618) % 1) - 0.5) * 30;

const ease = (way: number): number => way * way * (3 - 2 * way);
