/**
 * Starter adapter of one language, written by `bnspec init`: the side of the wire, and a working file for the user to
 * edit.
 */
export interface Starter {
  /** In the order in which a reader wants them: the user's own file first. */
  readonly files: readonly { readonly name: string; readonly source: URL }[];
  /** The words that name the target, given the folder that contains the files. */
  readonly target: (folder: string) => readonly string[];
  /** Commands to run before the first check. */
  readonly build?: (folder: string) => readonly string[];
}
