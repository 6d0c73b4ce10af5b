/** The small batch that parts 5 and 6 share, as the reader has edited it. */
export interface BatchState {
  x: number[];
  epsilon: number;
  gamma: number;
}

export const batch: BatchState = { x: [2, 4, 4.5, 6, 7, 12.5], epsilon: 1e-5, gamma: 1 };

const listeners: (() => void)[] = [];

/** Called when another part has changed the batch. */
export function onBatchChange(listener: () => void): void {
  listeners.push(listener);
}

export function batchChanged(): void {
  for (const listener of listeners) listener();
}
