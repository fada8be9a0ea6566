import { makeError } from '../errors/user-error.js';

const names = ['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT'] as const;

/**
 * Checks the variables that choose among AWS's own endpoints. The SDK ignores a value such as `yes`, and then calls other endpoints than
 * the user demands.
 *
 * @param endpointUrl the URL that replaces AWS's own endpoints, if any
 * @throws UserError E-SME-470, E-SME-471
 */
export function checkEndpointVariables(endpointUrl: string | undefined): void {
  for (const name of names) {
    const value = process.env[name] ?? '';
    if (!['', 'true', 'false'].includes(value.toLowerCase())) {
      throw makeError('E-SME-470', { name, value });
    }
    if (value.toLowerCase() === 'true' && endpointUrl !== undefined) {
      throw makeError('E-SME-471', { name, url: endpointUrl });
    }
  }
}
