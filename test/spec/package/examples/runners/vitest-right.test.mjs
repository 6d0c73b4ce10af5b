import { conformance } from 'bnspec/vitest';
import right from './right.mjs';

conformance(right);
