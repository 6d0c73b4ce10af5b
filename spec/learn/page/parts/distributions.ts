/** Part 4: the values in every layer of a network that has learned nothing yet. */
import { freshLayers } from '../../computations/distributions.ts';
import type { ActivationName } from '../../network/activation.ts';
import { written } from '../chart.ts';
import { activationChoice, button, controls, slider } from '../controls.ts';
import { html } from '../make-element.ts';
import { batchNorm } from '../implementation.ts';
import { describeLayers, drawLayers, type Layers } from '../layer-histograms.ts';
import { View } from '../view.ts';
import { panel, part } from './part-frame.ts';

export function distributions(): HTMLElement {
  const view = new View();
  let activation: ActivationName = 'tanh';
  let size = 0;
  let seed = 1;
  const weightStd = (): number => 10 ** size;
  let layers: Layers = { without: [], with: [] };
  view.live(() => {
    const settings = { activation, weightStd: weightStd(), seed };
    layers = { without: freshLayers(settings), with: freshLayers({ ...settings, batchNorm }) };
  });
  const picture = view.picture(
    () => describeLayers(layers),
    (canvas) => drawLayers(canvas, layers, activation),
  );
  return part(
    view,
    'distributions',
    view.paragraph('distributions.lead'),
    panel(
      picture,
      controls(
        activationChoice(view, {
          get: () => activation,
          set: (value) => {
            activation = value;
          },
        }),
        slider(view, {
          label: 'distributions.size',
          min: -1.3,
          max: 0.7,
          step: 0.1,
          get: () => size,
          set: (value) => {
            size = value;
          },
          format: (value) => written(10 ** value),
        }),
        html(
          'div',
          { class: 'buttons' },
          button(view, 'distributions.draw', () => {
            seed += 1;
          }),
        ),
      ),
    ),
    view.paragraph('distributions.why'),
  );
}
