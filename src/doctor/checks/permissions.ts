import type { ConnectionCheckResult, Simulation } from '../../connection/check-connection.js';
import { type AwsResource, type AwsTaskId, awsTasks, mergePermissions } from '../../scripts/aws-permissions.js';
import { fail, ok, skip, warn } from '../outcomes.js';
import type { Check, Outcome } from '../types.js';
import { accountTimeoutMs, checkThroughConnection, describeFailures, describeTask } from './through-connection.js';

/** May the owner of the connection's keys do what each task needs? */
export const permissionChecks: readonly Check[] = [
  {
    id: 'permissions',
    title: 'permissions for tasks',
    needs: ['identity'],
    timeoutMs: accountTimeoutMs,
    run: checkThroughConnection('permissions', judgePermissions, listSimulations),
  },
];

/** What the scripts do with the keys of a connection. The other tasks of the table use keys of this machine as well. */
const tasks = ['train', 'follow', 'serve', 'predict', 'batch'] as const satisfies readonly AwsTaskId[];

/** Without these, the extension is of no use; the others are optional. */
const necessaryTasks: readonly AwsTaskId[] = ['train', 'follow'];

/** A name for jobs, endpoints and objects that the simulation asks about. */
const probeName = 'sme-doctor';

const sageMaker = (type: string) => `arn:{partition}:sagemaker:{region}:{account}:${type}/${probeName}`;

/** The check `pass-role` asks about the role; the rest of the table is not about these tasks. */
const simulated = {
  bucket: () => 'arn:{partition}:s3:::{bucket}',
  objects: (path: string) => `arn:{partition}:s3:::{bucket}/${[path, probeName].filter(Boolean).join('/')}`,
  'training-data': (path: string) =>
    `arn:{partition}:s3:::{bucket}/${[path, probeName, 'train', probeName].filter(Boolean).join('/')}`,
  'automl-job': () => sageMaker('automl-job'),
  model: () => sageMaker('model'),
  'endpoint-config': () => sageMaker('endpoint-config'),
  endpoint: () => sageMaker('endpoint'),
  'transform-job': () => sageMaker('transform-job'),
  any: () => '*',
} as const satisfies Partial<Record<AwsResource, (path: string) => string>>;

type SimulatedResource = keyof typeof simulated;

const isSimulated = (on: AwsResource): on is SimulatedResource => on in simulated;

function listSimulations(path: string): readonly Simulation[] {
  const trimmed = path.replaceAll(/^\/+|\/+$/g, '');
  return mergePermissions(tasks.flatMap((id) => awsTasks[id].permissions)).flatMap(({ on, actions }) =>
    isSimulated(on) ? [{ resource: simulated[on](trimmed), actions }] : [],
  );
}

interface TaskDecision {
  readonly id: AwsTaskId;
  readonly denied: readonly string[];
  /** Denied actions that most users of the task do not need, and what needs them. */
  readonly optional: readonly string[];
  readonly unanswered: readonly string[];
}

function judgePermissions(result: ConnectionCheckResult): Outcome {
  const { permissions } = result;
  if (permissions === undefined || permissions.decisions.length === 0) {
    return skip(`cannot check: ${describeFirst(result)}`, suggestSimulation(permissions?.principal));
  }
  const { principal } = permissions;
  const decisions = tasks.map((id) => decideTask(id, permissions.decisions));
  const lacking = decisions.filter(({ denied }) => denied.length > 0);
  const unsure = decisions.filter(({ denied, unanswered }) => denied.length === 0 && unanswered.length > 0);
  const able = decisions.filter(({ denied, unanswered }) => denied.length + unanswered.length === 0);
  const lines = [
    ...(able.length === 0 ? [] : [`${principal} may: ${able.map(({ id }) => describeTask(id)).join('; ')}`]),
    ...lacking.map(({ id, denied }) => `${describeTask(id)}: ${principal} lacks ${denied.join(', ')}`),
    ...decisions.flatMap(({ id, optional }) =>
      optional.map((action) => `${describeTask(id)}: ${principal} lacks ${action}`),
    ),
    ...unsure.map(({ id, unanswered }) => `${describeTask(id)}: not checked: ${unanswered.join(', ')}`),
    ...(unsure.length === 0 ? [] : [describeFirst(result)]),
  ];
  const text = lines.join('\n');
  if (lacking.length > 0) {
    const files = lacking.map(({ id }) => `keys-${id}.json`).join(', ');
    const mitigation = `Allow these actions if you need the task. Policies: ${files}, see doc/user_guide/grants_and_iam.md.`;
    return lacking.some(({ id }) => necessaryTasks.includes(id)) ? fail(text, mitigation) : warn(text, mitigation);
  }
  return unsure.length > 0 ? skip(text, suggestSimulation(principal)) : ok(text);
}

/** The calls of one simulation fail for the same reason. */
const describeFirst = (result: ConnectionCheckResult) =>
  describeFailures({ ...result, failures: result.failures.slice(0, 1) });

type Decisions = NonNullable<ConnectionCheckResult['permissions']>['decisions'];

/** Resources are compared by their last part, which names the kind: the path of the objects is not known here. */
function decideTask(id: AwsTaskId, decisions: Decisions): TaskDecision {
  const denied: string[] = [];
  const unanswered: string[] = [];
  const optional: string[] = [];
  for (const { on, actions, onlyFor } of awsTasks[id].permissions) {
    if (!isSimulated(on)) continue;
    for (const action of actions) {
      const found = decisions.find((decision) => decision.action === action && kindOf(decision.resource) === on);
      const isDenied = found !== undefined && found.decision !== 'allowed';
      if (isDenied && onlyFor === undefined) denied.push(describeDenied(found));
      else if (isDenied) optional.push(`${describeDenied(found)}, only for ${onlyFor}`);
      else if (found === undefined && onlyFor === undefined) unanswered.push(action);
    }
  }
  return { id, denied: [...new Set(denied)], optional, unanswered: [...new Set(unanswered)] };
}

function kindOf(resource: string): AwsResource | undefined {
  const pattern =
    /^arn:\{partition\}:s3:::\{bucket\}(\/)?|^arn:\{partition\}:sagemaker:\{region\}:\{account\}:([a-z-]+)\//;
  const [match, slash, type] = pattern.exec(resource) ?? [];
  if (match === undefined) return 'any';
  if (resource.endsWith(`/train/${probeName}`)) return 'training-data';
  if (type === undefined) return slash === undefined ? 'bucket' : 'objects';
  return Object.keys(simulated).find((kind): kind is SimulatedResource => kind === type);
}

const reasons: Readonly<Record<string, string>> = {
  explicitDeny: 'denied by a policy',
  deniedByOrganization: 'denied by a policy of the organization',
  deniedByBoundary: 'denied by the permissions boundary',
};

function describeDenied({ action, decision, missing_context }: Decisions[number]): string {
  const notes = [
    reasons[decision],
    missing_context.length === 0 ? undefined : `depends on ${missing_context.join(', ')}, which is not simulated`,
  ].filter((note) => note !== undefined);
  return notes.length === 0 ? action : `${action} (${notes.join('; ')})`;
}

const suggestSimulation = (principal = '<ARN of the user>') =>
  `Tasks work without iam:SimulatePrincipalPolicy, so the key may lack it. Allow it on ${principal}, or check with another key: aws iam simulate-principal-policy --policy-source-arn ${principal} --action-names sagemaker:CreateAutoMLJobV2`;
