/**
 * Exasol writes statements with passwords to its logs with the constant `<SECRET>` (docs.exasol.com, changelog 13623). The pages about
 * IMPORT and EXPORT recommend connections because inline passwords may be visible; the sandbox masks those, too.
 */
const MASK = "'<SECRET>'";

const GAP = String.raw`(?:\s|/\*[\s\S]*?\*/|--[^\n]*\n)+`;

/** The words in front of a secret. */
const INTRODUCTIONS = [
  ['IDENTIFIED', 'BY', 'KERBEROS', 'PRINCIPAL'],
  ['IDENTIFIED', 'BY', 'OPENID', 'SUBJECT'],
  ['IDENTIFIED', 'AT', 'LDAP', 'AS'],
  ['IDENTIFIED', 'BY'],
  ['SESSION', 'TOKEN'],
  ['SAS', 'TOKEN'],
]
  .map((words) => words.join(GAP))
  .join('|');

/**
 * A text, a quoted name or a word; up to the end of the statement if a quote is not closed. In a statement that is itself quoted, such as the
 * argument of a script, the quotes are doubled.
 */
const SECRET = String.raw`''(?=[^\s;,)'])[\s\S]*?(?:''|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|[^\s;'"]+`;

/** After a new password, ALTER USER names the old one: IDENTIFIED BY "new" REPLACE "old". */
const PATTERN = new RegExp(`\\b(${INTRODUCTIONS})(${GAP})?(${SECRET})(?:(${GAP}REPLACE${GAP})(${SECRET}))?`, 'gi');

export interface MaskedStatement {
  readonly text: string;
  /** The secrets without their quotes. */
  readonly secrets: readonly string[];
}

export function maskSecrets(sql: string): MaskedStatement {
  if (!/IDENTIFIED|TOKEN/i.test(sql)) return { text: sql, secrets: [] };
  const secrets: string[] = [];
  const text = sql.replace(
    PATTERN,
    (_match, words: string, gap: string | undefined, secret: string, replace: string | undefined, old = '') => {
      secrets.push(
        ...[secret, old].map((written: string) => written.replace(/^['"]+|['"]+$/g, '').replace(/(['"])\1/g, '$1')),
      );
      return `${words}${gap ?? ' '}${MASK}${replace === undefined ? '' : replace + MASK}`;
    },
  );
  return { text, secrets: secrets.filter((secret) => secret !== '') };
}
