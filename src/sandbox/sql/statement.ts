import { TokenStream } from '../tokens/token-stream.js';
import { ExasolError, sandboxGap } from '../types/exasol-error.js';

export type StatementKind =
  | 'SELECT'
  | 'INSERT'
  | 'UPDATE'
  | 'DELETE'
  | 'MERGE'
  | 'TRUNCATE'
  | 'COMMIT'
  | 'ROLLBACK'
  | 'CREATE TABLE'
  | 'CREATE VIEW'
  | 'CREATE SCHEMA'
  | 'CREATE SCRIPT'
  | 'DROP TABLE'
  | 'DROP VIEW'
  | 'DROP SCHEMA'
  | 'DROP SCRIPT'
  | 'ALTER TABLE'
  | 'ALTER SESSION'
  | 'ALTER SYSTEM'
  | 'RENAME'
  | 'OPEN SCHEMA'
  | 'ALTER SCHEMA'
  | 'KILL SESSION'
  | 'CLOSE SCHEMA'
  | 'COMMENT'
  | 'DESCRIBE'
  | 'FLUSH'
  | 'REORGANIZE'
  | 'TRUNCATE AUDIT LOGS'
  | 'EXECUTE SCRIPT'
  | 'CONNECTION'
  | 'IMPORT'
  | 'EXPORT'
  | 'USER'
  | 'GRANT'
  | 'NOTHING';

const PLAIN: Readonly<Record<string, StatementKind>> = {
  SELECT: 'SELECT',
  WITH: 'SELECT',
  VALUES: 'SELECT',
  '(': 'SELECT',
  INSERT: 'INSERT',
  UPDATE: 'UPDATE',
  DELETE: 'DELETE',
  MERGE: 'MERGE',
  COMMIT: 'COMMIT',
  ROLLBACK: 'ROLLBACK',
  COMMENT: 'COMMENT',
  DESC: 'DESCRIBE',
  DESCRIBE: 'DESCRIBE',
  FLUSH: 'FLUSH',
  RECOMPRESS: 'REORGANIZE',
  REORGANIZE: 'REORGANIZE',
  PRELOAD: 'REORGANIZE',
  IMPORT: 'IMPORT',
  EXPORT: 'EXPORT',
  GRANT: 'GRANT',
  REVOKE: 'GRANT',
};

const OBJECTS: Readonly<Record<string, Readonly<Record<string, StatementKind>>>> = {
  CREATE: {
    TABLE: 'CREATE TABLE',
    VIEW: 'CREATE VIEW',
    SCHEMA: 'CREATE SCHEMA',
    CONNECTION: 'CONNECTION',
    USER: 'USER',
    ROLE: 'USER',
  },
  DROP: {
    TABLE: 'DROP TABLE',
    VIEW: 'DROP VIEW',
    SCHEMA: 'DROP SCHEMA',
    SCRIPT: 'DROP SCRIPT',
    ADAPTER: 'DROP SCRIPT',
    CONNECTION: 'CONNECTION',
    USER: 'USER',
    ROLE: 'USER',
  },
  ALTER: {
    TABLE: 'ALTER TABLE',
    SCHEMA: 'ALTER SCHEMA',
    SESSION: 'ALTER SESSION',
    SYSTEM: 'ALTER SYSTEM',
    CONNECTION: 'CONNECTION',
    USER: 'USER',
  },
  RENAME: { CONNECTION: 'CONNECTION', USER: 'USER', ROLE: 'USER' },
  OPEN: { SCHEMA: 'OPEN SCHEMA' },
  CLOSE: { SCHEMA: 'CLOSE SCHEMA' },
  EXECUTE: { SCRIPT: 'EXECUTE SCRIPT' },
  KILL: { SESSION: 'KILL SESSION' },
  TRUNCATE: { TABLE: 'TRUNCATE', AUDIT: 'TRUNCATE AUDIT LOGS' },
};

/** The kind of a statement whose second word is none of the above. */
const DEFAULTS: Readonly<Record<string, StatementKind>> = { RENAME: 'RENAME', TRUNCATE: 'TRUNCATE' };

/** First words of statements of Exasol that the sandbox does not have. */
const GAPS: ReadonlySet<string> = new Set(['IMPERSONATE', 'EXPLAIN', 'ENFORCE']);

export interface Statement {
  readonly kind: StatementKind;
  /** At the first token of the statement. */
  readonly tokens: TokenStream;
}

/** @throws ExasolError if the first words are not those of a statement that the sandbox runs */
export function readStatement(sql: string): Statement {
  const tokens = new TokenStream(sql);
  return { kind: classify(tokens), tokens };
}

/** Looks at the first words only: the body of a script may contain anything. */
function classify(tokens: TokenStream): StatementKind {
  const first = tokens.peek();
  if (first === undefined || first.value === ';') return 'NOTHING';
  const plain = first.kind === 'quoted' || first.kind === 'string' ? undefined : PLAIN[first.value];
  if (plain !== undefined) return plain;
  if (first.kind === 'word' && GAPS.has(first.value)) throw sandboxGap(first.value);
  const objects = first.kind === 'word' ? OBJECTS[first.value] : undefined;
  if (objects === undefined) throw unexpected(first.value, first);
  const at = findObject(tokens);
  const object = wordAt(tokens, at);
  if (first.value === 'CREATE') return objects[object] ?? classifyCreate(object, tokens, at);
  const kind = objects[object] ?? DEFAULTS[first.value];
  if (kind === undefined) throw sandboxGap(`${first.value} ${object}`);
  return kind;
}

/** Position of the word after CREATE, ALTER, …; OR REPLACE and FORCE are skipped. */
function findObject(tokens: TokenStream): number {
  let at = 1;
  while (['OR', 'REPLACE', 'FORCE'].includes(wordAt(tokens, at))) at += 1;
  return at;
}

function wordAt(tokens: TokenStream, at: number): string {
  const token = tokens.peek(at);
  return token?.kind === 'word' ? token.value : '';
}

/** `CREATE [language] [SCALAR|SET|ADAPTER] SCRIPT` */
function classifyCreate(object: string, tokens: TokenStream, at: number): StatementKind {
  const words = [object, tokens.peek(at + 1)?.value, tokens.peek(at + 2)?.value];
  if (words.includes('SCRIPT')) return 'CREATE SCRIPT';
  throw sandboxGap(`CREATE ${object}`);
}

function unexpected(value: string, at: { line: number; column: number }): ExasolError {
  const suffix = `[line ${at.line}, column ${at.column}]`;
  if (value === 'SET') return new ExasolError('42000', `syntax error, unexpected SET_ ${suffix}`);
  return new ExasolError(
    '42000',
    `syntax error, unexpected ${/^\w+$/.test(value) ? 'IDENTIFIER_PART_' : `'${value}'`} ${suffix}`,
  );
}
