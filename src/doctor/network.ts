import { z } from 'zod';
import { callJsonUdf } from '../deploy/call-json-udf.js';
import type { Session } from '../exasol/session.js';
import { names } from '../scripts/names.js';
import type { AwsLocation } from './types.js';

const targetRule = z.object({
  service: z.string(),
  host: z.string(),
  port: z.number(),
  via: z.string().nullable(),
  steps: z.array(
    z.object({ step: z.enum(['dns', 'connect', 'proxy', 'tls', 'answer']), ok: z.boolean(), text: z.string() }),
  ),
  skew_seconds: z.number().nullable(),
});

const resultRule = z.object({
  targets: z.array(targetRule).default([]),
  variables: z.array(z.string()).default([]),
  failures: z.array(z.object({ code: z.string(), message: z.string() })).default([]),
});

/** A service, as a UDF reaches it; see templates/python/sme/network_check.py. */
export type NetworkTarget = z.infer<typeof targetRule>;
export type NetworkCheckResult = z.infer<typeof resultRule>;

/** Checks whether UDFs can reach AWS services, which have their boto3 names here. @throws as `callJsonUdf` */
export function checkNetworkFromUdf(
  session: Session,
  schema: string,
  request: Partial<AwsLocation> & { readonly services: readonly string[] },
): Promise<NetworkCheckResult> {
  return callJsonUdf(session, { schema, udf: names.networkCheckUdf }, { ...request }, resultRule);
}
