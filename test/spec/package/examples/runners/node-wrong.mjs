import { conformance } from 'bnspec/node-test';
import wrong from './wrong.mjs';

conformance(wrong);
