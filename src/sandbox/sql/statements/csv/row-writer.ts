import type { SessionAttributes } from '../../../types/database.js';
import { sandboxGap } from '../../../types/exasol-error.js';
import type { Cell, Column, DataType, Row } from '../../../types/values.js';
import type { ColumnSpec, CsvOptions, Delimit } from './csv-options.js';
import { makeDatetimeWriter } from './datetime-writer.js';

type Formats = Pick<SessionAttributes, 'dateFormat' | 'datetimeFormat' | 'numericCharacters'>;
type CellWriter = (cell: Exclude<Cell, null>) => string;

/** Turns rows into the lines of a CSV file. */
export interface RowWriter {
  header(): string;
  line(row: Row): string;
}

function makeCellWriter(
  dataType: DataType,
  format: string | undefined,
  options: CsvOptions,
  formats: Formats,
): CellWriter {
  switch (dataType.type) {
    case 'BOOLEAN':
      return (cell) => options.booleans[cell === true ? 0 : 1];
    case 'DECIMAL':
    case 'DOUBLE': {
      if (format !== undefined) throw sandboxGap(`FORMAT = '${format}' of a number`);
      const point = formats.numericCharacters.slice(0, 1);
      return point === '.' || point === '' ? String : (cell) => String(cell).replace('.', point);
    }
    case 'DATE':
      return composeText(makeDatetimeWriter(format ?? formats.dateFormat));
    case 'TIMESTAMP':
      return composeText(makeDatetimeWriter(format ?? formats.datetimeFormat));
    default:
      return String;
  }
}

function composeText(write: (text: string) => string): CellWriter {
  return (cell) => write(String(cell));
}

/**
 * DELIMIT = AUTO delimits a value that contains the separator, the delimiter, a line end or white space, or that would be read as NULL.
 * NULL is never delimited. Source: docs.exasol.com, sql/export.htm; Exasol 7 wrote `"Hi Mom!!"`.
 */
function makeDelimiter(delimit: Delimit, options: CsvOptions): (text: string) => string {
  const { columnDelimiter: delimiter, columnSeparator, rowSeparator, nullText } = options;
  if (delimit === 'NEVER' || delimiter === '') return (text) => text;
  const enclose = (text: string) => `${delimiter}${text.replaceAll(delimiter, delimiter + delimiter)}${delimiter}`;
  if (delimit === 'ALWAYS') return enclose;
  const specials = [columnSeparator, delimiter, rowSeparator].filter((special) => special !== '');
  const special = new RegExp(`\\s|${specials.map(escapeRegExp).join('|')}`);
  return (text) => (text === nullText || special.test(text) ? enclose(text) : text);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/**
 * @param specs the columns and their formats; undefined = all columns in their default format
 * @param formats the session's NLS settings, which determine the format of dates and numbers
 */
export function makeRowWriter(
  columns: readonly Column[],
  specs: readonly ColumnSpec[] | undefined,
  options: CsvOptions,
  formats: Formats,
): RowWriter {
  const selected = specs ?? columns.map((_, index) => ({ index: index + 1, format: undefined, delimit: undefined }));
  const fields = selected.flatMap(({ index, format, delimit }) => {
    const column = columns[index - 1];
    if (column === undefined) return [];
    const enclose = makeDelimiter(delimit ?? options.delimit, options);
    return [
      { at: index - 1, name: column.name, enclose, write: makeCellWriter(column.dataType, format, options, formats) },
    ];
  });
  const end = options.rowSeparator;
  return {
    header: () => fields.map(({ enclose, name }) => enclose(name)).join(options.columnSeparator) + end,
    line: (row) => {
      let line = '';
      for (const [position, field] of fields.entries()) {
        if (position > 0) line += options.columnSeparator;
        const cell = row[field.at];
        line += cell === null || cell === undefined ? options.nullText : field.enclose(field.write(cell));
      }
      return line + end;
    },
  };
}
