/**
 * Identity-based policies: an explicit Deny wins, and what no statement allows is denied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * Mirrored: Effect, Action, Resource with `*` and `?`, Condition with the operators of `operators`. Everything else is refused when a policy
 * is added, so that no policy grants less or more than it says.
 */

export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny';

type Values = string | readonly string[];

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: Values;
  readonly Resource: Values;
  /** Operator → condition key → values. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
}

export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

/** What a request needs. */
export interface Permission {
  readonly action: string;
  /** ARN, or `*` for actions without resources. */
  readonly resource: string;
  /** Condition key → values of the request. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

type Operator = (present: readonly string[] | undefined, expected: readonly string[]) => boolean;

/** Without the key in the request, only Null and operators with `IfExists` match. */
const operators: Readonly<Record<string, Operator>> = {
  StringEquals: (present, expected) => present?.some((value) => expected.includes(value)) ?? false,
  StringLike: (present, expected) => present?.some((value) => matchesAny(expected, value)) ?? false,
  StringEqualsIfExists: (present, expected) => present?.some((value) => expected.includes(value)) ?? true,
  Bool: (present, expected) => present?.some((value) => expected.includes(value)) ?? false,
  Null: (present, expected) => expected.includes(String(present === undefined)),
};

const statementMembers = new Set(['Sid', 'Effect', 'Action', 'Resource', 'Condition']);

/** @throws Error if the policy has a feature that is not evaluated */
export function checkPolicy(policy: PolicyDocument): void {
  for (const statement of statementsOf(policy)) {
    const other = Object.keys(statement).find((member) => !statementMembers.has(member));
    if (other !== undefined) throw new Error(`The sandbox does not evaluate '${other}' in policies.`);
    const operator = Object.keys(statement.Condition ?? {}).find((name) => operators[name] === undefined);
    if (operator !== undefined) throw new Error(`The sandbox does not evaluate the condition operator '${operator}'.`);
  }
}

export function evaluatePolicy(policy: PolicyDocument, permission: Permission): Decision {
  const matching = statementsOf(policy).filter((statement) => matchesStatement(statement, permission));
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'explicitDeny';
  return matching.length > 0 ? 'allowed' : 'implicitDeny';
}

/** Whether a pattern with `*` and `?` matches an action. Actions ignore case. */
export const matchesAction = (pattern: string, action: string): boolean =>
  matchesPattern(pattern.toLowerCase(), action.toLowerCase());

function matchesStatement({ Action, Resource, Condition = {} }: PolicyStatement, permission: Permission): boolean {
  const { action, resource, context = {} } = permission;
  return (
    listOf(Action).some((pattern) => matchesAction(pattern, action)) &&
    matchesAny(listOf(Resource), resource) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, expected]) => operators[operator]?.(context[key], listOf(expected)) ?? false),
    )
  );
}

const statementsOf = ({ Statement }: PolicyDocument): readonly PolicyStatement[] =>
  Array.isArray(Statement) ? Statement : [Statement as PolicyStatement];

const listOf = (values: Values): readonly string[] => (typeof values === 'string' ? [values] : values);

const matchesAny = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => matchesPattern(pattern, text));

function matchesPattern(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
