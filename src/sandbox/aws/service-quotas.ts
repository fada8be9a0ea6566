/**
 * Service Quotas: ListServiceQuotas and GetServiceQuota for SageMaker, from the quotas that the sandbox enforces.
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_Operations.html
 *
 * Quotas without a limit are not listed. Quota codes are derived from the names, so they differ from AWS's.
 */
import { createHash, randomUUID } from 'node:crypto';
import { type HttpRequest, type HttpResponse, readBody } from './http.js';
import { describeDenial, type Identities } from './identities.js';
import { SageMakerError, signatureError } from './sagemaker/errors.js';
import { instanceTypes } from './sagemaker/model/instance-types.js';
import { transformInstanceTypes } from './sagemaker/model/transform-instance-types.js';
import { type ParsedSignature, sha256 } from './signature.js';
import type { AwsQuotas } from './types.js';

interface QuotasContext {
  readonly identities: Identities;
  readonly accountId: string;
  readonly quotas: AwsQuotas;
}

interface Call {
  readonly input: Readonly<Record<string, unknown>>;
  readonly region: string;
  readonly context: QuotasContext;
}

const operations: Readonly<Record<string, (call: Call) => object>> = {
  ListServiceQuotas: listServiceQuotas,
  GetServiceQuota: getServiceQuota,
};

const members: Readonly<Record<string, readonly string[]>> = {
  ListServiceQuotas: ['ServiceCode', 'NextToken', 'MaxResults'],
  GetServiceQuota: ['ServiceCode', 'QuotaCode'],
};

export async function handleServiceQuotas(
  request: HttpRequest,
  parsed: ParsedSignature,
  context: QuotasContext,
): Promise<HttpResponse> {
  try {
    const body = await readBody(request.body, 65_536);
    const signature = context.identities.verify(request, parsed, sha256(body));
    if ('kind' in signature) throw signatureError(signature, 400);
    const name = request.headers['x-amz-target']?.replace(/^ServiceQuotasV20190624\./, '') ?? '';
    const run = operations[name];
    if (run === undefined) {
      const known = Object.keys(operations).join(', ');
      throw makeError('UnknownOperationException', `The sandbox's Service Quotas only has ${known}, not '${name}'.`);
    }
    const permission = { action: `servicequotas:${name}`, resource: '*' };
    const decision = context.identities.authorize(signature.identity, permission);
    if (decision !== 'allowed') {
      throw makeError('AccessDeniedException', describeDenial(signature.identity, permission, decision));
    }
    const answer = run({ input: readInput(name, body), region: parsed.region, context });
    return respond(200, answer);
  } catch (error) {
    if (!(error instanceof SageMakerError)) throw error;
    return respond(error.status, { __type: error.code, Message: error.message });
  }
}

const makeError = (code: string, message: string) => new SageMakerError(code, message);
const illegalArgument = (message: string) => makeError('IllegalArgumentException', message);

const respond = (status: number, answer: object): HttpResponse => ({
  status,
  headers: { 'Content-Type': 'application/x-amz-json-1.1', 'x-amzn-RequestId': randomUUID() },
  body: JSON.stringify(answer),
});

function readInput(name: string, body: Buffer): Readonly<Record<string, unknown>> {
  let input: unknown;
  try {
    input = JSON.parse(body.toString() || '{}');
  } catch {
    throw makeError('SerializationException', 'The request body is not valid JSON.');
  }
  if (typeof input !== 'object' || input === null) throw illegalArgument('The request is not an object.');
  const other = Object.keys(input).find((member) => !members[name]?.includes(member));
  if (other !== undefined) throw illegalArgument(`The sandbox's Service Quotas does not have '${other}'.`);
  return { ...input };
}

const maxPageSize = 100;

function listServiceQuotas({ input, region, context }: Call): object {
  requireService(input);
  const { MaxResults = maxPageSize, NextToken = '0' } = input;
  if (typeof MaxResults !== 'number' || !Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > maxPageSize) {
    throw illegalArgument(`MaxResults must be between 1 and ${maxPageSize}.`);
  }
  if (typeof NextToken !== 'string' || !/^\d{1,6}$/.test(NextToken)) {
    throw makeError('InvalidPaginationTokenException', 'The NextToken is invalid.');
  }
  const quotas = listQuotas(context, region);
  const end = Number(NextToken) + MaxResults;
  const page = quotas.slice(Number(NextToken), end);
  return end < quotas.length ? { Quotas: page, NextToken: String(end) } : { Quotas: page };
}

function getServiceQuota({ input, region, context }: Call): object {
  requireService(input);
  const quota = listQuotas(context, region).find(({ QuotaCode }) => QuotaCode === input['QuotaCode']);
  if (quota === undefined)
    throw makeError('NoSuchResourceException', 'The request failed because the quota does not exist.');
  return { Quota: quota };
}

function requireService({ ServiceCode }: Readonly<Record<string, unknown>>): void {
  if (ServiceCode === 'sagemaker') return;
  throw makeError('NoSuchResourceException', `The sandbox has no quotas of the service '${String(ServiceCode)}'.`);
}

function listQuotas({ quotas, accountId }: QuotasContext, region: string) {
  const { automlJobs, defaultInstances, serverlessEndpoints, serverlessConcurrency } = quotas;
  const values: readonly (readonly [name: string, value: number])[] = [
    ['Number of concurrent AutoML jobs', automlJobs],
    ['Maximum number of serverless endpoints', serverlessEndpoints],
    ['Maximum total concurrency that can be allocated across all serverless endpoints', serverlessConcurrency],
    ...instanceTypes.map(
      (type) => [`${type} for endpoint usage`, quotas.instances.get(type) ?? defaultInstances] as const,
    ),
    ...transformInstanceTypes.map(
      (type) => [`${type} for transform job usage`, quotas.transformInstances.get(type) ?? defaultInstances] as const,
    ),
  ];
  return values
    .filter(([, value]) => Number.isFinite(value))
    .map(([QuotaName, Value]) => {
      const QuotaCode = `L-${createHash('sha256').update(QuotaName).digest('hex').slice(0, 8).toUpperCase()}`;
      return {
        ServiceCode: 'sagemaker',
        ServiceName: 'Amazon SageMaker',
        QuotaArn: `arn:aws:servicequotas:${region}:${accountId}:sagemaker/${QuotaCode}`,
        QuotaCode,
        QuotaName,
        Value,
        Unit: 'None',
        Adjustable: true,
        GlobalQuota: false,
      };
    });
}
