/** This project's implementation in a page of Chromium. */
import type { Implementation } from '../../../spec/terms/contract.ts';
import { inChromium } from './_chromium.ts';

const implementation: Implementation = await inChromium({ entry: 'page-fast.js', name: 'fast-chromium' });

export default implementation;
