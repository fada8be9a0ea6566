import type { ErrorTable } from '../definition.js';

/** Errors about jobs, their rows and reports. */
export const jobsErrors = {
  'E-SME-85': {
    where: 'templates/lua/sme/job_script.lua',
    text: "There is no job '{{job}}' in region '{{region}}' of this AWS account.",
    mitigation: 'Check name, region and connection.',
  },
  'E-SME-140': {
    where: 'templates/lua/sme/job_report.lua',
    text: "Job '{{job}}' ({{statuses}}) has no {{subject}}.",
    mitigation: "AWS's reasons are told, or which jobs have such a report.",
  },
  'E-SME-149': {
    where: 'templates/lua/sme/job_recovery.lua',
    text: 'The recovery of jobs stopped: {{text}}.',
    mitigation: 'Run it again: it goes on.',
  },
  'E-SME-151': {
    where: 'templates/lua/sme/trained_job.lua',
    text: "The job table has no job '{{job}}'.",
    mitigation: 'A training writes its row; SME_RECOVER_SAGEMAKER_AUTOPILOT_JOBS brings lost ones back.',
  },
  'E-SME-152': {
    where: 'templates/lua/sme/trained_job.lua',
    text: 'The job table cannot be read: {{text}}.',
    mitigation: 'You need GRANT SELECT on it; where it is missing, deploy again.',
  },
  'E-SME-153': {
    where: 'templates/lua/sme/trained_job.lua',
    text: "The row of job '{{job}}' does not tell its columns and their target.",
    mitigation: 'Mend the row.',
  },
  'E-SME-188': {
    where: 'templates/python/sme/job_states.py',
    text: "The row names no region, and neither does the address of the connection '{{connection}}'.",
    mitigation: "Set AWS_REGION in the job's row, or the address to https://<bucket>.s3.<region>.amazonaws.com.",
  },
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
  'E-SME-240': {
    where: 'src/commands/watch-flags.ts',
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
    where: 'src/commands/report-file.ts',
    text: "There is a file '{{file}}' already.",
    mitigation: 'Give another with -o, or --force to replace it.',
    exitCode: 2,
  },
  'E-SME-252': {
    where: 'src/commands/report-file.ts',
    text: "The report cannot be written to '{{file}}': {{reason}}.",
    mitigation: 'Give a file in a folder that is there and that you may write to with -o, or -o - for stdout.',
  },
} as const satisfies ErrorTable;
