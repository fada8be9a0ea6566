/** AWS's query protocol: parameters in a form, responses in XML. IAM and STS use it. */
import { randomUUID } from 'node:crypto';
import { type HttpRequest, type HttpResponse, readBody } from './http.js';
import { describeDenial, type Identities, type Identity } from './identities.js';
import { escapeXml } from './s3/xml.js';
import { type ParsedSignature, type SignatureProblem, sha256 } from './signature.js';

export interface QueryContext {
  readonly identities: Identities;
  readonly accountId: string;
}

export interface QueryCall extends QueryContext {
  readonly caller: Identity;
  readonly isTemporary: boolean;
  readonly parameters: URLSearchParams;
}

/** An operation. Returns the content of the element `<Action>Result`. */
export type QueryOperation = (call: QueryCall) => string;

export interface QueryService {
  readonly name: string;
  readonly namespace: string;
  readonly operations: Readonly<Record<string, QueryOperation>>;
}

export class QueryError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'QueryError';
  }
}

const bodyLimit = 262_144;

export async function handleQuery(
  request: HttpRequest,
  parsed: ParsedSignature,
  context: QueryContext,
  { name, namespace, operations }: QueryService,
): Promise<HttpResponse> {
  const body = await readBody(request.body, bodyLimit);
  const refuse = (status: number, code: string, message: string) =>
    makeQueryErrorResponse(status, code, message, namespace);
  const signature = context.identities.verify(request, parsed, sha256(body));
  if ('kind' in signature) return refuse(...describeProblem(signature));
  const parameters = new URLSearchParams(body.toString());
  const action = parameters.get('Action') ?? '';
  const operation = operations[action];
  if (operation === undefined) {
    const known = Object.keys(operations).join(', ');
    return refuse(400, 'InvalidAction', `The sandbox's ${name} only has ${known}, not '${action}'.`);
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
    if (error instanceof QueryError) return refuse(error.status, error.code, error.message);
    throw error;
  }
}

/** @throws QueryError AccessDenied */
export function requirePermission({ identities, caller }: QueryCall, action: string, resource: string): void {
  const permission = { action, resource };
  const decision = identities.authorize(caller, permission);
  if (decision === 'allowed') return;
  throw new QueryError(403, 'AccessDenied', describeDenial(caller, permission, decision));
}

/** @throws QueryError NotImplemented for a parameter that the operation does not have */
export function rejectOtherParameters(
  service: string,
  parameters: URLSearchParams,
  isKnown: (name: string) => boolean,
): void {
  const other = [...parameters.keys()].find((name) => !isKnown(name));
  if (other === undefined) return;
  throw new QueryError(400, 'NotImplemented', `The sandbox's ${service} does not have the parameter '${other}'.`);
}

export const validationError = (member: string, value: string, constraint: string): QueryError =>
  new QueryError(
    400,
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );

/** An error in the format of the query protocol. */
export function makeQueryErrorResponse(
  status: number,
  code: string,
  message: string,
  namespace = stsNamespace,
): HttpResponse {
  return {
    status,
    headers: { 'Content-Type': 'text/xml' },
    body: `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  };
}

export const stsNamespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

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
