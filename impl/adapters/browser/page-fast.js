/** In the page: the implementation of this project. */
import fast from '../../fast/index.ts';
import { serveInPage } from './_in-page.ts';

serveInPage(fast);
