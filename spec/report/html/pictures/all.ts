/** The pictures of a report, in their order. Loaded where there is something to draw: the library takes a second. */
import type { ReportView } from '../../view.ts';
import type { Markup } from '../markup.ts';
import { constantPicture } from './constants.ts';
import { decoderPicture } from './decoders.ts';
import { offsetPicture } from './offsets.ts';
import { ulpPicture } from './ulps.ts';

export const picturesOf = ({ measurements, clauses }: ReportView): readonly Markup[] =>
  [
    decoderPicture(measurements),
    offsetPicture(measurements),
    ulpPicture(measurements),
    constantPicture(clauses),
  ].filter((picture) => picture !== undefined);
