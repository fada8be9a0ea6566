/** Translates Exasol's date and number format models (docs.exasol.com, Format models) to DuckDB's. Models must be literals. */
import { quoteText } from '../../duckdb/identifiers.js';
import { ExasolError, sandboxGap } from '../../types/exasol-error.js';

type Element = { readonly kind: 'element'; readonly text: string } | { readonly kind: 'plain'; readonly text: string };

const ELEMENTS =
  /HH24|HH12|FF[1-9]|YYYY|IYYY|MONTH|DDD|DAY|MON|FF|HH|MI|SS|MM|DD|DY|YY|IW|ID|UW|VW|WW|AM|PM|A\.M\.|P\.M\.|Q|D|J/iy;

function parseModel(model: string): Element[] {
  const elements: Element[] = [];
  let position = 0;
  while (position < model.length) {
    if (model[position] === '"') {
      const end = model.indexOf('"', position + 1);
      elements.push({ kind: 'plain', text: model.slice(position + 1, end < 0 ? undefined : end) });
      position = end < 0 ? model.length : end + 1;
      continue;
    }
    ELEMENTS.lastIndex = position;
    const found = ELEMENTS.exec(model)?.[0];
    const text = found ?? model[position] ?? '';
    // The T of ISO 8601 stands for itself.
    if (found === undefined && /[A-SU-Za-su-z]/.test(text)) {
      throw new ExasolError('22007', `data exception - invalid datetime format: '${model}'`);
    }
    elements.push({ kind: found === undefined ? 'plain' : 'element', text });
    position += text.length;
  }
  return elements;
}

/** SQL that formats a date or timestamp by a model. */
export function dateFormat(sql: string, model: string): string {
  const parts = parseModel(model).map((element) =>
    element.kind === 'plain' ? quoteText(element.text) : printElement(sql, element.text),
  );
  return parts.length === 1 ? (parts[0] ?? "''") : `(${parts.join(' || ')})`;
}

const PRINT: Readonly<Record<string, string>> = {
  YYYY: '%Y',
  YY: '%y',
  IYYY: '%G',
  MM: '%m',
  DD: '%d',
  DDD: '%j',
  HH24: '%H',
  HH12: '%I',
  HH: '%H',
  MI: '%M',
  SS: '%S',
  IW: '%V',
};

function printElement(sql: string, element: string): string {
  const key = element.toUpperCase();
  const plain = PRINT[key];
  if (plain !== undefined) return `strftime(${sql}, '${plain}')`;
  const fraction = /^FF([1-9]?)$/.exec(key);
  if (fraction !== null) {
    const digits = Number(fraction[1] === '' ? 3 : fraction[1]);
    return `rpad(left(strftime(${sql}, '%f'), ${digits}), ${digits}, '0')`;
  }
  switch (key) {
    case 'MONTH':
      return cased(`strftime(${sql}, '%B')`, element);
    case 'MON':
      return cased(`strftime(${sql}, '%b')`, element);
    case 'DAY':
      return cased(`strftime(${sql}, '%A')`, element);
    case 'DY':
      return cased(`strftime(${sql}, '%a')`, element);
    case 'Q':
      return `CAST(quarter(${sql}) AS VARCHAR)`;
    case 'ID':
    case 'D':
      return `CAST(isodow(${sql}) AS VARCHAR)`;
    case 'WW':
      return `lpad(CAST((dayofyear(${sql}) + 6) // 7 AS VARCHAR), 2, '0')`;
    case 'J':
      return `CAST(CAST(julian(CAST(${sql} AS DATE)) AS BIGINT) AS VARCHAR)`;
    case 'UW':
    case 'VW':
    case 'IYYY':
      throw sandboxGap(`format element ${element}`);
    default:
      return `strftime(${sql}, '%p')`;
  }
}

/** MONTH → JANUARY, Month → January, month → january. */
function cased(sql: string, element: string): string {
  if (element === element.toUpperCase()) return `upper(${sql})`;
  return element === element.toLowerCase() ? `lower(${sql})` : sql;
}

const PARSE: Readonly<Record<string, string>> = {
  ...PRINT,
  MON: '%b',
  MONTH: '%B',
  DY: '%a',
  DAY: '%A',
  AM: '%p',
  PM: '%p',
};

/** DuckDB's model for strptime. */
export function parseFormat(model: string): string {
  return parseModel(model)
    .map((element) => {
      if (element.kind === 'plain') return element.text.replaceAll('%', '%%');
      const key = element.text.toUpperCase();
      const found = PARSE[key] ?? (key.startsWith('FF') ? '%f' : undefined);
      if (found === undefined) {
        throw sandboxGap(`format element ${key} in reading a date`);
      }
      return found;
    })
    .join('');
}

/** SQL that formats a number by a model of 9, 0, D or ., G or , and S, MI, FM; other elements are gaps. */
export function numberFormat(sql: string, model: string): string {
  const match = /^(FM)?(S|MI)?([90GX,]+)(?:([D.])([90]+))?(S|MI)?$/i.exec(model);
  if (match === null || /X/i.test(model)) {
    throw sandboxGap(`number format '${model}'`);
  }
  const [, fill, leading, whole = '', , fraction = '', trailing] = match;
  const zeros = whole.includes('0') ? [...whole.slice(whole.indexOf('0'))].filter((c) => /[90]/.test(c)).length : 0;
  const width = [...whole].filter((c) => /[90]/.test(c)).length;
  const grouped = /[G,]/i.test(whole);
  const sign = leading ?? trailing;
  const signSql = sign === undefined ? 'minus' : sign.toUpperCase() === 'S' ? 'sign' : 'minus';
  const total = fill === undefined ? width + (grouped ? [...whole].length - width : 0) : 0;
  return `exa_number_text(${sql}, ${width}, ${zeros}, ${fraction.length}, ${grouped}, '${signSql}', ${trailing !== undefined}, ${total})`;
}
