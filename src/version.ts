import { readFileSync } from 'node:fs';

/** Reads the version from package.json, one level above both src and dist. */
function readVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) {
    return String(parsed.version);
  }
  return '0.0.0';
}

/** The version of this package. */
export const version: string = readVersion();
