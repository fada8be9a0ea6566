import { expect, test } from 'vitest';
import { toEndpointName, whereEndpoint, whereJob } from '../../../src/tables/aws-names.js';

test('matches jobs and endpoints regardless of case', () => {
  expect(whereJob("Churn-1 o'x")).toBe("UPPER(JOB_NAME) = UPPER('Churn-1 o''x')");
  expect(whereEndpoint('Churn')).toBe("UPPER(ENDPOINT_NAME) = UPPER('Churn')");
});

test.each([
  ['my-Endpoint', 'my-Endpoint'],
  ['MY_ENDPOINT', 'my-endpoint'],
])('turns the name %s into the endpoint name %s', (name, expected) => {
  expect(toEndpointName(name)).toBe(expected);
  expect(whereEndpoint(name)).toContain(`'${expected}'`);
});
