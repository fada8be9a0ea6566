import { describe, expect, it } from 'vitest';
import {
  EXPORT_OPTIONS,
  readColumnSpecs,
  readCsvOptions,
} from '../../../../../../src/sandbox/sql/statements/csv/csv-options.js';
import { makeRowWriter } from '../../../../../../src/sandbox/sql/statements/csv/row-writer.js';
import { TokenStream } from '../../../../../../src/sandbox/tokens/token-stream.js';
import type { Cell, Column, DataType } from '../../../../../../src/sandbox/types/values.js';

const formats = { dateFormat: 'YYYY-MM-DD', datetimeFormat: 'YYYY-MM-DD HH24:MI:SS.FF6', numericCharacters: '.,' };
const types: Readonly<Record<string, DataType>> = {
  text: { type: 'VARCHAR', size: 100, characterSet: 'UTF8' },
  flag: { type: 'BOOLEAN' },
  whole: { type: 'DECIMAL', precision: 18, scale: 0 },
  decimal: { type: 'DECIMAL', precision: 36, scale: 20 },
  double: { type: 'DOUBLE' },
  day: { type: 'DATE' },
  moment: { type: 'TIMESTAMP', precision: 3, withLocalTimeZone: false },
};

function write(cells: readonly (readonly [keyof typeof types, Cell])[], options = '', nls = formats): string {
  const columns: Column[] = cells.map(([type], index) => ({
    name: `C${index}`,
    dataType: types[type] ?? { type: 'DATE' },
  }));
  const tokens = new TokenStream(options);
  const specs = readColumnSpecs(tokens);
  const parsed = readCsvOptions(tokens, EXPORT_OPTIONS);
  tokens.expectEnd();
  return makeRowWriter(columns, specs, parsed, nls).line(cells.map(([, cell]) => cell));
}

describe('a row of CSV', () => {
  it('delimits text only if necessary', () => {
    expect(
      write([
        ['text', 'plain'],
        ['text', 'a,b'],
        ['text', 'a"b'],
        ['text', 'a b'],
        ['text', 'a\nb'],
        ['text', 'ü🙂'],
      ]),
    ).toBe('plain,"a,b","a""b","a b","a\nb",ü🙂\n');
  });

  it('writes each type in Exasol’s default format', () => {
    expect(
      write([
        ['flag', true],
        ['flag', false],
        ['whole', 12345678901234567n],
        ['decimal', '0.1'],
        ['double', 1.5],
        ['day', '2024-06-18'],
        ['moment', '2024-06-18 17:22:13.123000'],
        ['text', null],
      ]),
    ).toBe('TRUE,FALSE,12345678901234567,0.1,1.5,2024-06-18,"2024-06-18 17:22:13.123000",\n');
  });

  it('follows the NLS settings of the session', () => {
    const nls = { dateFormat: 'DD.MM.YYYY', datetimeFormat: 'DD-MON-YYYY HH12:MI AM', numericCharacters: ',.' };
    expect(
      write(
        [
          ['day', '2024-06-08'],
          ['moment', '2024-06-18 17:22:13.123000'],
          ['decimal', '-1.25'],
          ['double', 0.5],
        ],
        '',
        nls,
      ),
    ).toBe('08.06.2024,"18-JUN-2024 05:22 PM","-1,25","0,5"\n');
  });

  it('applies every option', () => {
    const options = `NULL = 'NA' BOOLEAN = '1/0' ROW SEPARATOR = 'CRLF' COLUMN SEPARATOR = ';' COLUMN DELIMITER = '''' DELIMIT = ALWAYS`;
    expect(
      write(
        [
          ['text', "o'x"],
          ['flag', false],
          ['text', null],
        ],
        options,
      ),
    ).toBe("'o''x';'0';NA\r\n");
    expect(
      write(
        [
          ['text', 'a,b'],
          ['text', 'c'],
        ],
        "DELIMIT=NEVER COLUMN SEPARATOR = 'TAB'",
      ),
    ).toBe('a,b\tc\n');
    expect(
      write(
        [
          ['text', 'a'],
          ['text', 'b'],
        ],
        "COLUMN SEPARATOR='0x7C'",
      ),
    ).toBe('a|b\n');
    expect(
      write(
        [
          ['text', 'NA'],
          ['text', null],
        ],
        "NULL='NA'",
      ),
    ).toBe('"NA",NA\n');
  });

  it('selects and formats columns by number', () => {
    const cells = [
      ['text', 'a'],
      ['text', 'b'],
      ['day', '2024-06-18'],
      ['text', 'd'],
    ] as const;
    expect(write(cells, "(1..2, 3 FORMAT = 'YYYY/MM/DD' DELIMIT = ALWAYS)")).toBe('a,b,"2024/06/18"\n');
  });

  it('rejects invalid values of options', () => {
    expect(() => write([], "ENCODING = 'KLINGON'")).toThrow("ENCODING = 'KLINGON' (sandbox gap)");
    expect(() => write([], "BOOLEAN = 'yes'")).toThrow("invalid value 'yes' for option BOOLEAN");
    expect(() => write([], 'DELIMIT = SOMETIMES')).toThrow('syntax error');
    expect(() => write([], 'SKIP = 1')).toThrow('syntax error');
  });
});

describe('the header', () => {
  it('delimits names by the same rules', () => {
    const columns = [
      { name: 'A', dataType: { type: 'DATE' } as const },
      { name: 'my col', dataType: { type: 'DATE' } as const },
    ];
    const options = readCsvOptions(new TokenStream('WITH COLUMN NAMES'), EXPORT_OPTIONS);
    expect(makeRowWriter(columns, undefined, options, formats).header()).toBe('A,"my col"\n');
  });
});
