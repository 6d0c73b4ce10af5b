/** Promises of foreign code, which may never settle: waiting for one ends with an error. Where nothing else is left to do, the process would end in the middle, with code 13. */

/** No answer came, and none will be waited for. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** @throws NoAnswer where the process has nothing left to do and the work is not done */
export async function settled<T>(work: T | Promise<T>): Promise<T> {
  let give: (() => void) | undefined;
  const nothingLeft = new Promise<never>((_, reject) => {
    const says = 'its promise is never settled, and nothing is left that could settle it';
    // The code that follows needs a process that goes on.
    give = () => void setImmediate(() => reject(new NoAnswer(says)));
    process.once('beforeExit', give);
  });
  try {
    return await Promise.race([work, nothingLeft]);
  } finally {
    if (give) process.off('beforeExit', give);
  }
}

/** @throws NoAnswer after so many milliseconds */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // A process that has nothing else to do need not wait for it.
    timer = setTimeout(() => reject(new NoAnswer(`no answer within ${ms} ms`)), ms).unref();
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
