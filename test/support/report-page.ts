/** The page of a report, pictures and all. */
import { picturesOf } from '../../spec/report/html/pictures/all.ts';
import { toHtml } from '../../spec/report/html/report-page.ts';
import type { ReportView } from '../../spec/report/report-view.ts';

export const pageOf = (report: ReportView): string => toHtml(report, picturesOf(report));
