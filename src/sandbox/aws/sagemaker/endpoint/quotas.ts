/** Checks the account limits for a new or updated endpoint against the endpoints of the Region. */
import type { CreateEndpointConfigInput } from '@aws-sdk/client-sagemaker';
import type { OperationContext } from '../context.js';
import { resourceLimitExceeded } from '../errors.js';
import type { EndpointRecord } from '../state.js';
import { measureEndpoint } from './progress.js';

interface Usage {
  readonly instances: Map<string, number>;
  serverlessEndpoints: number;
  serverlessConcurrency: number;
}

/**
 * @param replacing an endpoint to update, whose current usage is not counted
 * @throws SageMakerError ResourceLimitExceeded
 */
export function checkQuotas(
  context: OperationContext,
  config: CreateEndpointConfigInput,
  replacing: EndpointRecord | undefined,
): void {
  const { quotas, region, clock, timings } = context;
  const used = startUsage();
  for (const endpoint of region.endpoints.values()) {
    const revision = endpoint.revisions.at(-1);
    if (endpoint === replacing || !revision || !measureEndpoint(endpoint, clock.now(), timings)) continue;
    addUsage(used, revision.config);
  }
  const added = addUsage(startUsage(), config);
  for (const [type, more] of added.instances) {
    const quota = quotas.instances.get(type) ?? quotas.defaultInstances;
    requireQuota(`${type} for endpoint usage`, 'Instances', quota, used.instances.get(type) ?? 0, more);
  }
  const { serverlessEndpoints, serverlessConcurrency } = quotas;
  requireQuota(
    'Maximum number of serverless endpoints',
    'Endpoints',
    serverlessEndpoints,
    used.serverlessEndpoints,
    added.serverlessEndpoints,
  );
  requireQuota(
    'Maximum total concurrency that can be allocated across all serverless endpoints',
    'Concurrency',
    serverlessConcurrency,
    used.serverlessConcurrency,
    added.serverlessConcurrency,
  );
}

const startUsage = (): Usage => ({ instances: new Map(), serverlessEndpoints: 0, serverlessConcurrency: 0 });

function addUsage(usage: Usage, config: CreateEndpointConfigInput): Usage {
  for (const { ServerlessConfig, InstanceType, InitialInstanceCount = 0 } of config.ProductionVariants ?? []) {
    if (ServerlessConfig) {
      usage.serverlessEndpoints += 1;
      usage.serverlessConcurrency += ServerlessConfig.MaxConcurrency ?? 0;
    } else if (InstanceType !== undefined) {
      usage.instances.set(InstanceType, (usage.instances.get(InstanceType) ?? 0) + InitialInstanceCount);
    }
  }
  return usage;
}

function requireQuota(limit: string, unit: string, quota: number, used: number, more: number): void {
  if (more > 0 && used + more > quota) throw resourceLimitExceeded(limit, unit, quota, used, more);
}
