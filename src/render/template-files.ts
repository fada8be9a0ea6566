import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packageFolder } from '../package-folder.js';

const folder = new URL('templates/', packageFolder);

export interface TemplateFile {
  /** Path below the templates folder, with forward slashes; used in error messages. */
  readonly path: string;
  readonly text: string;
}

/** Reads `templates/<path>` with LF line ends, so that fingerprints do not depend on git's line-end conversion. */
export function readTemplate(path: string): TemplateFile {
  const text = readFileSync(fileURLToPath(new URL(path, folder)), 'utf8');
  return { path, text: text.replaceAll('\r\n', '\n') };
}
