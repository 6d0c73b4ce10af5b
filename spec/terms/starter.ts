/** What `bnspec init` writes for one language: the side of the wire, and a file of the user's own that works as it is. */
export interface Starter {
  /** In the order in which a reader wants them: the user's own file first. */
  readonly files: readonly { readonly name: string; readonly source: URL }[];
  /** The words that name the target, given the folder that the files are in. */
  readonly target: (folder: string) => readonly string[];
  /** To run before the first check. */
  readonly build?: (folder: string) => readonly string[];
}
