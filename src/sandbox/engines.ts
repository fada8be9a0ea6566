import { createRequire } from 'node:module';

/** The optional packages that the sandbox is made of: an install without them has no sandbox. */
export const engines = ['@duckdb/node-api', 'csv-parse', 'selfsigned', 'wasmoon'] as const;

/** Some of the sandbox's packages are not there. The message names them and says how to get them. */
export class MissingEnginesError extends Error {
  constructor(readonly packages: readonly string[]) {
    super(
      `The sandbox needs packages that are not installed: '${packages.join("', '")}'. ` +
        `Install them with: npm install ${packages.join(' ')}`,
    );
    this.name = 'MissingEnginesError';
  }
}

/** @throws MissingEnginesError that names all that are missing at once */
export function assertEnginesInstalled(): void {
  const require = createRequire(import.meta.url);
  const missing = engines.filter((engine) => !isInstalled(require, engine));
  if (missing.length > 0) {
    throw new MissingEnginesError(missing);
  }
}

/** A package that has no entry for `require` is there all the same: only "not found" counts. */
function isInstalled(require: NodeJS.Require, engine: string): boolean {
  try {
    require.resolve(engine);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND');
  }
}
