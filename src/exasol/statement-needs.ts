import {
  type DatabasePrivilegeName,
  type StatementPrivileges,
  statementPrivileges,
  wordsBeforeTables,
} from '../scripts/database-privileges.js';
import { maxIdentifierLength } from './quote.js';

/** A privilege that a statement needs, with the names that its grant contains. */
export interface RequiredPrivilege {
  readonly privilege: DatabasePrivilegeName;
  readonly schema: string;
  /** Name of the table, view, script or connection; '' if the grant has none. */
  readonly name: string;
}

/** Limits the time for long statements. What a statement names comes before its long texts. */
const maxScannedLength = 50_000;

const tokenPattern = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|\S/gu;

interface NamePair {
  readonly schema: string;
  readonly name: string;
  /** The word in front, in upper case. */
  readonly before: string;
  readonly isCall: boolean;
}

/** Lists the privileges that a statement needs. The Lua scripts do the same in templates/lua/sme/missing_grants.lua. */
export function listStatementNeeds(statement: string): readonly RequiredPrivilege[] {
  const tokens = statement.slice(0, maxScannedLength).match(tokenPattern) ?? [];
  const rule = findRule(tokens);
  const pairs = listPairs(tokens);
  const [target] = rule?.hasTarget === true ? pairs : [];
  const needs = (rule?.needs ?? []).flatMap((privilege): readonly RequiredPrivilege[] => {
    if (privilege === 'CONNECTION') {
      return listConnections(tokens).map((name) => ({ privilege, schema: '', name }));
    }
    if (rule?.hasTarget === true && target === undefined) {
      return [];
    }
    return [{ privilege, schema: target?.schema ?? '', name: target?.name ?? '' }];
  });
  // The body of a script is not SQL.
  const others = rule?.kind === 'SCRIPT' ? [] : pairs.filter((pair) => pair !== target);
  const read = others.filter(({ isCall, before }) => isCall || wordsBeforeTables.includes(before));
  return unique([
    ...needs,
    ...[target, ...read].flatMap((pair) => (pair === undefined ? [] : [requireUsage(pair.schema)])),
    ...read.map(
      ({ schema, name, isCall }): RequiredPrivilege => ({ privilege: isCall ? 'EXECUTE' : 'SELECT', schema, name }),
    ),
  ]);
}

const requireUsage = (schema: string): RequiredPrivilege => ({ privilege: 'USAGE', schema, name: '' });

function findRule(tokens: readonly string[]): StatementPrivileges | undefined {
  const firstName = tokens.findIndex((token, index) => token.startsWith('"') || tokens[index + 1] === '.');
  const head = tokens.slice(0, firstName === -1 ? undefined : firstName).map((token) => token.toUpperCase());
  return statementPrivileges.find(({ verb, kind }) => head[0] === verb && (kind === '' || head.includes(kind)));
}

/** A token that can be a name in Exasol. */
function isName(token: string | undefined): token is string {
  if (token === undefined || !/^["\p{L}_]/u.test(token)) {
    return false;
  }
  const name = readName(token);
  return name !== '' && !name.includes('.') && [...name].length <= maxIdentifierLength;
}

function listPairs(tokens: readonly string[]): readonly NamePair[] {
  return tokens.flatMap((token, index) => {
    const name = tokens[index + 2];
    if (!isName(token) || tokens[index + 1] !== '.' || !isName(name)) {
      return [];
    }
    const before = tokens[index - 1]?.toUpperCase() ?? '';
    return before === '.'
      ? []
      : [{ schema: readName(token), name: readName(name), before, isCall: tokens[index + 3] === '(' }];
  });
}

/** The connections after AT in IMPORT and EXPORT. */
function listConnections(tokens: readonly string[]): readonly string[] {
  return tokens.flatMap((token, index) =>
    token.startsWith('"') && isName(token) && tokens[index - 1]?.toUpperCase() === 'AT' ? [readName(token)] : [],
  );
}

/** Exasol converts names without quotes to upper case. */
function readName(token: string): string {
  return token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token.toUpperCase();
}

function unique(list: readonly RequiredPrivilege[]): readonly RequiredPrivilege[] {
  return [...new Map(list.map((need) => [JSON.stringify(need), need])).values()];
}
