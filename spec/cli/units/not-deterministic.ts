/** The same unit was judged twice, with other results: there is no verdict on such a target. */
export class NotDeterministic extends Error {
  override readonly name = 'NotDeterministic';

  /** @param files - where the results are */
  constructor(unit: string, files: readonly [string, string]) {
    super(`not deterministic: ${unit} in ${files.map((file) => JSON.stringify(file)).join(' and ')}`);
  }
}
