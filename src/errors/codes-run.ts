import type { ErrorDefinition } from './codes.js';

/** A training from its reservation to its job. */
export const runCodes = {
  'E-SME-260': {
    where: 'templates/lua/sme/job_reservation.lua',
    text: "Session {{session}} of user '{{user}}' is exporting the training data of job '{{job}}' or starting it.",
    mitigation: 'Wait until that session has finished, or use another job name.',
  },
  'E-SME-261': {
    where: 'templates/lua/sme/training.lua',
    text: "Another run has taken over the job name '{{job}}', so this run started no job.",
    mitigation: 'Poll the job that the other run starts.',
  },
  'E-SME-262': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: 'AWS itself failed: {{text}}.',
    mitigation: 'Run the command again in a few minutes.',
  },
  'E-SME-263': {
    where: 'templates/lua/sme/job_reservation.lua',
    text: "The same command is still running as job '{{job}}': session {{session}} of user '{{user}}' is exporting its training data or starting it.",
    mitigation: 'Wait until that session has finished, then poll its job.',
  },
  'E-SME-264': {
    where: 'templates/lua/sme/unfinished_runs.lua',
    text: "AWS has no job '{{job}}' yet. The export did not finish; run the same command again.",
    mitigation: 'The same parameters continue under the same name.',
  },
  'E-SME-265': {
    where: 'templates/lua/sme/unfinished_runs.lua',
    text: "AWS has no job '{{job}}' yet. Session {{session}} of user '{{user}}' is exporting the training data or starting the job.",
    mitigation: 'Wait until that session has finished, then ask again.',
  },
  'E-SME-266': {
    where: 'templates/lua/sme/job_reservation.lua',
    text: "Whether session {{session}}, which is exporting or starting job '{{job}}' with the same command, still runs is unknown: {{text}}.",
    mitigation: 'Restore access to SYS.EXA_ALL_SESSIONS, then run the same command again.',
  },
  'E-SME-267': {
    where: 'templates/lua/sme/unfinished_runs.lua',
    text: "AWS has no job '{{job}}' yet. The export is running or did not finish: whether session {{session}} still exists is unknown: {{text}}.",
    mitigation: 'Restore access to SYS.EXA_ALL_SESSIONS, then ask again.',
  },
  'E-SME-268': {
    where: 'templates/lua/sme/lock_wait.lua',
    text: 'Another transaction has changed the table {{table}} and not ended; sme stopped waiting for it: {{text}}.',
    mitigation:
      'Find its session in SYS.EXA_DBA_TRANSACTION_CONFLICTS or SYS.EXA_ALL_SESSIONS, and commit, roll back or kill it. Then run the same command again.',
  },
  'E-SME-269': {
    where: 'templates/lua/sme/job_table.lua',
    text: 'The job table {{table}} was created by another version of sme: it has no column {{column}}.',
    mitigation: 'Run sme deploy, which adds the column. Then run the same command again.',
  },
} as const satisfies Readonly<Record<string, ErrorDefinition>>;
