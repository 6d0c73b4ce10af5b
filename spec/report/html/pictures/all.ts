/** The pictures of a report, in their order. Loaded where there is something to draw: the library takes a second. */
import type { ReportView } from '../../report-view.ts';
import type { Markup } from '../markup.ts';
import { constantPicture } from './worst-error-by-clause.ts';
import { decoderPicture } from './answer-structure.ts';
import { offsetPicture } from './error-by-offset.ts';
import { ulpPicture } from './error-in-ulps.ts';

export const picturesOf = ({ measurements, clauses }: ReportView): readonly Markup[] =>
  [
    decoderPicture(measurements),
    offsetPicture(measurements),
    ulpPicture(measurements),
    constantPicture(clauses),
  ].filter((picture) => picture !== undefined);
