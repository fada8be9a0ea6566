import { literal } from '../exasol/quote.js';

/**
 * How names of jobs and endpoints are matched. templates/lua/sme/aws_names.lua follows the same rule:
 *
 * SageMaker keeps the case of a name but treats names that differ only in case as the same name. So case never matters, neither in SQL
 * nor here. Endpoint names in AWS cannot contain `_`, which SQL names often do: `toEndpointName` turns such a name into lower case with
 * hyphens before it is compared or sent to AWS.
 */

/** The SQL condition that finds the row of a job. */
export function whereJob(name: string): string {
  return `UPPER(JOB_NAME) = UPPER(${literal(name)})`;
}

/** The SQL condition that finds the row of an endpoint. */
export function whereEndpoint(name: string): string {
  return `UPPER(ENDPOINT_NAME) = UPPER(${literal(toEndpointName(name))})`;
}

/** The name of an endpoint in AWS: `MY_ENDPOINT` becomes `my-endpoint`; a name that AWS accepts does not change. */
export function toEndpointName(name: string): string {
  return /^[A-Za-z0-9-]*$/.test(name) ? name : name.toLowerCase().replaceAll('_', '-');
}

/** The form in which names are compared in memory. */
export function foldName(name: string): string {
  return name.toLowerCase();
}
