import { createHash } from 'node:crypto';

export interface Stamp {
  readonly version: string;
  /** SHA-256 in hex of everything after the stamp line. */
  readonly fingerprint: string;
}

const product = 'exasol-sagemaker-extension';
const stampLine = new RegExp(`^(?:--|#) ${product} (\\S+) sha256:([0-9a-f]{64})$`);

/** Removes differences that can arise when Exasol stores a body: line ends, leading blank lines and trailing white space. */
const normalize = (body: string) =>
  body
    .replaceAll('\r\n', '\n')
    .replace(/^\s*\n/, '')
    .trimEnd();

/** The fingerprint of a body without its stamp line. */
export function fingerprintOf(unstamped: string): string {
  return createHash('sha256').update(normalize(unstamped)).digest('hex');
}

/** Adds the stamp line to the top of a body. @param comment the comment marker of the language */
export function stampBody(unstamped: string, comment: '--' | '#', version: string): string {
  return `${comment} ${product} ${version} sha256:${fingerprintOf(unstamped)}\n${unstamped}`;
}

/**
 * Splits a script or its body into stamp and rest. Exasol rewrites the statement before `AS` (it quotes the name, omits the schema and
 * adds defaults), so only the body is compared.
 */
function splitStamp(scriptText: string): { stamp: Stamp; rest: string } | undefined {
  const text = scriptText.replaceAll('\r\n', '\n');
  const header = /\sAS[ \t]*\n/i.exec(text);
  const bodies = [text, ...(header ? [text.slice(header.index + header[0].length)] : [])];
  for (const body of bodies) {
    const [line = '', ...rest] = normalize(body).split('\n');
    const [, version, fingerprint] = stampLine.exec(line.trimEnd()) ?? [];
    if (version !== undefined && fingerprint !== undefined)
      return { stamp: { version, fingerprint }, rest: rest.join('\n') };
  }
  return undefined;
}

/**
 * Version and fingerprint of an installed script.
 *
 * @param scriptText EXA_ALL_SCRIPTS.SCRIPT_TEXT, or a body
 * @returns undefined if the body does not start with a stamp, as for scripts of the Python extension
 */
export function readStamp(scriptText: string): Stamp | undefined {
  return splitStamp(scriptText)?.stamp;
}

/** The body of a script without its stamp; undefined for a script without a stamp. @param scriptText as for `readStamp` */
export function readUnstampedBody(scriptText: string): string | undefined {
  return splitStamp(scriptText)?.rest;
}

/** Whether a script with a stamp has been changed since it was rendered; false for a script without a stamp. */
export function isEdited(scriptText: string): boolean {
  const found = splitStamp(scriptText);
  return found !== undefined && fingerprintOf(found.rest) !== found.stamp.fingerprint;
}
