/** Parses a whole request body at once, which is fast. Training data may be larger than memory and is parsed elsewhere. */

/**
 * @returns rows of cells; blank lines are skipped, as in AWS's containers
 * @throws SyntaxError if a quote is not closed
 */
export function parseCsv(text: string): string[][] {
  if (!text.includes('"')) {
    return text
      .split(/\r?\n/)
      .filter((line) => line !== '')
      .map((line) => line.split(','));
  }
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const isLineStart = row.length === 0;
    if (isLineStart && (text[at] === '\n' || text[at] === '\r')) {
      at += 1;
      continue;
    }
    const cell = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at);
    row.push(cell.value);
    at = cell.end;
    if (text[at] === ',') {
      at += 1;
      if (at < text.length && text[at] !== '\n' && text[at] !== '\r') continue;
      row.push('');
    }
    rows.push(row);
    row = [];
    while (text[at] === '\r' || text[at] === '\n') at += 1;
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

interface CellAt {
  readonly value: string;
  /** Position after the cell. */
  readonly end: number;
}

function readPlain(text: string, start: number): CellAt {
  let end = start;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { value: text.slice(start, end), end };
}

function readQuoted(text: string, start: number): CellAt {
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new SyntaxError('EOF inside string');
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      const rest = readPlain(text, quote + 1);
      return { value: value + rest.value, end: rest.end };
    }
    value += '"';
    at = quote + 2;
  }
}

/** Quotes a cell only if necessary. */
export const writeCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
