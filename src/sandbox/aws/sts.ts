/**
 * STS: GetCallerIdentity, AssumeRole and GetSessionToken, in the query protocol.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html
 *
 * Session policies, MFA, source identities and session tags are refused by name.
 */
import { randomUUID } from 'node:crypto';
import { type HttpRequest, type HttpResponse, readBody } from './http.js';
import type { Identities, Identity, Role, TemporaryKeys } from './identities.js';
import { escapeXml } from './s3/xml.js';
import { type ParsedSignature, type SignatureProblem, sha256 } from './signature.js';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

interface StsContext {
  readonly identities: Identities;
  readonly accountId: string;
}

interface StsCall extends StsContext {
  readonly caller: Identity;
  readonly isTemporary: boolean;
  readonly parameters: URLSearchParams;
}

/** An error in the format of the query protocol. */
class StsError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'StsError';
  }
}

/** The content of the element `<Action>Result`. */
type StsOperation = (call: StsCall) => string;

const operations: Readonly<Record<string, StsOperation>> = {
  GetCallerIdentity: ({ caller, accountId }) =>
    `<Arn>${escapeXml(caller.arn)}</Arn><UserId>${escapeXml(caller.userId)}</UserId><Account>${accountId}</Account>`,
  AssumeRole: assumeRole,
  GetSessionToken: getSessionToken,
};

export async function handleSts(
  request: HttpRequest,
  parsed: ParsedSignature,
  context: StsContext,
): Promise<HttpResponse> {
  const body = await readBody(request.body, 65_536);
  const signature = context.identities.verify(request, parsed, sha256(body));
  if ('kind' in signature) return makeQueryErrorResponse(...describeProblem(signature));
  const parameters = new URLSearchParams(body.toString());
  const action = parameters.get('Action') ?? '';
  const operation = operations[action];
  if (operation === undefined) {
    const known = Object.keys(operations).join(', ');
    return makeQueryErrorResponse(400, 'InvalidAction', `The sandbox's STS only has ${known}, not '${action}'.`);
  }
  try {
    const result = operation({
      ...context,
      caller: signature.identity,
      isTemporary: signature.sessionToken !== undefined,
      parameters,
    });
    return {
      status: 200,
      headers: { 'Content-Type': 'text/xml' },
      body: `<${action}Response xmlns="${namespace}"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`,
    };
  } catch (error) {
    if (error instanceof StsError) return makeQueryErrorResponse(error.status, error.code, error.message);
    throw error;
  }
}

const assumeRoleParameters = new Set([
  'Action',
  'Version',
  'RoleArn',
  'RoleSessionName',
  'ExternalId',
  'DurationSeconds',
]);

/** AWS does not say whether the role, its trust policy, the caller's permissions or the external ID is the reason of a refusal. */
function assumeRole({ identities, caller, parameters }: StsCall): string {
  rejectOthers(parameters, assumeRoleParameters);
  const arn = parameters.get('RoleArn') ?? '';
  const sessionName = parameters.get('RoleSessionName') ?? '';
  const externalId = parameters.get('ExternalId');
  requireMatch('roleArn', arn, /^[\s\S]{20,2048}$/);
  requireMatch('roleSessionName', sessionName, /^[\w+=,.@-]{2,64}$/);
  if (externalId !== null) requireMatch('externalId', externalId, /^[\w+=,.@:/-]{2,1224}$/);
  const seconds = readDuration(parameters, 3600, 43_200);
  const role = identities.findRole(arn);
  if (role === undefined || !mayAssume(identities, caller, role, externalId)) {
    throw new StsError(
      403,
      'AccessDenied',
      `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    );
  }
  if (seconds > (role.maxSessionSeconds ?? 3600)) {
    throw new StsError(
      400,
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  if (caller.role !== undefined && seconds > 3600) {
    throw new StsError(
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
  const isTrusted =
    role.trusts === undefined || role.trusts.includes(caller.arn) || role.trusts.includes(caller.role ?? '');
  const isExternalIdRight = role.externalId === undefined || role.externalId === externalId;
  return isTrusted && isExternalIdRight && identities.isAllowed(caller, 'sts:AssumeRole');
}

const sessionTokenParameters = new Set(['Action', 'Version', 'DurationSeconds']);

function getSessionToken({ identities, caller, isTemporary, parameters }: StsCall): string {
  rejectOthers(parameters, sessionTokenParameters);
  if (isTemporary) {
    throw new StsError(403, 'AccessDenied', 'Cannot call GetSessionToken with session credentials');
  }
  return writeCredentials(identities.issueKeys(caller, readDuration(parameters, 43_200, 129_600)));
}

function rejectOthers(parameters: URLSearchParams, known: ReadonlySet<string>): void {
  const other = [...parameters.keys()].find((name) => !known.has(name));
  if (other === undefined) return;
  throw new StsError(400, 'NotImplemented', `The sandbox's STS does not have the parameter '${other}'.`);
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

const validationError = (member: string, value: string, constraint: string): StsError =>
  new StsError(
    400,
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );

function writeCredentials({ accessKeyId, secretAccessKey, sessionToken, expiration }: TemporaryKeys): string {
  const time = expiration.toISOString().replace(/\.\d+Z$/, 'Z');
  return `<Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${escapeXml(secretAccessKey)}</SecretAccessKey><SessionToken>${escapeXml(sessionToken)}</SessionToken><Expiration>${time}</Expiration></Credentials>`;
}

/** An error in the format of the query protocol. */
export function makeQueryErrorResponse(status: number, code: string, message: string): HttpResponse {
  return {
    status,
    headers: { 'Content-Type': 'text/xml' },
    body: `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  };
}

function describeProblem(problem: SignatureProblem): [number, string, string] {
  switch (problem.kind) {
    case 'unknownKey':
    case 'invalidToken':
      return [403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'];
    case 'expiredToken':
      return [403, 'ExpiredToken', 'The security token included in the request is expired'];
    case 'skewed':
    case 'expired':
      return [403, 'SignatureDoesNotMatch', 'Signature expired: the clocks differ by more than 15 minutes.'];
    case 'mismatch':
      return [
        403,
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      ];
    default:
      return [403, 'MissingAuthenticationToken', 'Request is missing Authentication Token'];
  }
}
