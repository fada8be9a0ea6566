import { expect, test } from 'vitest';
import { formatChecks } from '../../../src/doctor/report.js';
import { formatCheckList } from '../../../src/terminal/check-list.js';

const fix = 'aws iam get-role --role-name SageMaker --query Role.AssumeRolePolicyDocument';
const table = formatChecks([
  {
    id: 'tls',
    title: 'TLS and certificate',
    state: 'ok',
    text: 'TLSv1.3; the certificate has the expected fingerprint',
    mitigation: undefined,
  },
  {
    id: 'role',
    title: 'role',
    state: 'fail',
    text: 'the first line of the long finding\nsecond line',
    mitigation: `${fix}\n${fix}`,
  },
]);
const show = (columns: number | undefined) => {
  const stdout = { isTTY: columns !== undefined, columns, write() {} };
  return formatCheckList(table, { stdout, colorStatus: (word) => `<${word}>` });
};

test('wraps findings between words on a terminal, but not fixes', () => {
  expect(show(60).split('\n')).toEqual([
    '<ok>       TLS and certificate  TLSv1.3; the certificate has',
    '                              the expected fingerprint',
    '<fail>     role                 the first line of the long',
    '                              finding',
    '                              second line',
    `                              → ${fix}`,
    `                              ${fix}`,
    '',
  ]);
});

test.each([undefined, 30, 200])('does not wrap with a width of %s', (columns) => {
  expect(show(columns).replaceAll(/[<>]/g, '')).toBe(table);
});
