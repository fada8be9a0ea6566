/**
 * STS: GetCallerIdentity, AssumeRole and GetSessionToken.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html
 *
 * Session policies, MFA, source identities and session tags are refused by name.
 */
import type { Identities, Identity, Role, TemporaryKeys } from './identities.js';
import {
  type QueryCall,
  QueryError,
  type QueryService,
  rejectOtherParameters,
  stsNamespace,
  validationError,
} from './query-protocol.js';
import { escapeXml } from './s3/xml.js';

export const sts: QueryService = {
  name: 'STS',
  namespace: stsNamespace,
  operations: {
    GetCallerIdentity: ({ caller, accountId }) =>
      `<Arn>${escapeXml(caller.arn)}</Arn><UserId>${escapeXml(caller.userId)}</UserId><Account>${accountId}</Account>`,
    AssumeRole: assumeRole,
    GetSessionToken: getSessionToken,
  },
};

const assumeRoleParameters = new Set([
  'Action',
  'Version',
  'RoleArn',
  'RoleSessionName',
  'ExternalId',
  'DurationSeconds',
]);

/** AWS does not say whether the role, its trust policy, the caller's permissions or the external ID is the reason of a refusal. */
function assumeRole({ identities, caller, parameters }: QueryCall): string {
  rejectOtherParameters('STS', parameters, (name) => assumeRoleParameters.has(name));
  const arn = parameters.get('RoleArn') ?? '';
  const sessionName = parameters.get('RoleSessionName') ?? '';
  const externalId = parameters.get('ExternalId');
  requireMatch('roleArn', arn, /^[\s\S]{20,2048}$/);
  requireMatch('roleSessionName', sessionName, /^[\w+=,.@-]{2,64}$/);
  if (externalId !== null) requireMatch('externalId', externalId, /^[\w+=,.@:/-]{2,1224}$/);
  const seconds = readDuration(parameters, 3600, 43_200);
  const role = identities.findRole(arn);
  if (role === undefined || !mayAssume(identities, caller, role, externalId)) {
    throw new QueryError(
      403,
      'AccessDenied',
      `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    );
  }
  if (seconds > (role.maxSessionSeconds ?? 3600)) {
    throw new QueryError(
      400,
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  if (caller.role !== undefined && seconds > 3600) {
    throw new QueryError(
      400,
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  const session = identities.issueRoleSession(role, sessionName, seconds);
  const { arn: sessionArn, userId } = session.identity;
  return `${writeCredentials(session)}<AssumedRoleUser><Arn>${escapeXml(sessionArn)}</Arn><AssumedRoleId>${escapeXml(userId)}</AssumedRoleId></AssumedRoleUser><PackedPolicySize>0</PackedPolicySize>`;
}

function mayAssume(identities: Identities, caller: Identity, role: Role, externalId: string | null): boolean {
  const trusts = role.trusts ?? (role.services === undefined ? undefined : []);
  const isTrusted = trusts === undefined || trusts.includes(caller.arn) || trusts.includes(caller.role ?? '');
  const isExternalIdRight = role.externalId === undefined || role.externalId === externalId;
  const isAllowed = identities.authorize(caller, { action: 'sts:AssumeRole', resource: role.arn }) === 'allowed';
  return isTrusted && isExternalIdRight && isAllowed;
}

const sessionTokenParameters = new Set(['Action', 'Version', 'DurationSeconds']);

function getSessionToken({ identities, caller, isTemporary, parameters }: QueryCall): string {
  rejectOtherParameters('STS', parameters, (name) => sessionTokenParameters.has(name));
  if (isTemporary) {
    throw new QueryError(403, 'AccessDenied', 'Cannot call GetSessionToken with session credentials');
  }
  return writeCredentials(identities.issueKeys(caller, readDuration(parameters, 43_200, 129_600)));
}

function readDuration(parameters: URLSearchParams, fallback: number, max: number): number {
  const text = parameters.get('DurationSeconds');
  if (text === null) return fallback;
  const seconds = Number(text);
  if (!/^\d+$/.test(text) || seconds < 900 || seconds > max) {
    const rule = seconds < 900 ? 'greater than or equal to 900' : `less than or equal to ${max}`;
    throw validationError('durationSeconds', text, `Member must have value ${rule}`);
  }
  return seconds;
}

function requireMatch(member: string, value: string, pattern: RegExp): void {
  if (pattern.test(value)) return;
  throw validationError(member, value, `Member must satisfy regular expression pattern: ${pattern.source}`);
}

function writeCredentials({ accessKeyId, secretAccessKey, sessionToken, expiration }: TemporaryKeys): string {
  const time = expiration.toISOString().replace(/\.\d+Z$/, 'Z');
  return `<Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${escapeXml(secretAccessKey)}</SecretAccessKey><SessionToken>${escapeXml(sessionToken)}</SessionToken><Expiration>${time}</Expiration></Credentials>`;
}
