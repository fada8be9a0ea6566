import { makeError, type UserError } from '../errors/user-error.js';

/** A kind of file that people mistake for CSV. */
interface OtherKind {
  readonly kind: string;
  readonly mitigation: string;
  readonly matches: (head: Buffer) => boolean;
}

const startsWith =
  (...bytes: readonly number[]) =>
  (head: Buffer) =>
    head.subarray(0, bytes.length).equals(Buffer.from(bytes));

/** The beginning as text, without a byte order mark and white space. */
const readText = (head: Buffer) =>
  head
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();

const saveAsCsv = 'In Excel or LibreOffice, save the sheet as "CSV UTF-8".';

const otherKinds: readonly OtherKind[] = [
  { kind: 'an Excel workbook or another ZIP file', mitigation: saveAsCsv, matches: startsWith(0x50, 0x4b, 3, 4) },
  {
    kind: 'an old Excel workbook (.xls)',
    mitigation: saveAsCsv,
    matches: startsWith(0xd0, 0xcf, 0x11, 0xe0),
  },
  {
    kind: 'compressed with gzip',
    mitigation: 'Decompress it first: gunzip FILE.csv.gz',
    matches: startsWith(0x1f, 0x8b),
  },
  {
    kind: 'a Parquet file',
    mitigation: 'Rename it to .parquet and load it with "sme sandbox load".',
    matches: startsWith(0x50, 0x41, 0x52, 0x31),
  },
  {
    kind: 'text in UTF-16, big-endian',
    mitigation: 'Convert it to UTF-8: iconv -f UTF-16 -t UTF-8 FILE.csv > UTF8.csv',
    matches: startsWith(0xfe, 0xff),
  },
  {
    kind: 'a web page',
    mitigation:
      'The download probably ended at a login or error page. Open the file to see it, and download the data again.',
    matches: (head) => /^<(?:!doctype html|html|\?xml)/i.test(readText(head)),
  },
  {
    kind: 'JSON',
    mitigation: 'Convert it, for example in Python: pandas.read_json("FILE.json").to_csv("FILE.csv", index=False)',
    matches: (head) => /^(?:\[\s*[{[]|\{\s*")/.test(readText(head)),
  },
];

/** Recognizes a file that is not CSV by its first bytes. */
export function findOtherKind(path: string, head: Buffer): UserError | undefined {
  const other = otherKinds.find(({ matches }) => matches(head));
  return other && makeError('E-SME-650', { file: path, kind: other.kind, mitigation: other.mitigation });
}
