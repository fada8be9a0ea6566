import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { errorTable, listMessages } from '../../../src/errors/error-table.js';
import { makeError } from '../../../src/errors/user-error.js';
import { raiseSites, sources } from './raise-sites.js';

const messages = listMessages();
const codes = new Set<string>(Object.keys(errorTable));
const byKey = new Map(messages.map((message) => [message.key, message]));

const readSlots = (key: string) => {
  const { text = '', mitigation = '' } = byKey.get(key) ?? {};
  return new Set([...`${text} ${mitigation}`.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name));
};

/** Key → files that contain it in a form that the pattern finds. */
function findKeys(pattern: RegExp): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { path, text } of sources) {
    for (const [, key = ''] of text.matchAll(pattern)) found.set(key, [...(found.get(key) ?? []), path]);
  }
  return found;
}

const mentioned = findKeys(/\b([EF]-SME-\d+)\b/g);
const quoted = findKeys(/['"`]([EF]-SME-\d+(?:\.[a-z]\w*)?)\b/g);

describe('the table of errors', () => {
  test('contains every code that a source mentions', () => {
    const unknown = [...mentioned].filter(([code]) => !codes.has(code)).map(([code, [path]]) => `${code} in ${path}`);
    expect(unknown).toEqual([]);
  });

  test('contains every case that a source uses', () => {
    const unknown = [...quoted].filter(([key]) => !byKey.has(key) && !codes.has(key));
    expect(unknown.map(([key, [path]]) => `${key} in ${path}`)).toEqual([]);
  });

  test('contains no unused message', () => {
    expect(messages.filter(({ key }) => !quoted.has(key)).map(({ key }) => key)).toEqual([]);
  });

  test('names a file that raises the code', () => {
    const raises = (code: string, where: string) =>
      [...quoted].some(([key, paths]) => key.split('.')[0] === code && paths.includes(where));
    expect(messages.filter(({ code, where }) => !raises(code, where)).map(({ key }) => key)).toEqual([]);
  });

  test('uses each number only once across languages and letters', () => {
    const numbers = readdirSync('src/errors/table').flatMap((name) =>
      [...readFileSync(`src/errors/table/${name}`, 'utf8').matchAll(/^ {2}'[EF]-SME-(\d+)'/gm)].map(([, n]) => n),
    );
    expect(numbers.filter((number, index) => numbers.indexOf(number) !== index)).toEqual([]);
    expect(numbers).toHaveLength(codes.size);
  });

  test('has a mitigation for every message', () => {
    expect(messages.filter(({ mitigation }) => mitigation === '').map(({ key }) => key)).toEqual([]);
  });
});

describe('a call that formats an error in Lua or Python', () => {
  test('names a message of its own language', () => {
    const foreign = raiseSites.filter(
      ({ path, key }) => !byKey.get(key)?.where.startsWith(path.replace(/^(templates\/\w+\/).*/, '$1')),
    );
    expect(foreign).toEqual([]);
  });

  test('fills exactly the slots of the message', () => {
    const wrong = raiseSites.flatMap(({ path, key, values }) => {
      const slots = readSlots(key);
      const missing = values === undefined ? [] : [...slots].filter((slot) => !values.includes(slot));
      const unknown = (values ?? []).filter((name) => !slots.has(name));
      return missing.length + unknown.length === 0 ? [] : [{ path, key, missing, unknown }];
    });
    expect(wrong).toEqual([]);
  });
});

describe('an error of the table', () => {
  test('has filled slots and an exit code', () => {
    const error = makeError('E-SME-5', { host: 'nowhere' });
    expect(error.message).toBe("The host 'nowhere' is unknown.");
    expect(error.exitCode).toBe(5);
  });

  test('has the code without the case', () => {
    expect(makeError('E-SME-65.not_numeric', { target: 'T', type: 'DATE' }).code).toBe('E-SME-65');
  });

  test('keeps values that look like replacement patterns', () => {
    expect(makeError('E-SME-5', { host: '$& {{host}}' }).message).toBe("The host '$& {{host}}' is unknown.");
  });
});
