import { describe, expect, it } from 'vitest';
import { type CsvFields, CsvParser } from '../../../../../../src/sandbox/sql/statements/csv/csv-parser.js';

const standard = { rowSeparator: '\n', columnSeparator: ',', columnDelimiter: '"' };

function parse(text: string, pieceLength: number, format = standard): CsvFields[] {
  const parser = new CsvParser(format);
  const rows: CsvFields[] = [];
  for (let from = 0; from < text.length; from += pieceLength) {
    rows.push(...parser.feed(text.slice(from, from + pieceLength)));
  }
  rows.push(...parser.finish());
  return rows;
}

const text = 'a,"b ""x"", y",c\n,"",\n"line\nbreak",2,"z"\nlast,1,';
const rows = [
  ['a', 'b "x", y', 'c'],
  ['', '', ''],
  ['line\nbreak', '2', 'z'],
  ['last', '1', ''],
];

describe('CsvParser', () => {
  it.each([1, 2, 3, 5, 7, 1000])('parses the same rows from pieces of %i characters', (pieceLength) => {
    expect(parse(text, pieceLength)).toEqual(rows);
  });

  it('accepts other separators, also of several characters', () => {
    const format = { rowSeparator: '\r\n', columnSeparator: '||', columnDelimiter: "'" };
    expect(parse("a||'b||''c'\r\nd||e\r\n", 1, format)).toEqual([
      ['a', "b||'c"],
      ['d', 'e'],
    ]);
  });

  it('supports an empty delimiter', () => {
    expect(parse('"a","b"\n', 100, { ...standard, columnDelimiter: '' })).toEqual([['"a"', '"b"']]);
  });

  it('reads one column, and empty lines as empty fields', () => {
    expect(parse('a\n\nb\n', 2)).toEqual([['a'], [''], ['b']]);
  });

  it('rejects text after a closing delimiter, and a missing one', () => {
    expect(() => parse('"a"b,c\n', 100)).toThrow('behind a closed string');
    expect(() => parse('"a,b\n', 2)).toThrow('not closed string');
  });
});
