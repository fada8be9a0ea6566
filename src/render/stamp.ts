import { createHash } from 'node:crypto';

export interface Stamp {
  readonly version: string;
  /** SHA-256 in hex of all that follows the stamp line. */
  readonly fingerprint: string;
}

const product = 'exasol-sagemaker-extension';
const stampLine = new RegExp(`^(?:--|#) ${product} (\\S+) sha256:([0-9a-f]{64})$`);

/** Where a body came back from Exasol its line ends, leading blank lines and trailing blanks may differ from what was sent. */
const normalise = (body: string) =>
  body
    .replaceAll('\r\n', '\n')
    .replace(/^\s*\n/, '')
    .trimEnd();

/** The fingerprint of a body without its stamp line. */
export function fingerprintOf(unstamped: string): string {
  return createHash('sha256').update(normalise(unstamped)).digest('hex');
}

/** Puts the stamp line on top of a body; `comment` is the language's comment sign. */
export function stampBody(unstamped: string, comment: '--' | '#', version: string): string {
  return `${comment} ${product} ${version} sha256:${fingerprintOf(unstamped)}\n${unstamped}`;
}

/**
 * Exasol stores the header re-rendered (name quoted, schema left out, defaults added), so only what follows its ` AS` line is ours.
 * A text without a header is taken as a body.
 */
function splitStamp(scriptText: string): { stamp: Stamp; rest: string } | undefined {
  const text = scriptText.replaceAll('\r\n', '\n');
  const header = /\sAS[ \t]*\n/i.exec(text);
  const bodies = [text, ...(header ? [text.slice(header.index + header[0].length)] : [])];
  for (const body of bodies) {
    const [line = '', ...rest] = normalise(body).split('\n');
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
 * @returns undefined where the script does not start with our stamp, as those of the earlier extension do not
 */
export function readStamp(scriptText: string): Stamp | undefined {
  return splitStamp(scriptText)?.stamp;
}

/** True where a stamped script's body is no longer what the stamp was made for. A script without stamp is not ours: false. */
export function isEdited(scriptText: string): boolean {
  const found = splitStamp(scriptText);
  return found !== undefined && fingerprintOf(found.rest) !== found.stamp.fingerprint;
}
