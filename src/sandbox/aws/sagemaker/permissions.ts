/**
 * The permissions that requests need. Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon SageMaker".
 */
import type { Permission } from '../iam/policy.js';

interface PermissionsContext {
  readonly region: string;
  readonly partition: string;
  readonly accountId: string;
}

/** Operation → types of its resources, each with the member that has the name. The first one gets the tags of the request. */
const resources: Readonly<Record<string, readonly (readonly [type: string, member: string])[]>> = {
  ...forEach(['Create', 'Describe', 'Stop'], 'AutoMLJob', [['automl-job', 'AutoMLJobName']]),
  ...forEach(['Create', 'Describe'], 'AutoMLJobV2', [['automl-job', 'AutoMLJobName']]),
  ListCandidatesForAutoMLJob: [['automl-job', 'AutoMLJobName']],
  ...forEach(['Create', 'Describe', 'Delete'], 'Model', [['model', 'ModelName']]),
  ...forEach(['Create', 'Describe', 'Delete'], 'EndpointConfig', [['endpoint-config', 'EndpointConfigName']]),
  ...forEach(['Create', 'Update'], 'Endpoint', [
    ['endpoint', 'EndpointName'],
    ['endpoint-config', 'EndpointConfigName'],
  ]),
  ...forEach(['Describe', 'Delete', 'Invoke'], 'Endpoint', [['endpoint', 'EndpointName']]),
  ...forEach(['Create', 'Describe', 'Stop'], 'TransformJob', [['transform-job', 'TransformJobName']]),
};

function forEach<Value>(verbs: readonly string[], noun: string, value: Value): Readonly<Record<string, Value>> {
  return Object.fromEntries(verbs.map((verb) => [`${verb}${noun}`, value]));
}

/** Members with the role that a request passes to SageMaker. */
const roleMembers = ['RoleArn', 'ExecutionRoleArn'] as const;

/** @param input the request, before it is validated */
export function listPermissions(operation: string, input: unknown, context: PermissionsContext): readonly Permission[] {
  const request: Readonly<Record<string, unknown>> = typeof input === 'object' && input !== null ? { ...input } : {};
  const arns = listResources(operation, request, context);
  const needed: Permission[] = arns.map((resource) => ({ action: `sagemaker:${operation}`, resource }));
  if (Array.isArray(request['Tags']) && request['Tags'].length > 0 && operation.startsWith('Create')) {
    needed.push({ action: 'sagemaker:AddTags', resource: arns[0] ?? '*' });
  }
  for (const member of roleMembers) {
    const role = request[member];
    if (typeof role !== 'string') continue;
    needed.push({
      action: 'iam:PassRole',
      resource: role,
      context: { 'iam:PassedToService': ['sagemaker.amazonaws.com'] },
    });
  }
  return needed;
}

function listResources(
  operation: string,
  request: Readonly<Record<string, unknown>>,
  { partition, region, accountId }: PermissionsContext,
): readonly string[] {
  const { ResourceArn } = request;
  if (operation.endsWith('Tags') && typeof ResourceArn === 'string') return [ResourceArn];
  const named = resources[operation] ?? [];
  const arns = named.map(([type, member]) => {
    const name = String(request[member] ?? '');
    // AWS writes the names of hosting in lower case, but not those of jobs.
    const written = type.endsWith('-job') ? name : name.toLowerCase();
    return `arn:${partition}:sagemaker:${region}:${accountId}:${type}/${written}`;
  });
  return arns.length === 0 ? ['*'] : arns;
}
