import { conformance } from 'bnspec/vitest';
import wrong from './wrong.mjs';

conformance(wrong);
