import { expect, test } from 'vitest';
import { parseHostList } from '../../../src/config/host-list.js';
import { parseSettings } from '../../../src/config/parse.js';

const fingerprint = 'ab'.repeat(32);

const describeHosts = (text: string) =>
  parseHostList(text)?.map(({ host, port = '-', check = '-' }) => `${host} ${port} ${check}`);

test.each([
  ['a,b', ['a - -', 'b - -']],
  ['exa9..11:8563', ['exa9 8563 -', 'exa10 8563 -', 'exa11 8563 -']],
  ['exa08..10.example.com', ['exa08.example.com - -', 'exa09.example.com - -', 'exa10.example.com - -']],
  ['10.0.0.11..12:1', ['10.0.0.11 1 -', '10.0.0.12 1 -']],
  ['a, b:1, c:2', ['a 1 -', 'b 1 -', 'c 2 -']],
  [`a,b/${fingerprint}:1,[::1]/nocertcheck`, [`a 1 ${fingerprint}`, `b 1 ${fingerprint}`, '::1 - nocertcheck']],
])('%s', (text, expected) => {
  expect(describeHosts(text)).toEqual(expected);
});

test.each(['a,', ',a', 'a..b', 'exa2..1', 'exa1..5000', 'a,b:x', 'a,b/123:1', 'u:p@a,b', 'exa1..2..3', 'a,b;pwd=x'])(
  'refuses %s',
  (text) => {
    expect(parseHostList(text)).toBeUndefined();
  },
);

const parse = (host: string) => {
  const raw = Object.fromEntries(
    Object.entries({ host, port: '9', user: 'u', password: 'p' }).map(([name, value]) => [
      name,
      { value, origin: name, rank: 0 },
    ]),
  );
  return parseSettings(raw, ['connection'], 'test').connection;
};

test('ports and fingerprints of a list apply instead of the settings', () => {
  expect(parse(`a,b/${fingerprint}:1,c/nocertcheck:2`)).toMatchObject({
    host: 'a',
    port: 1,
    certificate: { kind: 'pin', fingerprint: fingerprint.toUpperCase() },
    otherHosts: [
      { host: 'b', port: 1 },
      { host: 'c', port: 2, certificate: { kind: 'trust-anyone' } },
    ],
  });
  expect(parse('a,b')).toMatchObject({ host: 'a', port: 9, otherHosts: [{ host: 'b', port: 9 }] });
  expect(parse('a')).not.toHaveProperty('otherHosts');
  expect(() => parse('a,-b')).toThrow("'-b' is not a host name");
  expect(() => parse('a,b:99999')).toThrow("'99999' is not a port");
});
