import type { HttpRequest, HttpResponse } from './http.js';
import { makeQueryErrorResponse } from './query-protocol.js';

/** An error that names the missing service, in the format of its protocol: XML for the query protocol (STS, EC2, …), otherwise JSON. */
export function makeUnknownServiceResponse(service: string, { headers }: Pick<HttpRequest, 'headers'>): HttpResponse {
  const code = 'NotImplemented';
  const message = `The sandbox has S3, SageMaker, its runtime, STS, IAM and Service Quotas, not the service '${service}'.`;
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return makeQueryErrorResponse(501, code, message);
  }
  return {
    status: 501,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ __type: code, message }),
  };
}
