/** Command that starts this program, used in printed commands: from a checkout, or where the package is installed. */
export const checkoutProgram = 'npx tsx spec/cli.ts';
export const installedProgram = 'npx bnspec';
