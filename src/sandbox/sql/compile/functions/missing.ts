import { ExasolError, sandboxGap } from '../../../types/exasol-error.js';

/**
 * Built-in functions of Exasol that the sandbox does not have, beside those for geometries, whose names start with ST_.
 * Source: https://docs.exasol.com/db/latest/sql_references/functions/all_functions.htm
 */
const missingFunctions: ReadonlySet<string> = new Set([
  '$SLEEP',
  'BIT_LROTATE',
  'BIT_RROTATE',
  'BIT_TO_NUM',
  'COLOGNE_PHONETIC',
  'CONNECT_BY_ISCYCLE',
  'CONNECT_BY_ISLEAF',
  'DUMP',
  'GROUPING',
  'GROUPING_ID',
  'HASHTYPE_SHA1',
  'HASHTYPE_SHA256',
  'HASHTYPE_SHA512',
  'HASHTYPE_TIGER',
  'HASH_SHA512',
  'HASH_TIGER',
  'IS_DSINTERVAL',
  'IS_YMINTERVAL',
  'JSON_EXTRACT',
  'MUL',
  'RATIO_TO_REPORT',
  'REGR_AVGX',
  'REGR_AVGY',
  'REGR_COUNT',
  'REGR_INTERCEPT',
  'REGR_R2',
  'REGR_SLOPE',
  'REGR_SXX',
  'REGR_SXY',
  'REGR_SYY',
  'SOUNDEX',
  'SYS_CONNECT_BY_PATH',
  'SYS_GUID',
  'WIDTH_BUCKET',
]);

/** A gap for functions of Exasol; otherwise Exasol's error. @param at where the call starts */
export function makeNotFoundError(
  path: readonly string[],
  at: { readonly line: number; readonly column: number },
): ExasolError {
  const [name = '', ...rest] = path;
  if (rest.length === 0 && (missingFunctions.has(name) || name.startsWith('ST_'))) return sandboxGap(name);
  return new ExasolError(
    '42000',
    `function or script ${path.join('.')} not found [line ${at.line}, column ${at.column}]`,
  );
}
