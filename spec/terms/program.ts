/** How this program is started, as printed commands begin: from a checkout, or where the package is installed. */
export const checkoutProgram = 'npx tsx spec/cli.ts';
export const installedProgram = 'npx bnspec';
