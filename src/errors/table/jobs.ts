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
        text: "Job '{{job}}' ({{status}}, {{secondary_status}}) has no {{subject}}.{{location}} AWS reports: {{reason}}.",
        mitigation: 'Fix the cause that AWS names, then train again.',
      },
      without_reason: {
        text: "Job '{{job}}' ({{status}}, {{secondary_status}}) has no {{subject}}.{{location}}",
        mitigation:
          'Train again and let the job finish. Autopilot writes one only for the best candidate of a job that was not stopped and did not run out of time.',
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
    text: "Neither the job's row nor the address of the connection '{{connection}}' contains a Region.",
    mitigation: "Set AWS_REGION in the job's row, or set the address to https://<bucket>.s3.<region>.amazonaws.com.",
  },
  'E-SME-630': {
    where: 'templates/lua/sme/training_data_removal.lua',
    text: "The training data of job '{{job}}' in '{{uri}}' was not removed: {{reason}}",
    mitigation: 'The next request of the status tries again; "sme cleanup" deletes the data too.',
  },
  'E-SME-631': {
    where: 'templates/python/sme/training_data_removal.py',
    cases: {
      location: {
        text: "'{{uri}}' is not where the extension exports the training data of job '{{job}}'.",
        mitigation: 'Delete the files yourself if you do not need them.',
      },
      input: {
        text: "AWS reports other training data for job '{{job}}' than '{{uri}}'.",
        mitigation: 'Delete the files yourself if you do not need them.',
      },
      tags: {
        text: "Job '{{job}}', which used '{{uri}}', does not have the tags of this database and schema.",
        mitigation: 'Run "sme cleanup", which goes by the job table, or delete the files yourself.',
      },
      missing: {
        text: "AWS has no job '{{job}}' that used '{{uri}}' in this account and Region.",
        mitigation: 'Check the connection and the Region in its row, or delete the files yourself.',
      },
    },
  },
  'E-SME-230': {
    where: 'src/exasol/find-schema.ts',
    text: "Schema '{{schema}}' has no script '{{script}}' that you may run{{suggestion}}.",
    mitigation:
      'Check --schema (or EXASOL_SCHEMA), or run "sme deploy", which installs the scripts and prints the grants for their users.',
    exitCode: 7,
  },
  'E-SME-231': {
    where: 'src/jobs/find-job.ts',
    text: "The job table {{table}} has no job '{{job}}'{{suggestion}}.",
    mitigation:
      'Run "sme jobs" to see all jobs. For a job that another schema or account started, add --connection and --region.',
    exitCode: 7,
  },
  'E-SME-232': {
    where: 'src/jobs/find-job.ts',
    text: "The row of job '{{job}}' does not contain its Region, because an earlier version wrote the row.",
    mitigation: 'Set --region (or AWS_REGION).',
    exitCode: 2,
  },
  'E-SME-233': {
    where: 'src/jobs/table-name.ts',
    text: "'{{name}}' is not a valid name of a table or view.",
    mitigation:
      'Use SCHEMA.TABLE as in SQL, with double quotes around names with spaces or lower case: \'"Sales"."my table"\'.',
    exitCode: 2,
  },
  'E-SME-234': {
    where: 'src/jobs/table-name.ts',
    text: "There is no table or view '{{name}}' that you can read{{suggestion}}.",
    mitigation: 'Check its name (SCHEMA.TABLE, exact case in double quotes).{{grants}}',
    exitCode: 7,
  },
  'E-SME-235': {
    where: 'src/jobs/table-name.ts',
    text: "'{{name}}' is ambiguous: it can be any of {{choices}}.",
    mitigation: 'Add the schema: SCHEMA.TABLE.',
    exitCode: 2,
  },
  'E-SME-236': {
    where: 'src/cli/follow-job.ts',
    text: "The job '{{job}}' ended as {{status}}{{phase}}{{reason}}",
    mitigation:
      'Run "sme candidates {{job}}" to see its candidates. Fix the cause that AWS names and train again with another job name.',
  },
  'E-SME-237': {
    where: 'src/cli/follow-job.ts',
    text: "Timed out after {{seconds}} s; the job '{{job}}' is still running in AWS.",
    mitigation: 'Run "sme watch {{job}}" to watch it again, or "sme stop {{job}}" to stop it.',
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
    text: 'Cannot create the report: {{problem}}.',
    mitigation: 'Run "sme report --help" for valid combinations of flags.',
    exitCode: 2,
  },
  'E-SME-251': {
    where: 'src/report/report-file.ts',
    text: "The file '{{file}}' already exists.",
    mitigation: 'Use another file with -o, or add --force to replace it.',
    exitCode: 2,
  },
  'E-SME-252': {
    where: 'src/report/report-file.ts',
    text: "The report cannot be written to '{{file}}': {{reason}}.",
    mitigation: 'Use -o with a file in an existing folder that you can write to, or "-o -" for stdout.',
  },
} as const satisfies ErrorTable;
