import type { ErrorTable } from '../definition.js';

/** Errors about failed calls to AWS. */
export const awsCallsErrors = {
  'E-SME-78': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'AWS denies the call: {{text}}.',
    mitigation: 'Give the owner of the keys the permission that AWS names.',
  },
  'E-SME-79': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'AWS refuses the keys: {{text}}.',
    mitigation: "Check USER and IDENTIFIED BY of the connection, and the database's clock.",
  },
  'E-SME-80': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'The database could not talk to AWS: {{text}}.',
    mitigation: 'Check the region, and name server, proxy and firewall of its nodes.',
  },
  'E-SME-81': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'A quota of AWS is used up: {{text}}.',
    mitigation: 'Wait for running jobs to end, or ask AWS for a higher quota.',
  },
  'E-SME-82': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'AWS answers too many calls at once: {{text}}.',
    mitigation: 'Wait a minute and start again.',
  },
  'E-SME-83': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'The script language container has no boto3: {{text}}.',
    mitigation: 'Deploy with --language-alias and an alias of a container that has it.',
  },
  'E-SME-84': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'Another failure of AWS: {{text}}.',
    mitigation: 'The text is from AWS: mend its cause.',
  },
  'E-SME-87': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'The name is taken in AWS: {{text}}.',
    mitigation: 'AWS never frees a job name: take another one.',
  },
  'E-SME-88': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'AWS finds the request invalid: {{text}}.',
    mitigation: 'Check the parameters that AWS names, and that SageMaker may assume the role.',
  },
  'E-SME-262': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'AWS itself failed: {{text}}.',
    mitigation: 'Run the command again in a few minutes.',
  },
} as const satisfies ErrorTable;
