import type { ErrorDefinition } from './codes.js';

/** Errors of the commands around jobs and endpoints (src/jobs and their commands), numbers 230-259. */
export const jobsCodes = {
  'E-SME-230': {
    where: 'src/jobs/find-schema.ts',
    text: "Schema '{{schema}}' has no script '{{script}}' that you may run{{suggestion}}.",
    mitigation:
      'Check --schema (or EXASOL_SCHEMA). "sme deploy" installs the scripts, and prints the grants that a user of them needs.',
    exitCode: 7,
  },
  'E-SME-231': {
    where: 'src/jobs/find-job.ts',
    text: "The job table {{table}} has no job '{{job}}'{{suggestion}}.",
    mitigation: '"sme jobs" lists them. A job that another schema or account started needs --connection and --region.',
    exitCode: 7,
  },
  'E-SME-232': {
    where: 'src/jobs/find-job.ts',
    text: "The row of job '{{job}}' does not tell in which Region it runs: an earlier version wrote it.",
    mitigation: 'Give --region (or AWS_REGION).',
    exitCode: 2,
  },
  'E-SME-233': {
    where: 'src/jobs/table-name.ts',
    text: "'{{name}}' is no name of a table or view.",
    mitigation:
      'Write SCHEMA.TABLE as in SQL, names with blanks or lower case in double quotes: \'"Sales"."my table"\'.',
    exitCode: 2,
  },
  'E-SME-234': {
    where: 'src/jobs/table-name.ts',
    text: "There is no table or view '{{name}}' that you may read{{suggestion}}.",
    mitigation:
      'Check its name (SCHEMA.TABLE, exact case in double quotes), that you have SELECT on it, and USAGE on its schema.',
    exitCode: 7,
  },
  'E-SME-235': {
    where: 'src/jobs/table-name.ts',
    text: "'{{name}}' may be any of {{choices}}.",
    mitigation: 'Write SCHEMA.TABLE.',
    exitCode: 2,
  },
  'E-SME-236': {
    where: 'src/commands/watch.ts',
    text: "The job '{{job}}' ended as {{status}}{{phase}}{{reason}}",
    mitigation:
      '"sme candidates {{job}}" lists what it has trained; mend what AWS says and train anew, with another job name.',
  },
  'E-SME-237': {
    where: 'src/commands/watch.ts',
    text: "{{seconds}} s are over, and the job '{{job}}' has not ended.",
    mitigation: 'It goes on in AWS. Come back with "sme watch {{job}}", or end it with "sme stop {{job}}".',
    exitCode: 124,
  },
  'E-SME-238': {
    where: 'src/jobs/training-parameters.ts',
    text: 'The training cannot be asked for so:\n{{problems}}',
    mitigation:
      '"sme train --help" names the flags; what is missing may also stand in the environment, in a profile or in --file.',
    exitCode: 2,
  },
  'E-SME-239': {
    where: 'src/jobs/training-file.ts',
    text: "The file '{{file}}' cannot be used: {{reason}}",
    mitigation:
      'Give a JSON file with one object of training parameters, such as {"target_attribute_name": "CHURNED"}.',
    exitCode: 2,
  },
  'E-SME-240': {
    where: 'src/cli/wait-options.ts',
    text: "Invalid {{flag}} '{{value}}'.",
    mitigation: 'Use a duration such as 15s, 2m or 1.5h.',
    exitCode: 2,
  },
  'E-SME-241': {
    where: 'src/tables/endpoint-table.ts',
    text: "The endpoint table {{table}} has no endpoint '{{endpoint}}'{{suggestion}}.",
    mitigation:
      'Check the name: "sme endpoint list" shows which there are, and "sme endpoint create" makes one. To delete one that the table does not know, give --connection and --region.',
    exitCode: 7,
  },
  'E-SME-242': {
    where: 'src/commands/predict.ts',
    text: 'Nothing can be predicted so: {{problem}}.',
    mitigation: '"sme predict --help" shows what goes together.',
    exitCode: 2,
  },
  'E-SME-243': {
    where: 'src/jobs/endpoint-parameters.ts',
    text: 'The endpoint cannot be asked for so:\n{{problems}}',
    mitigation: '"sme endpoint create --help" names the flags.',
    exitCode: 2,
  },
  'E-SME-244': {
    where: 'src/jobs/wait-for-endpoint.ts',
    text: "{{seconds}} s are over, and the endpoint '{{endpoint}}' is not in service yet ({{status}}).",
    mitigation:
      'It goes on in AWS. Come back with the same command, or take it away with "sme endpoint delete {{endpoint}}".',
    exitCode: 124,
  },
  'E-SME-245': {
    where: 'src/jobs/wait-for-endpoint.ts',
    text: "The endpoint '{{endpoint}}' is not in service, its status is '{{status}}'.",
    mitigation: 'Look at it in SageMaker, or take it away with "sme endpoint delete {{endpoint}}".',
  },
  'E-SME-246': {
    where: 'src/tables/endpoint-table.ts',
    text: 'The endpoint table {{table}} is of an earlier version: it has no column {{column}}.',
    mitigation: 'Run "sme deploy": it adds what is missing, and the rows stay.',
    exitCode: 5,
  },
  'E-SME-250': {
    where: 'src/commands/report.ts',
    text: 'No report can be made so: {{problem}}.',
    mitigation: '"sme report --help" shows what goes together.',
    exitCode: 2,
  },
  'E-SME-251': {
    where: 'src/report/report-file.ts',
    text: "There is a file '{{file}}' already.",
    mitigation: 'Give another with -o, or --force to replace it.',
    exitCode: 2,
  },
  'E-SME-252': {
    where: 'src/report/report-file.ts',
    text: "The report cannot be written to '{{file}}': {{reason}}.",
    mitigation: 'Give a file in a folder that is there and that you may write to with -o, or -o - for stdout.',
  },
} as const satisfies Record<string, ErrorDefinition>;
