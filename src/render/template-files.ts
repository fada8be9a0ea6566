import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packageFolder } from '../package-folder.js';

const folder = new URL('templates/', packageFolder);

export interface TemplateFile {
  /** From the templates folder, with forward slashes; for error texts. */
  readonly path: string;
  readonly text: string;
}

/** Reads `templates/<path>`. Line ends are LF whatever git made of them, so that a fingerprint is the same on every machine. */
export function readTemplate(path: string): TemplateFile {
  const text = readFileSync(fileURLToPath(new URL(path, folder)), 'utf8');
  return { path, text: text.replaceAll('\r\n', '\n') };
}
