import { describe, expect, it } from 'vitest';
import { readTokens, TokenReader } from '../../../../src/sandbox/tokens/token-reader.js';

const shape = (sql: string) => readTokens(sql).map(({ kind, value }) => `${kind}:${value}`);

describe('readTokens', () => {
  it('folds words, keeps quoted names, and unescapes doubled quotes', () => {
    expect(shape(`select a.b, "x""y", [Mixed], 'it''s' from straße`)).toEqual([
      'word:SELECT',
      'word:A',
      'symbol:.',
      'word:B',
      'symbol:,',
      'quoted:x"y',
      'symbol:,',
      'quoted:Mixed',
      'symbol:,',
      "string:it's",
      'word:FROM',
      'word:STRASSE',
    ]);
  });

  it('reads numbers, operators and parameters', () => {
    expect(shape('1.5e-3 <= .5 || ? <> 7')).toEqual([
      'number:1.5e-3',
      'symbol:<=',
      'number:.5',
      'symbol:||',
      'parameter:?',
      'symbol:<>',
      'number:7',
    ]);
  });

  it('skips comments, but not inside strings', () => {
    expect(shape("a -- b\n/* c\n */ '--d' /*unclosed")).toEqual(['word:A', 'string:--d']);
  });

  it('counts lines and columns from 1', () => {
    const [, second] = readTokens('a\n  b');
    expect(second).toMatchObject({ line: 2, column: 3, start: 4, end: 5 });
  });

  it('reports the position of an unterminated string', () => {
    expect(() => readTokens("select\n 'abc")).toThrow('syntax error, unterminated string literal [line 2, column 2]');
  });
});

describe('TokenReader', () => {
  it('reads only the requested tokens, so that a script body may contain anything', () => {
    const reader = new TokenReader("CREATE SCRIPT s AS\nprint('");
    for (let read = reader.next(); read?.value !== 'AS'; read = reader.next());
    expect(reader.offset).toBe(18);
  });

  it('peeks without consuming', () => {
    const reader = new TokenReader('a b c');
    expect(reader.peek(2)?.value).toBe('C');
    expect(reader.next()?.value).toBe('A');
    expect(reader.offset).toBe(1);
    expect(reader.peek(5)).toBeUndefined();
  });

  it('starts in the middle of a text', () => {
    expect(new TokenReader('a\nb', 1).next()).toMatchObject({ value: 'B', line: 2, column: 1 });
  });
});
