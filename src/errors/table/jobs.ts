import type { ErrorTable } from '../definition.js';

/** Errors about jobs, their rows and reports. */
export const jobsErrors = {
  'E-SME-85': {
    where: 'templates/lua/sme/job_script.lua',
    text: "There is no job '{{job}}' in Region '{{region}}' of this AWS account.",
    mitigation: 'Check the name, the Region, and that the connection has keys of the account that runs the job.',
  },
  'E-SME-140': {
    where: 'templates/lua/sme/job_report.lua',
    cases: {
      with_reason: {
        text: "Job '{{job}}' ({{status}}, {{secondary_status}}) has no {{subject}}.{{location}}",
        mitigation: 'AWS reports: {{reason}}.',
      },
      without_reason: {
        text: "Job '{{job}}' ({{status}}, {{secondary_status}}) has no {{subject}}.{{location}}",
        mitigation:
          'Autopilot writes one for the best candidate of a job that was not stopped and did not run out of time.',
      },
    },
  },
  'E-SME-149': {
    where: 'templates/lua/sme/job_recovery.lua',
    text: 'The recovery stopped after {{count}} jobs: {{reason}}',
    mitigation: 'Fix the cause and run the script again. It continues with the remaining jobs.',
  },
  'E-SME-151': {
    where: 'templates/lua/sme/trained_job.lua',
    text: "The job table {{table}} has no job '{{job}}'.",
    mitigation: 'Check the name.{{suggestion}}',
  },
  'E-SME-152': {
    where: 'templates/lua/sme/trained_job.lua',
    text: 'The job table {{table}} cannot be read: {{reason}}.',
    mitigation: 'You need SELECT on the table. If the table does not exist, run sme deploy.',
  },
  'E-SME-153': {
    where: 'templates/lua/sme/trained_job.lua',
    text: "The row of job '{{job}}' in {{table}} does not contain the columns of the training and the target.",
    mitigation: 'Set COLUMN_NAMES and COLUMN_TYPES to JSON lists that include the target.',
  },
  'E-SME-188': {
    where: 'templates/python/sme/job_states.py',
    text: "Neither the job's row nor the address of the connection '{{connection}}' names a Region.",
    mitigation: "Set AWS_REGION in the job's row, or set the address to https://<bucket>.s3.<region>.amazonaws.com.",
  },
  'E-SME-230': {
    where: 'src/exasol/find-schema.ts',
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
    where: 'src/cli/follow-job.ts',
    text: "The job '{{job}}' ended as {{status}}{{phase}}{{reason}}",
    mitigation:
      '"sme candidates {{job}}" lists what it has trained; mend what AWS says and train anew, with another job name.',
  },
  'E-SME-237': {
    where: 'src/cli/follow-job.ts',
    text: "{{seconds}} s are over, and the job '{{job}}' has not ended.",
    mitigation: 'It goes on in AWS. Come back with "sme watch {{job}}", or end it with "sme stop {{job}}".',
    exitCode: 124,
  },
  'E-SME-240': {
    where: 'src/cli/wait-options.ts',
    text: "Invalid {{flag}} '{{value}}'.",
    mitigation: 'Use a duration such as 15s, 2m or 1.5h.',
    exitCode: 2,
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
} as const satisfies ErrorTable;
