/** Loads a package that the product does not depend on, or says how to install it. */
export async function peer<T>(name: string): Promise<T> {
  try {
    return (await import(name)) as T;
  } catch (error) {
    const why = (error as Error).message.split('\n')[0];
    throw new Error(`install the peer by npm ci --prefix impl/adapters/javascript (${why})`, { cause: error });
  }
}
