import { describe, expect, test } from 'vitest';
import { identifier, literal } from '../../../src/exasol/quote.js';

describe('identifier', () => {
  test.each([
    ['Sales', '"Sales"'],
    ['a"b', '"a""b"'],
    ['Größe 😀', '"Größe 😀"'],
    ["x'; DROP TABLE y; --", `"x'; DROP TABLE y; --"`],
    ['a\r\n\tb\u007f', '"a\r\n\tb\u007f"'],
    ['😀'.repeat(128), `"${'😀'.repeat(128)}"`],
  ])('quotes %s as %s', (name, expected) => {
    expect(identifier(name)).toBe(expected);
  });

  test.each(['', 'a.b', 'a\u0000b', 'x'.repeat(129)])('rejects %j', (name) => {
    expect(() => identifier(name)).toThrow(expect.objectContaining({ code: 'E-SME-40' }));
  });
});

test.each([
  ["it's", "'it''s'"],
  ["'", "''''"],
  ['a\\b', "'a\\b'"],
  ['', "''"],
])('quotes the text %j as the literal %s', (text, expected) => {
  expect(literal(text)).toBe(expected);
});
