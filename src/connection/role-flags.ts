import { makeError } from '../errors/user-error.js';
import { patterns } from '../scripts/facts.js';
import { quoteValue } from '../text/quote-value.js';

/** Flags for the role that UDFs assume with the keys of a connection. */
export interface RoleFlags {
  readonly assumeRole?: string | undefined;
  readonly externalId?: string | undefined;
}

/** A role to assume. */
export interface AssumedRole {
  readonly roleArn: string;
  readonly externalId: string | undefined;
}

/** Source: STS API reference, AssumeRole, ExternalId. */
const externalIdPattern = /^[\w+=,.@:/-]{2,1224}$/;

/** @returns undefined without flags @throws UserError E-SME-464 with all problems */
export function readRoleFlags({ assumeRole, externalId }: RoleFlags): AssumedRole | undefined {
  const problems: string[] = [];
  if (assumeRole !== undefined && !new RegExp(patterns.role.regex).test(assumeRole)) {
    problems.push(`Invalid --assume-role '${quoteValue(assumeRole)}'.`);
  }
  if (externalId !== undefined && assumeRole === undefined) {
    problems.push('--external-id needs --assume-role.');
  }
  if (externalId !== undefined && !externalIdPattern.test(externalId)) {
    problems.push(`Invalid --external-id '${quoteValue(externalId)}'.`);
  }
  if (problems.length > 0) {
    throw makeError('E-SME-464', { problems: problems.join(' ') });
  }
  return assumeRole === undefined ? undefined : { roleArn: assumeRole, externalId };
}
