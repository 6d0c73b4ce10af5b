/** Decodes elements that a loop left out: they are 0 or a copy of an input, and lie where a loop ends. */
import type { Diagnosis } from '../../report/report.ts';
import type { Layout } from '../../terms/layout.ts';
import { isElementwiseOutput, snakeCase } from '../../terms/operations.ts';
import { valuesOf } from '../../terms/tensor.ts';
import { excess } from '../../accuracy/judge-element.ts';
import type { Scope } from '../violations.ts';
import type { Seen } from '../answered-calls.ts';

interface Region {
  readonly id: string;
  readonly says: string;
  readonly has: (i: number, layout: Layout, size: number) => boolean;
}

const widths = [2, 4, 8, 16, 32, 64];
const blocks = [8, 16, 32, 64, 128, 256, 512, 768, 1024];

const regions: readonly Region[] = [
  ...widths.map((width) => ({
    id: 'SH01',
    says: `at the last positions of a row, which do not fill a vector of ${width}`,
    has: (i: number, { inner }: Layout) => i % inner >= inner - (inner % width),
  })),
  ...widths.map((width) => ({
    id: 'SH01',
    says: `at the last positions of the tensor, which do not fill a vector of ${width}`,
    has: (i: number, _: Layout, size: number) => i >= size - (size % width),
  })),
  ...widths.map((width) => ({
    id: 'SH01',
    says: `for the last values of a channel, which do not fill a vector of ${width}`,
    has: (i: number, layout: Layout) => withinChannel(i, layout) >= layout.perChannel - (layout.perChannel % width),
  })),
  ...blocks.map((block) => ({
    id: 'SH06',
    says: `beyond the first ${block} positions of a row`,
    has: (i: number, { inner }: Layout) => i % inner >= block,
  })),
  ...blocks.map((block) => ({
    id: 'SH06',
    says: `beyond the first ${block} values of a channel`,
    has: (i: number, layout: Layout) => withinChannel(i, layout) >= block,
  })),
];

const withinChannel = (i: number, { inner, channels }: Layout): number =>
  Math.floor(i / (inner * channels)) * inner + (i % inner);

const fillings = ['0', 'x', 'dy'] as const;

/** Fewest wrong elements to draw a conclusion from. */
const several = 3;

/** @param scopes - operations and outputs with a violation */
export function decodeTail(seen: readonly Seen[], scopes: readonly Scope[]): Diagnosis[] {
  return scopes.flatMap(({ operation, output }) => {
    if (!isElementwiseOutput(output)) return [];
    const elements = seen.flatMap((each) => (each.operation === operation ? elementsOf(each, output) : []));
    if (elements.filter(({ wrong }) => wrong).length < several) return [];
    for (const filling of fillings) {
      // An element whose right answer equals the filling by chance shows nothing.
      const telling = elements.filter(({ would }) => !would[filling]);
      const left = (each: (typeof elements)[number]): boolean => each.wrong && each.copies[filling];
      if (elements.some(({ wrong, copies }) => wrong && !copies[filling])) continue;
      const region = regions.find(({ has }) =>
        telling.every((each) => left(each) === has(each.i, each.layout, each.size)),
      );
      if (region === undefined) continue;
      const count = elements.filter(({ wrong }) => wrong).length;
      return [
        {
          id: region.id,
          says: `In ${snakeCase(operation)} ${snakeCase(output)} ${filling === '0' ? 'stays 0' : `is a copy of ${filling}`} ${region.says}.`,
          evidence: `${count} of ${elements.length} values are wrong, all of them there`,
        },
      ];
    }
    return [];
  });
}

interface Element {
  readonly i: number;
  readonly layout: Layout;
  readonly size: number;
  readonly wrong: boolean;
  /** Whether the element equals each filling, and whether the right answer would. */
  readonly copies: Readonly<Record<(typeof fillings)[number], boolean>>;
  readonly would: Readonly<Record<(typeof fillings)[number], boolean>>;
}

function elementsOf({ call, outputs, truth, bounds, layout }: Seen, output: 'y' | 'dx'): Element[] {
  const [given, exact, bound] = [outputs[output], truth.outputs[output], bounds[output]];
  if (given === undefined || exact === undefined || bound === undefined) return [];
  const values = valuesOf(given);
  const [x, dy] = [valuesOf(call.x), 'dy' in call ? valuesOf(call.dy) : undefined];
  return [...values].map((value, i): Element => {
    const fits = (number: number): boolean => excess(number, exact.hi[i], exact.lo[i], bound[i], given.dtype) <= 1;
    const fill = { '0': 0, x: x[i], dy: dy?.[i] ?? Number.NaN };
    const each = (is: (number: number) => boolean): Element['copies'] => ({
      '0': is(fill['0']),
      x: is(fill.x),
      dy: is(fill.dy),
    });
    return { i, layout, size: values.length, wrong: !fits(value), copies: each((f) => f === value), would: each(fits) };
  });
}
