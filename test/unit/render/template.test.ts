import { expect, test } from 'vitest';
import { fillTemplate } from '../../../src/render/template.js';

const file = (text: string) => ({ path: 'scripts/x.sql', text });

test('replaces every occurrence of slots and constants', () => {
  const filled = fillTemplate(file('{{a}} {{b}} {{a}}'), { slots: { a: '1' }, constants: { b: '2', c: '3' } });
  expect(filled).toBe('1 2 1');
});

test('inserts values unchanged, even if they contain placeholders or patterns of String.replace', () => {
  expect(fillTemplate(file('{{a}}'), { slots: { a: '{{b}} $& $1' } })).toBe('{{b}} $& $1');
});

test('keeps the braces of Lua and Python', () => {
  const text = 'return { { 1 } } {} {"a": {"b": 1}}';
  expect(fillTemplate(file(text), {})).toBe(text);
});

test('reports file and line of a placeholder without a value', () => {
  expect(() => fillTemplate(file('a\nb {{nope}}'), {})).toThrow(
    "templates/scripts/x.sql:2: the placeholder 'nope' has no value.",
  );
});

test('does not use properties of Object.prototype as values', () => {
  expect(() => fillTemplate(file('{{constructor}}'), {})).toThrow("placeholder 'constructor'");
});

test('reports a slot that the template does not use', () => {
  expect(() => fillTemplate(file('a'), { slots: { body: 'x' } })).toThrow(
    "templates/scripts/x.sql:1: no placeholder uses 'body'.",
  );
});
