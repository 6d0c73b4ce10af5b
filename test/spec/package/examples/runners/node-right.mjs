import { conformance } from 'bnspec/node-test';
import right from './right.mjs';

conformance(right);
