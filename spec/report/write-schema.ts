/** Writes the published schema: `npm run schema`. */
import { writeFileSync } from 'node:fs';
import { publishedSchema } from './schema.ts';

writeFileSync(new URL('report.schema.json', import.meta.url), publishedSchema());
