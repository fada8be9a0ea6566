import type { ErrorTable } from '../definition.js';

/** Errors about batch predictions. */
export const batchesErrors = {
  'E-SME-380': {
    where: 'templates/python/sme/batch_plan.py',
    text: "The model '{{model}}' has no completed job in AWS. sme looked up {{jobs}}.",
    mitigation: 'Wait until one of the jobs is Completed, or name another job with job_name.',
  },
  'E-SME-381': {
    where: 'templates/python/sme/batch_output.py',
    text: "The output of the batch '{{batch}}' contains several files for the same input: {{files}}.",
    mitigation: 'Check that nothing else writes below its output path, and delete the files that do not belong there.',
  },
  'E-SME-382': {
    where: 'templates/python/sme/batch_stop.py',
    text: "The transform job '{{batch}}' was not stopped: it has no tags of this database and schema.",
    mitigation: 'Stop it where it was started.',
  },
  'E-SME-383': {
    where: 'templates/python/sme/batch_removal.py',
    text: "The transform job '{{batch}}' still has the status '{{status}}', so its files and its model were not deleted.",
    mitigation: 'Wait until it has ended, then run the command again.',
  },
  'E-SME-384': {
    where: 'templates/python/sme/batch_removal.py',
    text: "The model '{{model}}' was not deleted: it has no tags of this database and schema.",
    mitigation: 'Delete it where it was created, then run the command again.',
  },
  'E-SME-385': {
    where: 'templates/python/sme/batch_results.py',
    text: "The output for row {{number}} has unexpected columns: '{{record}}'.",
    mitigation: 'Create an endpoint for the job instead, and report the columns as an issue.',
  },
  'E-SME-386': {
    where: 'templates/lua/sme/trained_job.lua',
    text: "The job table {{table}} has no job of the model '{{model}}' that may have completed.",
    mitigation: 'Check the name, or train the model first.',
  },
  'E-SME-387': {
    where: 'templates/lua/sme/batch_table.lua',
    cases: {
      privilege: {
        text: 'The table of batch predictions {{table}} cannot be used: {{reason}}.',
        mitigation: 'Users of the scripts need SELECT, INSERT, UPDATE and DELETE on this table.',
      },
      other: {
        text: 'The table of batch predictions {{table}} cannot be used: {{reason}}.',
        mitigation: 'If the table does not exist, run sme deploy.',
      },
    },
  },
  'E-SME-388': {
    where: 'templates/lua/sme/batch_table.lua',
    text: "The table {{table}} has no batch prediction '{{batch}}'.",
    mitigation: 'Check the name. SME_LIST_SAGEMAKER_AUTOPILOT_BATCH_PREDICTIONS shows all names.{{suggestion}}',
  },
  'E-SME-389': {
    where: 'templates/lua/sme/batch_target.lua',
    text: 'The target table {{table}} lacks columns that the predictions need: {{columns}}.',
    mitigation: 'Add the columns, choose other key_columns, or use another target_table_name.',
  },
  'E-SME-390': {
    where: 'templates/lua/sme/batch_input.lua',
    text: 'The input lacks columns that the model was trained on: {{columns}}.',
    mitigation: 'Use an input with these columns, or select them with input_query.',
  },
  'E-SME-391': {
    where: 'templates/lua/sme/batch_input.lua',
    text: 'Columns of the input have other types than in the training: {{columns}}.',
    mitigation: 'Cast them with input_query.',
  },
  'E-SME-392': {
    where: 'templates/lua/sme/batch_input.lua',
    text: "key_columns contains '{{column}}' twice.",
    mitigation: 'Name each column once.',
  },
  'E-SME-393': {
    where: 'templates/lua/sme/batch_earlier.lua',
    text: "There is already a batch prediction '{{batch}}' with other parameters.",
    mitigation: 'Use another batch_name, or leave it out.',
  },
  'E-SME-394': {
    where: 'templates/lua/sme/batch_preparation.lua',
    text: "The row of job '{{job}}' in {{table}} does not contain a valid bucket and output path.",
    mitigation: 'Set S3_BUCKET_URI and S3_OUTPUT_PATH in the row.',
  },
  'E-SME-395': {
    where: 'templates/lua/sme/batch_preparation.lua',
    cases: {
      staging: {
        text: "The rows cannot be copied to a staging table in the schema '{{schema}}': {{reason}}.",
        mitigation: 'You need CREATE TABLE in this schema and SELECT on the input. Or use another target_schema_name.',
      },
      insert: {
        text: 'The predictions cannot be added to {{table}}: {{reason}}.',
        mitigation: 'You need INSERT on the table, and its columns must accept the types of keys and prediction.',
      },
      create: {
        text: 'The target table {{table}} cannot be created: {{reason}}.',
        mitigation: 'You need CREATE TABLE in its schema. Or name an existing table.',
      },
    },
  },
  'E-SME-396': {
    where: 'templates/lua/sme/batch_earlier.lua',
    cases: {
      running: {
        text: "Session {{session}} of user '{{user}}' is working on the batch prediction '{{batch}}'.",
        mitigation: 'Wait for that session, or end it and run the command again.',
      },
      unknown_session: {
        text: "The batch prediction '{{batch}}' is not finished, and it is unknown whether session {{session}} still works on it: {{reason}}.",
        mitigation: 'Ask an administrator whether the session exists. If not, run the command as that user.',
      },
    },
  },
  'E-SME-397': {
    where: 'templates/lua/sme/batch_start.lua',
    text: "Another session has taken over the batch prediction '{{batch}}' or deleted its row in {{table}}, so this one has stopped.",
    mitigation: 'SME_LIST_SAGEMAKER_AUTOPILOT_BATCH_PREDICTIONS shows its status.',
  },
  'E-SME-398': {
    where: 'templates/lua/sme/batch_start.lua',
    cases: {
      staging: {
        text: "The batch prediction '{{batch}}' was not started: its rows could not be copied to a staging table in the schema '{{schema}}': {{reason}}. {{outcome}}",
        mitigation: 'Fix the cause and run the same command again.',
      },
      leftovers: {
        text: "The batch prediction '{{batch}}' was not started: what an earlier run left could not be removed: {{reason}}",
        mitigation: 'Fix the cause and run the same command again.',
      },
    },
  },
  'E-SME-399': {
    where: 'templates/lua/sme/batch_start.lua',
    cases: {
      refused: {
        text: "The transform job '{{batch}}' was not created: {{reason}} {{outcome}}",
        mitigation: 'Fix the cause and run the command again.',
      },
      unknown: {
        text: "It is unknown whether the transform job '{{batch}}' was created: {{reason}}",
        mitigation: 'Run the same command again. It continues, and no second transform job is created.',
      },
      not_followed: {
        text: "The transform job '{{batch}}' was created, but its status could not be read: {{reason}}",
        mitigation: 'Run SME_FINISH_SAGEMAKER_AUTOPILOT_BATCH_PREDICTION with its name later.',
      },
    },
  },
  'E-SME-400': {
    where: 'templates/python/sme/batch_plan.py',
    text: "AWS already has a transform job '{{batch}}' in Region '{{region}}' of this account, and never frees a name.",
    mitigation: 'Use another batch_name, or leave it out.',
  },
  'E-SME-401': {
    where: 'templates/lua/sme/batch_import.lua',
    cases: {
      staging: {
        text: "The predictions of the batch '{{batch}}' were not imported: {{reason}}. Nothing has changed.",
        mitigation: 'Fix the cause and run the same command again. You need CREATE TABLE in the target schema.',
      },
      import: {
        text: "The predictions of the batch '{{batch}}' were not imported: {{reason}}. Nothing has changed.",
        mitigation:
          'Fix the cause and run the same command again. You need the system privilege IMPORT and the connection {{connection}}.',
      },
      insert: {
        text: "The predictions of the batch '{{batch}}' were not added to {{target}}: {{reason}}. Nothing has changed.",
        mitigation: 'Fix the cause and run the same command again.',
      },
    },
  },
  'E-SME-402': {
    where: 'templates/lua/sme/batch_import.lua',
    text: "The output of the batch '{{batch}}' does not match its input: of {{rows}} rows, {{repeated}} have a number that occurs twice and {{unknown}} one that does not exist. Nothing was imported.",
    mitigation:
      'Check that nothing else writes below its output path. Stop the batch to discard it, and start it again.',
  },
  'E-SME-403': {
    where: 'templates/lua/sme/batch_finish.lua',
    text: "The status or the files of the batch prediction '{{batch}}' could not be read: {{reason}}",
    mitigation: 'Fix the cause and run the same command again. Nothing has changed.',
  },
  'E-SME-404': {
    where: 'templates/lua/sme/batch_finish.lua',
    text: "The batch prediction '{{batch}}' has no transform job: session {{session}} of user '{{user}}' ended before it created one.",
    mitigation: 'Run the same start command again to continue, or stop the batch to remove it.',
  },
  'E-SME-405': {
    where: 'templates/lua/sme/batch_finish.lua',
    text: "AWS has no transform job '{{batch}}' in Region '{{region}}' of this account.",
    mitigation: 'Check that the connection has keys of the account that ran it. Stop the batch to remove what is left.',
  },
  'E-SME-406': {
    where: 'templates/lua/sme/batch_finish.lua',
    text: "The batch prediction '{{batch}}' has ended, but not everything of it could be deleted: {{reason}}",
    mitigation: 'Fix the cause and run the command again. The predictions do not change.',
  },
  'E-SME-407': {
    where: 'templates/lua/sme/batch_stop.lua',
    text: "The batch prediction '{{batch}}' was not stopped: {{reason}}",
    mitigation: 'Fix the cause and run the command again.',
  },
  'E-SME-408': {
    where: 'templates/lua/sme/batch_preparation.lua',
    text: "User '{{user}}' lacks the system privilege IMPORT, so the predictions could not be imported.",
    mitigation: 'Ask an administrator to run: GRANT IMPORT TO {{quoted_user}};',
  },
  'E-SME-410': {
    where: 'src/jobs/wait-for-batch.ts',
    text: "The batch '{{batch}}' ended as {{status}}{{reason}}",
    mitigation: 'No predictions were added. Fix the cause that AWS names and run the batch again.',
  },
  'E-SME-411': {
    where: 'src/jobs/wait-for-batch.ts',
    text: "Timed out after {{seconds}} s; the batch '{{batch}}' continues in AWS.",
    mitigation: 'Run "sme batch finish {{batch}} --wait" to wait again, or "sme batch stop {{batch}}" to stop it.',
    exitCode: 124,
  },
  'E-SME-413': {
    where: 'src/commands/undeploy.ts',
    text: 'Batch predictions of this schema are not finished, and no script can finish or stop them after undeploy:\n{{list}}',
    mitigation:
      'Run "sme batch finish NAME" or "sme batch stop NAME" for each, or add --keep-batches to leave their transform jobs, models, files and staging tables.',
    exitCode: 2,
  },
  'E-SME-412': {
    where: 'src/jobs/batch-parameters.ts',
    text: 'The batch prediction cannot start:\n{{problems}}',
    mitigation: 'Correct the values above; "sme predict --help" lists all flags.',
    exitCode: 2,
  },
} as const satisfies ErrorTable;
