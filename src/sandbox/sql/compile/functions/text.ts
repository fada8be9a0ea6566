import { quoteText } from '../../../duckdb/identifiers.js';
import type { DataType } from '../../../types/values.js';
import { BOOLEAN, decimal, isText, TEXT, varchar } from '../data-types.js';
import { parseFormat } from '../date-format.js';
import { concat } from '../expression-parts.js';
import type { Compiled, FunctionCall, FunctionRule } from '../types.js';
import { argument, integer, literal, text } from './arguments.js';

/** A function whose result '' becomes NULL. */
const emptyIsNull = (sql: string, type: DataType = TEXT): Compiled => ({ sql: `nullif(${sql}, '')`, type });

function sizeOf(call: FunctionCall, index = 0): DataType {
  const type = argument(call, index).type;
  return isText(type) ? varchar(type.size, type.characterSet) : TEXT;
}

const sameSize =
  (name: string): FunctionRule =>
  (call) => {
    const { type: inputType } = argument(call, 0);
    return { sql: `${name}(${text(call, 0)})`, type: isText(inputType) ? inputType : TEXT };
  };

const length: FunctionRule = (call) => ({ sql: `length(${text(call, 0)})`, type: decimal(18) });

const trim =
  (name: string): FunctionRule =>
  (call) => {
    const characters = call.arguments.length > 1 ? `, ${text(call, 1)}` : ", ' '";
    const side = { LEADING: 'ltrim', TRAILING: 'rtrim' }[literal(call, 2) ?? ''] ?? name;
    return emptyIsNull(`${side}(${text(call, 0)}${characters})`, sizeOf(call));
  };

const substring: FunctionRule = (call) => {
  const count = call.arguments.length > 2 ? `, ${integer(call, 2)}` : ', NULL';
  return emptyIsNull(`exa_substr(${text(call, 0)}, ${integer(call, 1)}${count})`, sizeOf(call));
};

const pad =
  (name: string): FunctionRule =>
  (call) => {
    const filler = call.arguments.length > 2 ? text(call, 2) : "' '";
    return emptyIsNull(`${name}(${text(call, 0)}, CAST(${integer(call, 1)} AS INTEGER), ${filler})`);
  };

/** Without a replacement, or with NULL, matches are removed. */
const orEmpty = (call: FunctionCall, index: number) =>
  call.arguments.length > index ? `coalesce(${text(call, index)}, '')` : "''";

const regexpReplace: FunctionRule = (call) => {
  if (call.arguments.length > 3) {
    const position = call.arguments.length > 3 ? integer(call, 3) : '1';
    const occurrence = call.arguments.length > 4 ? integer(call, 4) : '0';
    const everywhere = `regexp_replace(${text(call, 0)}, ${text(call, 1)}, ${orEmpty(call, 2)}, 'g')`;
    const guard = `CASE WHEN ${position} = 1 AND ${occurrence} = 0 THEN ${everywhere} ELSE error('EXA|0A000|Feature not supported: REGEXP_REPLACE with position or occurrence (sandbox gap)') END`;
    return emptyIsNull(`(${guard})`);
  }
  return emptyIsNull(`regexp_replace(${text(call, 0)}, ${text(call, 1)}, ${orEmpty(call, 2)}, 'g')`);
};

const regexpSubstr: FunctionRule = (call) => {
  const position = call.arguments.length > 2 ? integer(call, 2) : '1';
  const occurrence = call.arguments.length > 3 ? integer(call, 3) : '1';
  return emptyIsNull(`regexp_extract_all(substr(${text(call, 0)}, ${position}), ${text(call, 1)})[${occurrence}]`);
};

const regexpInstr: FunctionRule = (call) => ({
  sql: `exa_regexp_instr(${text(call, 0)}, ${text(call, 1)})`,
  type: decimal(18),
});

const instr: FunctionRule = (call) => {
  const position = call.arguments.length > 2 ? integer(call, 2) : '1';
  const occurrence = call.arguments.length > 3 ? integer(call, 3) : '1';
  return { sql: `exa_instr(${text(call, 0)}, ${text(call, 1)}, ${position}, ${occurrence})`, type: decimal(18) };
};

const hash =
  (name: string, size: number): FunctionRule =>
  (call) => {
    const parts = call.arguments.map((_, index) => text(call, index));
    const joined = parts.length === 1 ? (parts[0] ?? 'NULL') : `nullif(concat(${parts.join(', ')}), '')`;
    return { sql: `${name}(${joined})`, type: { type: 'HASHTYPE', size } };
  };

/** IS_DATE and IS_TIMESTAMP, with or without a format model. */
const isMoment =
  (type: 'DATE' | 'TIMESTAMP'): FunctionRule =>
  (call) => {
    const model = literal(call, 1);
    const value = text(call, 0);
    const parsed =
      model === undefined
        ? `try_cast(${value} AS ${type})`
        : `try_strptime(${value}, ${quoteText(parseFormat(model))})`;
    return { sql: `(${parsed} IS NOT NULL)`, type: BOOLEAN };
  };

export const textFunctions: Readonly<Record<string, FunctionRule>> = {
  UPPER: sameSize('upper'),
  UCASE: sameSize('upper'),
  LOWER: sameSize('lower'),
  LCASE: sameSize('lower'),
  INITCAP: sameSize('exa_initcap'),
  REVERSE: sameSize('reverse'),
  LENGTH: length,
  CHAR_LENGTH: length,
  CHARACTER_LENGTH: length,
  LEN: length,
  OCTET_LENGTH: (call) => ({ sql: `strlen(${text(call, 0)})`, type: decimal(18) }),
  BIT_LENGTH: (call) => ({ sql: `(strlen(${text(call, 0)}) * 8)`, type: decimal(18) }),
  CONCAT: (call) => concat(call.arguments, call.compiler),
  TRIM: trim('trim'),
  LTRIM: trim('ltrim'),
  RTRIM: trim('rtrim'),
  SUBSTR: substring,
  SUBSTRING: substring,
  MID: substring,
  LEFT: (call) => emptyIsNull(`left(${text(call, 0)}, greatest(0, ${integer(call, 1)}))`, sizeOf(call)),
  RIGHT: (call) => emptyIsNull(`right(${text(call, 0)}, greatest(0, ${integer(call, 1)}))`, sizeOf(call)),
  LPAD: pad('lpad'),
  RPAD: pad('rpad'),
  REPEAT: (call) => emptyIsNull(`repeat(${text(call, 0)}, ${integer(call, 1)})`),
  SPACE: (call) => emptyIsNull(`repeat(' ', ${integer(call, 0)})`),
  REPLACE: (call) => emptyIsNull(`replace(${text(call, 0)}, ${text(call, 1)}, ${orEmpty(call, 2)})`),
  TRANSLATE: (call) => emptyIsNull(`translate(${text(call, 0)}, ${text(call, 1)}, ${orEmpty(call, 2)})`),
  INSTR: instr,
  LOCATE: (call) => ({
    sql: `exa_instr(${text(call, 1)}, ${text(call, 0)}, ${call.arguments.length > 2 ? integer(call, 2) : '1'}, 1)`,
    type: decimal(18),
  }),
  POSITION: (call) => ({ sql: `exa_instr(${text(call, 1)}, ${text(call, 0)}, 1, 1)`, type: decimal(18) }),
  ASCII: (call) => ({ sql: `ascii(${text(call, 0)})`, type: decimal(3) }),
  UNICODE: (call) => ({ sql: `unicode(${text(call, 0)})`, type: decimal(7) }),
  CHR: (call) => ({ sql: `chr(CAST(${integer(call, 0)} AS INTEGER))`, type: varchar(1, 'ASCII') }),
  CHAR: (call) => ({ sql: `chr(CAST(${integer(call, 0)} AS INTEGER))`, type: varchar(1, 'ASCII') }),
  UNICODECHR: (call) => ({ sql: `chr(CAST(${integer(call, 0)} AS INTEGER))`, type: varchar(1) }),
  REGEXP_REPLACE: regexpReplace,
  REGEXP_SUBSTR: regexpSubstr,
  REGEXP_INSTR: regexpInstr,
  HASH_MD5: hash('md5', 16),
  HASHTYPE_MD5: hash('md5', 16),
  HASH_SHA1: hash('sha1', 20),
  HASH_SHA: hash('sha1', 20),
  HASH_SHA256: hash('sha256', 32),
  EDIT_DISTANCE: (call) => ({ sql: `levenshtein(${text(call, 0)}, ${text(call, 1)})`, type: decimal(18) }),
  IS_NUMBER: (call) => ({ sql: `(try_cast(${text(call, 0)} AS DOUBLE) IS NOT NULL)`, type: BOOLEAN }),
  IS_DATE: isMoment('DATE'),
  IS_TIMESTAMP: isMoment('TIMESTAMP'),
  IS_BOOLEAN: (call) => ({
    sql: `(lower(${text(call, 0)}) IN ('true','false','t','f','yes','no','y','n','1','0'))`,
    type: BOOLEAN,
  }),
  JSON_VALUE: (call) => emptyIsNull(`json_extract_string(${text(call, 0)}, ${text(call, 1)})`),
};
