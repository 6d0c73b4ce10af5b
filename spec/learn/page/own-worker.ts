/** A worker that runs the program of its page, which the page's policy allows by its bytes, as a blob. */

let program: string | undefined;

export function startOwnWorker(): Worker {
  program ??= URL.createObjectURL(
    new Blob([document.querySelector('#program')!.textContent], { type: 'text/javascript' }),
  );
  return new Worker(program);
}
