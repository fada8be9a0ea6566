/**
 * IAM: GetRole and SimulatePrincipalPolicy, for the users and roles of identities.ts.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
 *
 * A simulation evaluates the policy of the principal only: the sandbox has no groups, permissions boundaries or organizations. Parameters of
 * those, and policies that are passed with the request, are refused by name. Roles have no creation time, so GetRole returns a fixed one.
 */
import { decide, type Identity, type Role } from '../identities.js';
import {
  type QueryCall,
  QueryError,
  type QueryService,
  rejectOtherParameters,
  requirePermission,
  validationError,
} from '../query-protocol.js';
import { escapeXml } from '../s3/xml.js';
import type { PolicyDocument } from './policy.js';

export const iam: QueryService = {
  name: 'IAM',
  namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  operations: { GetRole: getRole, SimulatePrincipalPolicy: simulatePrincipalPolicy },
};

const noSuchEntity = (message: string) => new QueryError(404, 'NoSuchEntity', message);

const getRoleParameters = ['Action', 'Version', 'RoleName'];

function getRole(call: QueryCall): string {
  const { parameters, identities, accountId } = call;
  rejectOtherParameters('IAM', parameters, (parameter) => getRoleParameters.includes(parameter));
  const name = parameters.get('RoleName') ?? '';
  if (!/^[\w+=,.@-]{1,64}$/.test(name)) {
    throw validationError('roleName', name, 'Member must satisfy regular expression pattern: [\\w+=,.@-]+');
  }
  const role = identities.findRoleByName(name);
  requirePermission(call, 'iam:GetRole', role?.arn ?? `arn:aws:iam::${accountId}:role/${name}`);
  if (role === undefined) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return `<Role>${describeRole(role, accountId)}</Role>`;
}

function describeRole(role: Role, accountId: string): string {
  const slash = role.name.lastIndexOf('/');
  const members = {
    Path: slash < 0 ? '/' : `/${role.name.slice(0, slash)}/`,
    RoleName: role.name.slice(slash + 1),
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: '2020-01-01T00:00:00Z',
    AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(makeTrustPolicy(role, accountId))),
    MaxSessionDuration: String(role.maxSessionSeconds ?? 3600),
  };
  return Object.entries(members)
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join('');
}

function makeTrustPolicy({ trusts, services, externalId }: Role, accountId: string): object {
  const users = trusts ?? (services === undefined ? [`arn:aws:iam::${accountId}:root`] : []);
  const principal = {
    ...(users.length === 0 ? {} : { AWS: users }),
    ...(services === undefined ? {} : { Service: services }),
  };
  const condition = externalId === undefined ? {} : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } };
  const statement = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...condition };
  return { Version: '2012-10-17', Statement: Object.keys(principal).length === 0 ? [] : [statement] };
}

const simulationParameters =
  /^(?:Action|Version|PolicySourceArn|MaxItems|Marker|ActionNames\.member\.\d+|ResourceArns\.member\.\d+|ContextEntries\.member\.\d+\.(?:ContextKeyName|ContextKeyType|ContextKeyValues\.member\.\d+))$/;

function simulatePrincipalPolicy(call: QueryCall): string {
  const { parameters, identities } = call;
  rejectOtherParameters('IAM', parameters, (parameter) => simulationParameters.test(parameter));
  const source = parameters.get('PolicySourceArn') ?? '';
  if (!/^arn:aws[a-z-]*:iam::\d{12}:(?:user|group|role)\/.+$/.test(source)) {
    throw new QueryError(
      400,
      'InvalidInput',
      `Invalid Entity Arn: ${source} does not clearly define entity type and name.`,
    );
  }
  requirePermission(call, 'iam:SimulatePrincipalPolicy', source);
  const principal = identities.findPrincipal(source);
  if (principal === undefined) throw noSuchEntity(`The principal ${source} cannot be found.`);
  const actions = readList(parameters, 'ActionNames');
  const resources = readList(parameters, 'ResourceArns');
  const unknown = actions.find((action) => !/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action));
  if (actions.length === 0 || unknown !== undefined) {
    throw new QueryError(400, 'InvalidInput', `Invalid Input: the action name '${unknown ?? ''}' is not valid.`);
  }
  const context = readContext(parameters);
  const results = actions.flatMap((action) =>
    (resources.length === 0 ? ['*'] : resources).map((resource) =>
      describeResult(principal, action, resource, context),
    ),
  );
  return cutPage(results, parameters);
}

function describeResult(
  principal: Identity,
  action: string,
  resource: string,
  context: Readonly<Record<string, readonly string[]>>,
): string {
  const missing = listConditionKeys(principal.policy).filter((key) => context[key] === undefined);
  const members = missing.map((key) => `<member>${escapeXml(key)}</member>`).join('');
  return [
    `<EvalActionName>${escapeXml(action)}</EvalActionName>`,
    `<EvalResourceName>${escapeXml(resource)}</EvalResourceName>`,
    `<EvalDecision>${decide(principal, { action, resource, context })}</EvalDecision>`,
    `<MatchedStatements/><MissingContextValues>${members}</MissingContextValues>`,
  ].join('');
}

function listConditionKeys(policy: PolicyDocument | undefined): readonly string[] {
  const statements = policy === undefined ? [] : [policy.Statement].flat();
  const keys = statements.flatMap(({ Condition = {} }) => Object.values(Condition).flatMap(Object.keys));
  return [...new Set(keys)];
}

const defaultPageSize = 100;

/** The marker is the number of results before the page. */
function cutPage(results: readonly string[], parameters: URLSearchParams): string {
  const size = Number(parameters.get('MaxItems') ?? defaultPageSize);
  if (!Number.isInteger(size) || size < 1 || size > 1000) {
    throw validationError('maxItems', String(size), 'Member must be between 1 and 1000');
  }
  const marker = parameters.get('Marker') ?? '0';
  if (!/^\d{1,6}$/.test(marker)) throw new QueryError(400, 'InvalidInput', `Invalid Marker: ${marker}`);
  const end = Number(marker) + size;
  const page = results.slice(Number(marker), end).map((result) => `<member>${result}</member>`);
  const next =
    end < results.length
      ? `<IsTruncated>true</IsTruncated><Marker>${end}</Marker>`
      : '<IsTruncated>false</IsTruncated>';
  return `<EvaluationResults>${page.join('')}</EvaluationResults>${next}`;
}

/** Members of `name.member.1`, `name.member.2`, … in this order. */
function readList(parameters: URLSearchParams, name: string): readonly string[] {
  const values: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = parameters.get(`${name}.member.${index}`);
    if (value === null) return values;
    values.push(value);
  }
}

function readContext(parameters: URLSearchParams): Readonly<Record<string, readonly string[]>> {
  const context: Record<string, readonly string[]> = {};
  for (let index = 1; ; index += 1) {
    const entry = `ContextEntries.member.${index}`;
    const key = parameters.get(`${entry}.ContextKeyName`);
    if (key === null) return context;
    context[key] = readList(parameters, `${entry}.ContextKeyValues`);
  }
}
