import { expect, test } from 'vitest';
import { formatChecks } from '../../../src/doctor/report.js';
import { formatCheckList } from '../../../src/terminal/check-list.js';

const advice = 'aws iam get-role --role-name SageMaker --query Role.AssumeRolePolicyDocument';
const table = formatChecks([
  {
    id: 'tls',
    title: 'TLS and certificate',
    state: 'ok',
    text: 'TLSv1.3; the certificate is the one that was asked for',
    mitigation: undefined,
  },
  {
    id: 'role',
    title: 'role',
    state: 'fail',
    text: 'the first line of what was found\nsecond line',
    mitigation: `${advice}\n${advice}`,
  },
]);
const show = (columns: number | undefined) => {
  const stdout = { isTTY: columns !== undefined, columns, write() {} };
  return formatCheckList(table, { stdout, colorStatus: (word) => `<${word}>` });
};

test('a terminal breaks findings between words, and leaves in one piece what is copied', () => {
  expect(show(60).split('\n')).toEqual([
    '<ok>       TLS and certificate  TLSv1.3; the certificate is',
    '                              the one that was asked for',
    '<fail>     role                 the first line of what was',
    '                              found',
    '                              second line',
    `                              → ${advice}`,
    `                              ${advice}`,
    '',
  ]);
});

test.each([undefined, 30, 200])('with %s columns lines stay as they are', (columns) => {
  expect(show(columns).replaceAll(/[<>]/g, '')).toBe(table);
});
