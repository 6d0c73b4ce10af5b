/** What a run is where the command line says nothing. */
export const defaultSeed = 1;
/** Cases per clause. */
export const defaultRuns = 60;
