import { TokenStream } from '../tokens/token-stream.js';

/** Columns COMMAND_NAME and COMMAND_CLASS of the statistical system tables. */
export interface CommandName {
  readonly name: string;
  readonly class: string;
}

const UNKNOWN: CommandName = { name: 'NOT SPECIFIED', class: 'OTHER' };

const PLAIN: Readonly<Record<string, CommandName>> = Object.fromEntries(
  [
    ['DQL', 'SELECT'],
    ['DML', 'INSERT UPDATE DELETE MERGE IMPORT EXPORT'],
    ['DCL', 'GRANT REVOKE'],
    ['DDL', 'COMMENT'],
    ['TRANSACTION', 'COMMIT ROLLBACK'],
    ['OTHER', 'DESCRIBE'],
  ].flatMap(([kind = '', names = '']) => names.split(' ').map((name) => [name, { name, class: kind }])),
);

const SYNONYMS: Readonly<Record<string, string>> = {
  WITH: 'SELECT',
  VALUES: 'SELECT',
  '(': 'SELECT',
  DESC: 'DESCRIBE',
};

/** Words between the verb and the object, as in CREATE OR REPLACE FORCE VIEW or CREATE PYTHON3 SCALAR SCRIPT. */
const OBJECT = /^(TABLE|VIEW|SCHEMA|SCRIPT|FUNCTION|CONNECTION|USER|ROLE|SESSION|SYSTEM|CONSUMER|STATISTICS|AUDIT)$/;

const USERS = new Set(['USER', 'ROLE', 'CONNECTION']);

/** Names a statement after its first words. The class of EXECUTE SCRIPT is not documented. */
export function nameCommand(sql: string): CommandName {
  try {
    const tokens = new TokenStream(sql);
    const first = tokens.peek()?.value ?? '';
    const plain = PLAIN[SYNONYMS[first] ?? first];
    if (plain !== undefined || tokens.peek()?.kind !== 'word') return plain ?? UNKNOWN;
    return nameByObject(first, tokens);
  } catch {
    return UNKNOWN;
  }
}

function nameByObject(verb: string, tokens: TokenStream): CommandName {
  for (let ahead = 1; ahead < 6; ahead += 1) {
    const token = tokens.peek(ahead);
    if (token?.kind === 'word' && OBJECT.test(token.value)) {
      const object = token.value === 'AUDIT' ? 'AUDIT LOGS' : token.value;
      return { name: `${verb} ${object}`, class: classify(verb, object) };
    }
  }
  return UNKNOWN;
}

function classify(verb: string, object: string): string {
  if (verb === 'TRUNCATE' && object === 'TABLE') return 'DML';
  if (!['CREATE', 'ALTER', 'DROP', 'RENAME'].includes(verb) || object === 'SESSION' || object === 'SYSTEM')
    return 'OTHER';
  return USERS.has(object) ? 'DCL' : 'DDL';
}
