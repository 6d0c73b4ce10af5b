/** Families of mistakes: the first two letters of an id, and what goes wrong. */
export const families: Readonly<Record<string, string>> = {
  ST: 'statistics of the batch',
  EP: 'epsilon',
  RS: 'running statistics',
  AF: 'gamma and beta',
  BW: 'gradients',
  LY: 'layout: axes, shapes and views',
  PR: 'precision',
  SV: 'special values',
  CL: 'clipping: values that are replaced by a limit or by 0',
  MD: 'mode: training or inference',
  SH: 'sizes: ends, tails, and counts that overflow',
  CH: 'channels that affect each other',
  CO: 'combinations: wrong only where two conditions meet',
  CA: 'caches: results that depend on earlier calls',
  AL: 'aliasing: memory that is shared, or written though it is not its own',
  DT: 'determinism',
  IF: 'interface: arguments and results that are confused or missing',
  SY: 'merging of shards',
  LS: 'layers: state and modes',
  DB: 'second derivatives',
  FO: 'folding into a convolution or linear layer',
  TG: 'forward mode',
};

const ofFurtherKinds: ReadonlySet<string> = new Set(['LS', 'DB', 'FO', 'TG']);

/** Whether calls of the five operations of a batch can show a mistake of this family: not those of layers and further operations. */
export const showsInBatch = (family: string): boolean => !ofFurtherKinds.has(family);
