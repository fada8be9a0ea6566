import { expect, test } from 'vitest';
import { fillTemplate } from '../../../src/render/template.js';

const file = (text: string) => ({ path: 'scripts/x.sql', text });

test('fills slots and constants, each as often as it stands there', () => {
  const filled = fillTemplate(file('{{a}} {{b}} {{a}}'), { slots: { a: '1' }, constants: { b: '2', c: '3' } });
  expect(filled).toBe('1 2 1');
});

test('does not look into values: neither placeholders nor the patterns of String.replace', () => {
  expect(fillTemplate(file('{{a}}'), { slots: { a: '{{b}} $& $1' } })).toBe('{{b}} $& $1');
});

test('leaves braces of Lua and Python alone', () => {
  const text = 'return { { 1 } } {} {"a": {"b": 1}}';
  expect(fillTemplate(file(text), {})).toBe(text);
});

test('names file and line of a placeholder without a value', () => {
  expect(() => fillTemplate(file('a\nb {{nope}}'), {})).toThrow(
    "templates/scripts/x.sql:2: the placeholder 'nope' has no value.",
  );
});

test('a name of Object.prototype is no value', () => {
  expect(() => fillTemplate(file('{{constructor}}'), {})).toThrow("placeholder 'constructor'");
});

test('names a slot that the template does not use', () => {
  expect(() => fillTemplate(file('a'), { slots: { body: 'x' } })).toThrow(
    "templates/scripts/x.sql:1: no placeholder uses 'body'.",
  );
});
