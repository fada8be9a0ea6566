import { describe, expect, test } from 'vitest';
import { CanaryFinder } from '../support/canaries.js';

/** A secret with characters that SQL, JSON, URLs and shells escape. */
const password = `p'w"+/\\é%KanarieDatabasePassword;$x`;
const awsSecret = 'wJalr+Utn/KanarieAwsSecretAccess/K7MDENG+bPx';
const finder = new CanaryFinder([
  { name: 'password', value: password },
  { name: 'awsSecret', value: awsSecret },
]);

describe('the finder', () => {
  test.each([
    ['as it is', password],
    ['in SQL', password.replaceAll("'", "''")],
    ['in JSON', JSON.stringify({ password })],
    ['in JSON within JSON', JSON.stringify(JSON.stringify(password))],
    ['in a URL', encodeURIComponent(password)],
    ['as a name of SQL', password.toUpperCase()],
    ['in base64', Buffer.from(password).toString('base64')],
    ['in base64 behind a user', Buffer.from(`ops:${password}`).toString('base64')],
    [
      'in base64 behind another user, in lines',
      Buffer.from(`ops1:${password}`).toString('base64').replaceAll(/.{9}/g, '$&\n'),
    ],
    ['in hex', Buffer.from(password).toString('hex').toUpperCase()],
  ])('finds a secret %s', (_how, text) => {
    expect(finder.find(`before ${text} after`)).toEqual(['password']);
  });

  test('finds nothing in a text without secrets', () => {
    expect(finder.find(`kanarie password ${awsSecret.slice(0, 10)}`)).toEqual([]);
  });
});
