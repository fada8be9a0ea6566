import { createRequire } from 'node:module';

/** The optional packages that the sandbox requires. */
export const engines = ['@duckdb/node-api', 'csv-parse', 'selfsigned', 'wasmoon'] as const;

/** Packages of the sandbox are missing. The message names them and the command that installs them. */
export class MissingEnginesError extends Error {
  constructor(readonly packages: readonly string[]) {
    super(
      `The sandbox needs packages that are not installed: '${packages.join("', '")}'. ` +
        `Install them with: npm install ${packages.join(' ')}`,
    );
    this.name = 'MissingEnginesError';
  }
}

/** @throws MissingEnginesError that names every missing package */
export function assertEnginesInstalled(): void {
  const require = createRequire(import.meta.url);
  const missing = engines.filter((engine) => !isInstalled(require, engine));
  if (missing.length > 0) {
    throw new MissingEnginesError(missing);
  }
}

/** A package without an entry for `require` still counts as installed, so only MODULE_NOT_FOUND means missing. */
function isInstalled(require: NodeJS.Require, engine: string): boolean {
  try {
    require.resolve(engine);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND');
  }
}
