/** Part 7: the experiment, trained in the reader's browser. */
import type { Data } from '../../experiment/training-data.ts';
import { experiment as settings, outcome } from '../../experiment/settings.ts';
import { type EpochRecord, prepare } from '../../experiment/train.ts';
import type { ActivationName } from '../../network/activation.ts';
import { type Side, sides } from '../../worker-tasks.ts';
import { axisBelow, axisLeft, dot, grid, legend, line, percent, rule, scale, written } from '../chart.ts';
import { activationChoice, button, controls, numberField, tile, tiles } from '../controls.ts';
import { html } from '../make-element.ts';
import { describeLayers, drawLayers, mostLost } from '../layer-histograms.ts';
import { player } from '../animation-player.ts';
import { type Canvas, say, View } from '../view.ts';
import { start } from '../task-worker.ts';
import { panel, part, titled } from './part-frame.ts';

type Records = Record<Side, EpochRecord[]>;

export function experiment(): HTMLElement {
  const view = new View();
  let activation: ActivationName = 'tanh';
  let seed = 1;
  let records: Records = { with: [], without: [] };
  /** Settings of the records: the seed may have been edited since. */
  let points = prepare(seed);
  let training = false;
  let stop = (): void => undefined;

  const reached = (): number => Math.max(0, Math.min(records.with.length, records.without.length) - 1);
  const motion = player(view, {
    label: 'experiment.epoch',
    end: reached,
    secondsPerStep: 0.7,
    format: (place) => say('experiment.of', { epoch: place, epochs: settings.epochs }),
  });
  const at = (side: Side): EpochRecord | undefined => records[side][Math.min(motion.place, reached())];
  const trainNow = (): void => {
    stop();
    motion.stop();
    motion.place = 0;
    records = { with: [], without: [] };
    points = prepare(seed);
    training = true;
    stop = start({ kind: 'experiment', activation, seed }, (answer) => {
      if (answer.kind === 'epoch') {
        records[answer.side].push(answer.record);
        if (answer.side === 'with') motion.place = reached();
      }
      if (answer.kind === 'done') training = false;
      view.update();
    });
  };

  const seedField = numberField(view, {
    label: () => say('experiment.seed'),
    get: () => seed,
    set: (value) => {
      seed = value;
    },
    min: 1,
    max: 9999,
    step: 1,
  });
  const status = html(
    'p',
    { class: 'status', role: 'status' },
    view.figure(() =>
      training
        ? say('experiment.training')
        : reached() > 0
          ? say('experiment.done', { seed: String(seed) })
          : say('experiment.idle'),
    ),
  );
  const losses = view.picture(
    () => say('experiment.lossLabel', lossFigures(records)),
    (canvas) => drawLosses(canvas, records, Math.min(motion.place, reached())),
  );
  const fits = view.picture(
    () => say('experiment.fitLabel'),
    (canvas) => drawFits(canvas, points.test, { with: at('with'), without: at('without') }),
  );
  const layers = view.picture(
    () => describeLayers(layersAt(at)),
    (canvas) => drawLayers(canvas, layersAt(at), activation),
  );
  const loss = (side: Side) => (): string => written(at(side)?.loss ?? Number.NaN, 0).replace('NaN', '–');
  const lost = (side: Side) => (): string => percent(mostLost(at(side)?.layers ?? []));
  const box = panel(
    controls(
      activationChoice(view, {
        get: () => activation,
        set: (value) => {
          activation = value;
          trainNow();
        },
      }),
      html(
        'div',
        { class: 'control field' },
        html('span', { 'aria-hidden': 'true' }, view.words('experiment.seed')),
        seedField,
      ),
      html('div', { class: 'buttons' }, button(view, 'experiment.train', trainNow, 'primary')),
    ),
    status,
    html('div', { class: 'pair' }, titled(view, 'experiment.loss', losses), titled(view, 'experiment.fit', fits)),
    controls(motion.element),
    tiles(
      tile(view, 'experiment.lossWithout', loss('without'), 'without'),
      tile(view, 'experiment.lossWith', loss('with'), 'with'),
      tile(view, 'experiment.lostWithout', lost('without'), 'without'),
      tile(view, 'experiment.lostWith', lost('with'), 'with'),
    ),
    titled(view, 'experiment.layers', layers),
  );
  new IntersectionObserver(
    (entries, watch) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      trainNow();
      view.update();
    },
    { rootMargin: '200px' },
  ).observe(box);
  return part(
    view,
    'experiment',
    view.paragraph('experiment.lead', () => ({ ...settings, from: written(settings.from) })),
    view.paragraph('experiment.settings', () => ({ ...settings, bias: written(settings.bias) }), 'small'),
    box,
    view.paragraph('experiment.why'),
    view.paragraph('experiment.seeds', () => ({
      seeds: outcome.seeds.length,
      loss: percent(outcome.loss),
      lostWith: percent(outcome.lostWith),
      lostWithout: percent(outcome.lostWithout),
      deep: outcome.deep,
    })),
  );
}

const layersAt = (at: (side: Side) => EpochRecord | undefined): Record<Side, EpochRecord['layers']> => ({
  with: at('with')?.layers ?? empty,
  without: at('without')?.layers ?? empty,
});

/** Shown before the first answer. */
const empty: EpochRecord['layers'] = Array.from({ length: settings.layers }, () => ({
  before: [],
  after: [],
  saturated: 0,
  lost: 0,
}));

function lossFigures(records: Records): Record<string, string> {
  const last = (side: Side): string => written(records[side].at(-1)?.loss ?? Number.NaN, 0);
  return { with: last('with'), without: last('without') };
}

const sideNames = (): (readonly [string, string])[] =>
  sides.map((side) => [`${side} thick`, say(`common.${side}`)] as const);

function drawLosses(canvas: Canvas, records: Records, epoch: number): void {
  canvas.height = 280;
  const x = scale([0, settings.epochs], [50, canvas.width - 12]);
  const y = scale([0, 1250], [canvas.height - 46, 34]);
  grid(canvas, x, y, 5);
  axisBelow(canvas, x, y.range[0], { count: 6, title: say('experiment.epoch') });
  axisLeft(canvas, y, x.range[0], { count: 5 });
  canvas.add(rule(x(epoch), y.range[0], x(epoch), y.range[1], 'axis dashed'));
  legend(canvas, x.range[0], 14, sideNames());
  for (const side of sides) {
    const points = records[side].map((record) => [x(record.epoch), y(Math.min(1250, record.loss))] as const);
    if (points.length > 0) canvas.add(line(points, `${side} thick`));
    for (const [i, point] of points.entries()) canvas.add(dot(...point, i === epoch ? 5 : 2.5, side));
  }
}

function drawFits(canvas: Canvas, test: Data, now: Readonly<Record<Side, EpochRecord | undefined>>): void {
  canvas.height = 280;
  const x = scale([settings.from, settings.to], [40, canvas.width - 12]);
  const y = scale([-20, 105], [canvas.height - 46, 34]);
  grid(canvas, x, y, 5);
  axisBelow(canvas, x, y.range[0], { count: 8, title: 'x' });
  axisLeft(canvas, y, x.range[0], { count: 5 });
  legend(canvas, x.range[0], 14, sideNames());
  for (const [i, value] of test.x.data.entries()) canvas.add(dot(x(value), y(test.y.data[i]), 1.8, 'point'));
  for (const side of sides) {
    const fit = now[side]?.fit;
    if (fit === undefined) continue;
    canvas.add(
      line(
        fit.map((value, i) => [x(test.x.data[i]), y(Math.max(-20, Math.min(105, value)))] as const),
        `${side} thick`,
      ),
    );
  }
}
