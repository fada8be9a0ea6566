import type { ConnectionAnswer } from '../../connection/check-connection.js';
import { fail, ok, skip } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';
import { accountLimitMs, withAnswer, wordFailures } from './through-connection.js';

/** The role that SageMaker works with, as far as the keys of the connection may see it; else how to see it with other keys. */
export const roleChecks: readonly Check[] = [
  {
    id: 'role',
    title: 'role and its trust',
    needs: ['identity'],
    limitMs: accountLimitMs,
    run: forRole(withAnswer('role', judgeRole)),
  },
  {
    id: 'pass-role',
    title: 'role may be passed on',
    needs: ['identity'],
    limitMs: accountLimitMs,
    run: forRole(withAnswer('pass_role', judgePassing)),
  },
];

function forRole(check: Check['run']): Check['run'] {
  return async (context) =>
    context.aws.roleArn === undefined
      ? skip('no role is named', 'Give --role-arn (or SME_ROLE_ARN).')
      : await check(context);
}

function judgeRole(answer: ConnectionAnswer, { aws }: DoctorContext): Outcome {
  const { role, failures } = answer;
  if (role !== undefined) {
    return role.trusted
      ? ok(`${role.arn}; SageMaker may assume it`)
      : fail(
          `${role.arn} does not let SageMaker assume it`,
          'Its trust policy needs: {"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}',
        );
  }
  return failures[0]?.code === 'NoSuchEntity'
    ? fail(
        `there is no role ${aws.roleArn}`,
        'Give the ARN of a role that SageMaker may assume with --role-arn (or SME_ROLE_ARN).',
      )
    : skip(
        `cannot check: ${wordFailures(answer)}`,
        `Training does not take iam:GetRole, so the key need not have it. Look with other keys: aws iam get-role --role-name ${nameRole(aws.roleArn)} --query Role.AssumeRolePolicyDocument`,
      );
}

function judgePassing(answer: ConnectionAnswer, { aws }: DoctorContext): Outcome {
  const { principal, decision } = answer.pass_role ?? {};
  switch (decision) {
    case 'allowed':
      return ok(`${principal} may pass it to SageMaker, says the simulation of IAM`);
    case 'implicitDeny':
    case 'explicitDeny':
      return fail(
        `${principal} may not pass it to SageMaker (${decision}, says the simulation of IAM)`,
        `Its policy needs: {"Effect":"Allow","Action":"iam:PassRole","Resource":"${aws.roleArn}","Condition":{"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}}`,
      );
    default:
      return skip(`cannot check: ${wordFailures(answer)}`, adviseOnSimulation(principal, aws.roleArn));
  }
}

const nameRole = (arn = '') => arn.split('/').at(-1) ?? '';

function adviseOnSimulation(principal = '<ARN of the user>', role = ''): string {
  return [
    'Training does not take iam:SimulatePrincipalPolicy, so the key need not have it. Look with other keys:',
    `aws iam simulate-principal-policy --policy-source-arn ${principal} --action-names iam:PassRole --resource-arns ${role} --context-entries ContextKeyName=iam:PassedToService,ContextKeyValues=sagemaker.amazonaws.com,ContextKeyType=string --query EvaluationResults[0].EvalDecision`,
  ].join(' ');
}
