/** Defaults of a run where the command line gives none. */
export const defaultSeed = 1;
/** Cases per clause. */
export const defaultRuns = 60;
