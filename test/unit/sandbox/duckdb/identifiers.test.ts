import { describe, expect, it } from 'vitest';
import { decodeName, encodeName, quoteName, quoteText } from '../../../../src/sandbox/duckdb/identifiers.js';

const NAMES = [
  'ABC',
  'abc',
  'Abc',
  'aBC',
  'A~1',
  'a~1',
  'A~',
  '~',
  'Straße',
  'STRASSE',
  'täble',
  'x y',
  '🙂a',
  'a'.repeat(128),
  'MAIN',
];

describe('encodeName', () => {
  it.each(NAMES)('decodes %s to itself', (name) => {
    expect(decodeName(encodeName(name))).toBe(name);
  });

  it('distinguishes names that only differ in case, although DuckDB ignores case', () => {
    const folded = NAMES.map((name) => encodeName(name).toLowerCase());
    expect(new Set(folded).size).toBe(NAMES.length);
  });

  it('leaves upper-case names unchanged', () => {
    expect(encodeName('ORDERS_2')).toBe('ORDERS_2');
  });
});

describe('quoting', () => {
  it('doubles quotes in names and texts', () => {
    expect(quoteName('A"; DROP')).toBe('"A""; DROP"');
    expect(quoteText("it's")).toBe("'it''s'");
  });
});
