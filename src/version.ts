import { readFileSync } from 'node:fs';
import { packageFolder } from './package-folder.js';

function readVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(new URL('package.json', packageFolder), 'utf8'));
  if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) {
    return String(parsed.version);
  }
  return '0.0.0';
}

/** The version of this package. */
export const version: string = readVersion();
