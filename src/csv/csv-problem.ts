import type { CsvError } from 'csv-parse';

/** Describes why the parser rejects a file: its own text names neither the header nor the way out. */
export function describeCsvProblem(error: CsvError): string {
  const { code, message } = error;
  const [line, record] = ['lines', 'record'].map((key) => error[key]);
  switch (code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return describeLength(Number(line), Array.isArray(record) ? record.length : undefined, readExpected(message));
    case 'CSV_QUOTE_NOT_CLOSED':
      return `a quoted cell has no closing quote; the file ends within it (line ${line})`;
    case 'CSV_INVALID_CLOSING_QUOTE':
      return `on line ${line}, text follows the closing quote of a cell; if the file escapes quotes with a backslash (\\"), double them instead ("")`;
    default:
      return message;
  }
}

/** The parser reports the expected number of cells only in its text: `Invalid Record Length: expect 3, got 5 on line 12`. */
const readExpected = (message: string) => Number(/expect (\d+)/.exec(message)?.[1]);

function describeLength(line: number, cells: number | undefined, expected: number): string {
  const found = `line ${line} has ${cells === undefined ? 'another number of' : cells} cells, but the header has ${expected}`;
  return line === 2 && cells === expected + 1
    ? `${found}; if R wrote the row names as a column without a name, use write.csv(…, row.names = FALSE)`
    : found;
}
