/** Known mistakes of real libraries that no implementation of the five operations can contain, and why. */

export interface NotExpressible {
  /** Ids of the same catalogue that the mutants take theirs from. */
  readonly ids: readonly string[];
  /** The mistakes, in one sentence. */
  readonly mistake: string;
  readonly because: string;
}

export const notExpressible: readonly NotExpressible[] = [
  {
    ids: ['EP11', 'IF13'],
    mistake: 'A wrong default for an epsilon or an axis that was left out.',
    because: 'Every call states its epsilon and its axis.',
  },
  {
    ids: ['RS11'],
    mistake: 'Running statistics are updated in the backward pass.',
    because: 'They come out of training forward or not at all; what a caller can see is RS10.',
  },
  {
    ids: ['RS19', 'RS21', 'RS24'],
    mistake: 'A scale, a bias correction or a cumulative weight that depends on the number of steps so far.',
    because: 'Operations are pure: nothing counts steps. RS20 is the correction that needs no count.',
  },
  {
    ids: ['RS22', 'MD13'],
    mistake: 'Wrong initial running statistics, or statistics lost when a model is saved and loaded.',
    because: 'The caller keeps the statistics.',
  },
  {
    ids: ['RS29', 'MD10', 'MD11'],
    mistake: 'An optimizer, a flag or a step counter touches the state.',
    because: 'There is no state, no optimizer and no counter.',
  },
  {
    ids: ['RS30'],
    mistake: 'An empty batch spoils the running statistics.',
    because: 'It is what SV08 does: both are the answer to a tensor without values.',
  },
  {
    ids: ['RS31', 'BW24', 'BW32', 'BW33'],
    mistake: 'Gradients through running statistics, of auxiliary outputs, of gradients, or of a broadcast dy.',
    because: 'Gradients are those of y by dense dy, once.',
  },
  {
    ids: ['AF05', 'BW27', 'AL07'],
    mistake: 'Folding into a convolution, or fusing with an activation.',
    because: 'Both need an operation beside batch normalization.',
  },
  {
    ids: ['LY04', 'LY05', 'LY12', 'DT04'],
    mistake: 'Strides, memory formats, and the alignment of buffers.',
    because: 'Tensors are dense, in row-major order, and in memory of their own.',
  },
  {
    ids: ['MD04', 'MD06', 'MD07', 'MD09', 'IF06', 'IF08', 'IF10'],
    mistake: 'A mode flag that is misread, or what is left out or given in a mode.',
    because: 'Training and inference are two operations, and inference is always given its statistics.',
  },
  {
    ids: ['SH09'],
    mistake: 'A hang.',
    because: 'It shows as a timeout, which needs a process: test/spec/wire/faults.test.ts shows it.',
  },
  {
    ids: ['SH12', 'SY06'],
    mistake: 'Counts or offsets that overflow at 2³¹ elements, or half-precision counts at 65504.',
    because: 'No check moves that much data. PR11a and PR11b are the same counts where they lose digits.',
  },
  {
    ids: ['IF01', 'IF11', 'IF12'],
    mistake: 'An attribute that is renamed, or a blend with old memory.',
    because: 'Seen from outside they are EP03 and SH10b, or only slower.',
  },
  {
    ids: ['DT03'],
    mistake: 'Results that depend on the number of threads.',
    because: 'The caller does not set it.',
  },
  {
    ids: ['SY14'],
    mistake: 'Channels first is not handled where ranks are merged.',
    because: 'Seen from outside it is LY10.',
  },
];
