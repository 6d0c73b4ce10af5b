/** Modules that `npm run prepare` writes. A checkout lacks them until then, and an interrupted run may have left half of one. */
import { CouldNotStart } from '../wire/start-error.ts';

/**
 * @param file - of the generated module, without what its name ends with, such as `kernel.wasm`
 * @param what - it is a part of
 * @throws CouldNotStart where the generated module is missing or cannot be read as one
 */
export async function generated<T>(file: string, what: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code, message, stack } = error as NodeJS.ErrnoException;
    if (!`${message}\n${stack}`.includes(file)) throw error;
    const problem = code === 'ERR_MODULE_NOT_FOUND' ? 'was not built' : 'was not built to its end';
    throw new CouldNotStart(`${what} ${problem}: run "npm run prepare"`);
  }
}
