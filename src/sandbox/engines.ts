import { createRequire } from 'node:module';

/** Packages that are too large to come with every installation. Users who want the sandbox install them. */
const engines = ['@duckdb/node-api', 'wasmoon'] as const;

/** Some engines of the sandbox are not installed. */
export class MissingEnginesError extends Error {
  override readonly name = 'MissingEnginesError';

  constructor(readonly packages: readonly string[]) {
    super(`The sandbox needs packages that are not installed: '${packages.join("', '")}'.`);
  }
}

/** @throws MissingEnginesError with all missing packages */
export function assertEnginesInstalled(isInstalled: (engine: string) => boolean = canResolve): void {
  const missing = engines.filter((engine) => !isInstalled(engine));
  if (missing.length > 0) {
    throw new MissingEnginesError(missing);
  }
}

/** Only "not found" means missing: a package without an entry for `require` is installed, too. */
function canResolve(engine: string): boolean {
  try {
    createRequire(import.meta.url).resolve(engine);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND');
  }
}
