import type { ConnectionCheckResult } from '../../connection/check-connection.js';
import { awsTaskIds, awsTasks } from '../../scripts/aws-permissions.js';
import { fail, ok, skip } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';
import { accountTimeoutMs, checkThroughConnection, describeFailures, describeTask } from './through-connection.js';

/** Can SageMaker assume the role, and may the connection's user pass it? If IAM does not say, prints how to check with another key. */
export const roleChecks: readonly Check[] = [
  {
    id: 'role',
    title: 'role and trust policy',
    needs: ['identity'],
    timeoutMs: accountTimeoutMs,
    run: forRole(checkThroughConnection('role', judgeRole)),
  },
  {
    id: 'pass-role',
    title: 'permission to pass the role',
    needs: ['identity'],
    timeoutMs: accountTimeoutMs,
    run: forRole(checkThroughConnection('pass_role', judgePassRole)),
  },
];

function forRole(check: Check['run']): Check['run'] {
  return async (context) =>
    context.aws.roleArn === undefined
      ? skip('no role is set', 'Set --role-arn or SME_ROLE_ARN.')
      : await check(context);
}

function judgeRole(result: ConnectionCheckResult, { aws }: DoctorContext): Outcome {
  const { role, failures } = result;
  if (role !== undefined) {
    return role.trusted
      ? ok(`${role.arn}; SageMaker may assume it`)
      : fail(
          `${role.arn} does not let SageMaker assume it`,
          'Add to its trust policy: {"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}',
        );
  }
  return failures[0]?.code === 'NoSuchEntity'
    ? fail(
        `the role ${aws.roleArn} does not exist`,
        'Set --role-arn or SME_ROLE_ARN to a role that SageMaker may assume.',
      )
    : skip(
        `cannot check: ${describeFailures(result)}`,
        `Training works without iam:GetRole, so the key may lack it. Check with another key: aws iam get-role --role-name ${readRoleName(aws.roleArn)} --query Role.AssumeRolePolicyDocument`,
      );
}

function judgePassRole(result: ConnectionCheckResult, { aws }: DoctorContext): Outcome {
  const { principal, decision } = result.pass_role ?? {};
  switch (decision) {
    case 'allowed':
      return ok(`${principal} may pass it to SageMaker (according to the IAM policy simulator)`);
    case 'implicitDeny':
    case 'explicitDeny':
      return fail(
        `${principal} may not pass it to SageMaker (${decision} according to the IAM policy simulator); needed for: ${listTasksWithRole()}`,
        `Add to its policy: {"Effect":"Allow","Action":"iam:PassRole","Resource":"${aws.roleArn}","Condition":{"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}}`,
      );
    default:
      return skip(`cannot check: ${describeFailures(result)}`, suggestSimulation(principal, aws.roleArn));
  }
}

const listTasksWithRole = () =>
  awsTaskIds
    .filter((id) => awsTasks[id].permissions.some(({ actions }) => actions.includes('iam:PassRole')))
    .map(describeTask)
    .join('; ');

const readRoleName = (arn = '') => arn.split('/').at(-1) ?? '';

function suggestSimulation(principal = '<ARN of the user>', role = ''): string {
  return [
    'Training works without iam:SimulatePrincipalPolicy, so the key may lack it. Check with another key:',
    `aws iam simulate-principal-policy --policy-source-arn ${principal} --action-names iam:PassRole --resource-arns ${role} --context-entries ContextKeyName=iam:PassedToService,ContextKeyValues=sagemaker.amazonaws.com,ContextKeyType=string --query EvaluationResults[0].EvalDecision`,
  ].join(' ');
}
