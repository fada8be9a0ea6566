import { describe, expect, test } from 'vitest';
import { parseDsn } from '../../../src/config/dsn.js';

const fingerprint = 'AB'.repeat(32);

describe('a DSN', () => {
  test.each([
    ['db.example.com', { host: 'db.example.com' }],
    ['localhost:8563', { host: 'localhost', port: '8563' }],
    ['[::1]:8563', { host: '::1', port: '8563' }],
    [`localhost/${fingerprint}:8563`, { host: 'localhost', port: '8563', fingerprint }],
    [
      `localhost/${Array.from({ length: 32 }, () => 'ab').join(':')}:8563`,
      { host: 'localhost', port: '8563', fingerprint: Array.from({ length: 32 }, () => 'ab').join(':') },
    ],
    [`[::1]/${fingerprint}:1`, { host: '::1', port: '1', fingerprint }],
    ['localhost/nocertcheck:8563', { host: 'localhost', port: '8563', verifyCertificate: 'false' }],
    [
      'exasol://me:p%40ss%2F%C3%BC@db.example.com:9000/Sales?fingerprint=12',
      {
        host: 'db.example.com',
        port: '9000',
        user: 'me',
        password: 'p@ss/ü',
        schema: 'Sales',
        fingerprint: '12',
      },
    ],
    [
      'exasol://sys@localhost?validateservercertificate=0&tls=true',
      { host: 'localhost', user: 'sys', verifyCertificate: '0' },
    ],
    ['exa1..3,b:8563', { host: 'exa1..3,b:8563' }],
    ['exasol://me:p@exa1..3,b:9/S', { host: 'exa1..3,b', port: '9', user: 'me', password: 'p', schema: 'S' }],
    ['exasol://me:p@ss@db', { host: 'db', user: 'me', password: 'p@ss' }],
    ['exasol://me@[::1]:8563', { host: '::1', port: '8563', user: 'me' }],
  ])('is parsed: %s', (dsn, settings) => {
    expect(parseDsn(dsn)).toEqual({ settings, problems: [] });
  });

  test.each([
    'host:1:2',
    '',
    'exasol://u:se%cret@h',
    'mysql://u:secret@h',
    'exasol://u:secret@h?tls=0',
    'exasol://u:secret@h?x=1',
  ])('is rejected without showing its password: %s', (dsn) => {
    const { problems } = parseDsn(dsn);
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain('cret');
  });

  test.each([
    ['n1..n4:8563', 'must list hosts'],
    ['exa3..1:8563', 'must list hosts'],
    ['exa1..3;password=canary', 'is one for JDBC'],
    ['::1:8563', 'brackets'],
    ['fe80::1', 'brackets'],
    ['exasol://me:canary/1@db', '%2F'],
    ['exasol://me:12/canary@db', '%2F'],
    ['exasol://me:1?canary@db', '%3F'],
    ['exasol://me:1#canary@db', '%23'],
    ['exasol://me:100%canary@db', '%25'],
  ])('is rejected with a hint how to write it: %s', (dsn, hint) => {
    const parsed = parseDsn(dsn);
    expect(parsed).toEqual({ settings: {}, problems: [expect.stringContaining(hint)] });
    expect(parsed.problems.join()).not.toContain('canary');
  });
});

describe('a DSN of another tool is refused by its name, without its password', () => {
  test.each([
    ['jdbc:exa:db:8563;user=u;password=hunter2', 'JDBC'],
    ['JDBC:EXA:db1..3:8563;schema=S;password=hunter2', 'JDBC'],
    ['EXAHOST=db:8563;EXAUID=u;EXAPWD=hunter2', 'ODBC'],
    ['DRIVER={EXASolution Driver};EXAHOST=db;PWD=hunter2', 'ODBC'],
    ['db:8563;user=u;password=hunter2', 'JDBC, Go or ADO.NET'],
    ['exa:db:8563;user=u;password=hunter2', 'JDBC, Go or ADO.NET'],
    ['exa+websocket://u:hunter2@db:8563/S', 'SQLAlchemy'],
    ['exa+pyodbc://u:hunter2@DSN', 'SQLAlchemy'],
  ])('%s', (dsn, tool) => {
    const { settings, problems } = parseDsn(dsn);
    expect(settings).toEqual({});
    expect(problems).toEqual([expect.stringContaining(`is one for ${tool}: write exasol://host:port/schema`)]);
    expect(problems.join()).not.toMatch(/hunter2|db/);
  });

  test('but a password may contain anything', () => {
    expect(parseDsn('exasol://u:a;EXAPWD=b;jdbc:c@db').settings).toMatchObject({ password: 'a;EXAPWD=b;jdbc:c' });
  });
});
