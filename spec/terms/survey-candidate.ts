/** An implementation known to the survey: plain data, so that adding one takes a record and an adapter. */
import type { ProfileName } from './contract.ts';

/** Something that must be on this machine. */
export type Need =
  /**
   * A Python module; `where` is an expression on it that must hold, and `otherwise` says what is missing where it does
   * not.
   */
  | { readonly python: string; readonly where?: string; readonly otherwise?: string }
  /** A program on the path. */
  | { readonly program: string; readonly by: string }
  /** A file or folder, from the root of the repository, and the command that makes it. */
  | { readonly file: string; readonly by: string };

export interface Candidate {
  /** As in the table: letters, digits and hyphens. */
  readonly name: string;
  /** Description of the implementation, for a reader who does not know the name. */
  readonly what: string;
  readonly language: string;
  /** Part of this project: its version is the project's. */
  readonly ours?: true;
  /** A module from the root of the repository, or the words of a command: `python3` stands for BNSPEC_PYTHON. */
  readonly start: { readonly module: string } | { readonly command: readonly [string, ...string[]] };
  readonly needs: readonly Need[];
  /** Default: the claims of the adapter. */
  readonly profile?: ProfileName;
  /** Cases per clause, where the usual number takes too long. */
  readonly runs?: number;
  /** Longest wait for one answer, where the usual one is too short. */
  readonly timeoutMs?: number;
  /** Installs within about a minute: included in `survey --quick`. */
  readonly quick?: true;
  /** File of known failures, from the root of the repository. */
  readonly expected?: string;
}
