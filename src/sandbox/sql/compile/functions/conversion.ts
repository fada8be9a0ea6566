import { formatDataType } from '../../../catalog/data-types.js';
import { quoteText } from '../../../duckdb/identifiers.js';
import { sandboxGap } from '../../../types/exasol-error.js';
import { convert, toText } from '../conversion.js';
import { DATE, DOUBLE, decimal, isNumber, isText, TEXT, TIMESTAMP, varchar } from '../data-types.js';
import { dateFormat, numberFormat, parseFormat } from '../date-format.js';
import { localizeNumber, numericCharacters, textToNumber, textToTimestamp } from '../text-values.js';
import type { Compiled, FunctionCall, FunctionRule } from '../types.js';
import { argument, literal, text } from './arguments.js';

const toChar: FunctionRule = (call) => {
  const value = argument(call, 0);
  const model = literal(call, 1);
  if (model === undefined)
    return { sql: toText(value, call.compiler.facts), type: isText(value.type) ? value.type : TEXT };
  const formatNumber = (number: string): Compiled => ({
    sql: localizeNumber(numberFormat(number, model), call.compiler.facts),
    type: varchar(100, 'ASCII'),
  });
  if (isNumber(value.type)) return formatNumber(value.sql);
  const temporal = value.type?.type === 'DATE' || value.type?.type === 'TIMESTAMP';
  if (value.type !== undefined && !temporal && !isText(value.type)) throw sandboxGap(`TO_CHAR of ${value.type.type}`);
  const sql = isText(value.type) ? textToTimestamp(value.sql, call.compiler.facts) : value.sql;
  if (value.type === undefined && /[90]/.test(model) && !/[YMDHS]{2}/i.test(model)) {
    return formatNumber(sql);
  }
  return { sql: dateFormat(sql, model), type: varchar(200) };
};

/** TO_DATE and TO_TIMESTAMP. The default of the format model is a session parameter. */
function parseMoment(call: FunctionCall, target: typeof DATE | typeof TIMESTAMP): Compiled {
  const model = literal(call, 1);
  if (model === undefined) return convert({ sql: text(call, 0), type: TEXT }, target, call.compiler.facts);
  const parsed = `exa_strptime(${text(call, 0)}, ${quoteText(parseFormat(model))})`;
  return { sql: target.type === 'DATE' ? `CAST(${parsed} AS DATE)` : parsed, type: target };
}

const toNumber: FunctionRule = (call) => {
  const value = argument(call, 0);
  if (isNumber(value.type)) return value;
  const model = literal(call, 1);
  if (model === undefined) return { sql: textToNumber(text(call, 0), call.compiler.facts), type: DOUBLE };
  if (/^0?x+$/i.test(model)) {
    return { sql: `CAST('0x' || ${text(call, 0)} AS BIGINT)`, type: decimal(model.replace('0', '').length * 2) };
  }
  const fraction = /[D.]([90]+)/i.exec(model)?.[1]?.length ?? 0;
  const digits = [...model].filter((character) => /[90]/.test(character)).length;
  const [point, group] = numericCharacters(call.compiler.facts);
  const type = decimal(digits, fraction);
  return {
    sql: `CAST(translate(trim(${text(call, 0)}), ${quoteText(point + group)}, '.') AS DECIMAL(${Math.min(36, digits)},${fraction}))`,
    type,
  };
};

export const conversionFunctions: Readonly<Record<string, FunctionRule>> = {
  TO_CHAR: toChar,
  TO_DATE: (call) => parseMoment(call, DATE),
  TO_TIMESTAMP: (call) => parseMoment(call, TIMESTAMP),
  TO_NUMBER: toNumber,
  TYPEOF: (call) => {
    const type = argument(call, 0).type;
    if (type === undefined) throw sandboxGap('TYPEOF of an expression whose type only DuckDB determines');
    return { sql: quoteText(formatDataType(type)), type: varchar(200, 'ASCII') };
  },
};
