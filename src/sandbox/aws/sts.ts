/** STS: only GetCallerIdentity, which every key may call. Query protocol: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
import { randomUUID } from 'node:crypto';
import { type HttpRequest, type HttpResponse, readBody } from './http.js';
import { escapeXml } from './s3/xml.js';
import { type Credentials, type ParsedSignature, type SignatureProblem, sha256, verifySignature } from './signature.js';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

export async function handleSts(
  request: HttpRequest,
  parsed: ParsedSignature,
  account: { credentials: Credentials; accountId: string },
): Promise<HttpResponse> {
  const body = await readBody(request.body, 65_536);
  const signature = verifySignature(request, parsed, account.credentials, sha256(body));
  if ('kind' in signature) return makeQueryErrorResponse(...describeProblem(signature));
  const action = new URLSearchParams(body.toString()).get('Action') ?? '';
  if (action !== 'GetCallerIdentity') {
    return makeQueryErrorResponse(
      400,
      'InvalidAction',
      `The sandbox's STS only has GetCallerIdentity, not '${action}'.`,
    );
  }
  const { accountId, credentials } = account;
  const result = `<Arn>arn:aws:iam::${accountId}:user/sandbox</Arn><UserId>${escapeXml(credentials.accessKeyId)}</UserId><Account>${accountId}</Account>`;
  return {
    status: 200,
    headers: { 'Content-Type': 'text/xml' },
    body: `<GetCallerIdentityResponse xmlns="${namespace}"><GetCallerIdentityResult>${result}</GetCallerIdentityResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  };
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
      return [403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'];
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
