import type { ErrorTable } from '../definition.js';

/** Errors about failed calls to AWS. */
export const awsCallsErrors = {
  'E-SME-78': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: '{{cause}}.',
    mitigation: 'Grant the missing permission to the owner of the keys. The script needs {{permissions}}.',
  },
  'E-SME-79': {
    where: 'templates/lua/sme/aws_errors.lua',
    cases: {
      secret: {
        text: '{{cause}}. The secret does not belong to the access key ID, or the clock of the database is wrong.',
        mitigation:
          "Correct IDENTIFIED BY of the connection '{{connection}}' with sme connection create or ALTER CONNECTION.",
      },
      key: {
        text: '{{cause}}. The access key ID does not exist or is inactive, or its session token is missing or wrong.',
        mitigation:
          "Put another key into the connection '{{connection}}' with sme connection create or ALTER CONNECTION.",
      },
      other: {
        text: '{{cause}}.',
        mitigation: "Check USER and IDENTIFIED BY of the connection '{{connection}}', and the clock of the database.",
      },
    },
  },
  'E-SME-80': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: "{{cause}}. The database cannot reach AWS in the Region '{{region}}'.",
    mitigation: 'Check the Region, and the name server, proxy and firewall of the database nodes.',
  },
  'E-SME-81': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: '{{cause}}. A quota of the AWS account is used up.',
    mitigation: 'Wait until running jobs have ended, or request a higher quota.',
  },
  'E-SME-82': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: '{{cause}}. AWS throttles the account.',
    mitigation: 'Wait a minute, then run the command again.',
  },
  'E-SME-83': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'The script language container has no boto3: {{reason}}.',
    mitigation:
      "Deploy with --language-alias and the alias of a container that has boto3. Exasol's standard containers have it.",
  },
  'E-SME-84': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: '{{cause}}.',
    mitigation: 'Fix the cause that AWS names, then run the command again.',
  },
  'E-SME-87': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: '{{cause}}.',
    mitigation: 'Use another name. AWS does not allow a job name to be used twice.',
  },
  'E-SME-88': {
    where: 'templates/lua/sme/aws_errors.lua',
    cases: {
      boto3: {
        text: '{{cause}}. The boto3 of the script language container does not support this parameter.',
        mitigation: 'Omit it, or deploy with --language-alias and the alias of a newer container.',
      },
      aws: {
        text: '{{cause}}.',
        mitigation: 'Check the parameters that AWS names, and that SageMaker can assume the role.',
      },
    },
  },
  'E-SME-262': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: '{{cause}}. The failure is inside AWS.',
    mitigation: 'Run the command again in a few minutes.',
  },
} as const satisfies ErrorTable;
