import type { ErrorTable } from '../definition.js';

/** Errors about a training from its export to its job. */
export const trainingErrors = {
  'E-SME-70': {
    where: 'templates/lua/sme/s3_export.lua',
    cases: {
      privilege: {
        text: "The export to '{{uri}}' failed: {{reason}}. No job was started; some files may have been written. {{outcome}}",
        mitigation: 'You need the system privilege EXPORT, the connection {{connection}} and SELECT on the input.',
      },
      keys: {
        text: "The export to '{{uri}}' failed: {{reason}}. No job was started; some files may have been written. {{outcome}}",
        mitigation: "S3 rejects the keys of the connection '{{connection}}'. Check its USER and IDENTIFIED BY.",
      },
      access: {
        text: "The export to '{{uri}}' failed: {{reason}}. No job was started; some files may have been written. {{outcome}}",
        mitigation: 'Grant s3:PutObject and s3:AbortMultipartUpload for this prefix to the owner of the keys.',
      },
      bucket: {
        text: "The export to '{{uri}}' failed: {{reason}}. No job was started; some files may have been written. {{outcome}}",
        mitigation: "Check the bucket in the address of the connection '{{connection}}'.",
      },
      region: {
        text: "The export to '{{uri}}' failed: {{reason}}. No job was started; some files may have been written. {{outcome}}",
        mitigation: "Change the address of the connection '{{connection}}': it must contain the Region of the bucket.",
      },
      certificate: {
        text: "The export to '{{uri}}' failed: {{reason}}. No job was started; some files may have been written. {{outcome}}",
        mitigation:
          'Exasol cannot verify the certificate of S3. Check whether a proxy between the database and AWS replaces it.',
      },
      network: {
        text: "The export to '{{uri}}' failed: {{reason}}. No job was started; some files may have been written. {{outcome}}",
        mitigation: 'The database cannot reach S3. Check its name server, proxy and firewall.',
      },
      other: {
        text: "The export to '{{uri}}' failed: {{reason}}. No job was started; some files may have been written. {{outcome}}",
        mitigation: 'Fix the cause that Exasol reports, then run the same command again.',
      },
    },
  },
  'E-SME-71': {
    where: 'templates/lua/sme/training.lua',
    cases: {
      not_checked: {
        text: "{{rows}} rows were exported to '{{uri}}', but files without rows could not be removed there, so no job was started: {{reason}} {{outcome}}",
        mitigation: 'Fix the cause and run the same command again.',
      },
      empty: {
        text: "The export wrote {{rows}} rows, but '{{uri}}' contains no file with rows. No job was started. {{outcome}}",
        mitigation: 'Check that nothing else deletes objects there, then run the same command again.',
      },
    },
  },
  'E-SME-72': {
    where: 'templates/lua/sme/job_table.lua',
    cases: {
      privilege: {
        text: 'The job table {{table}} cannot be used: {{reason}}.',
        mitigation: 'Users of the scripts need SELECT, INSERT, UPDATE and DELETE on this table.',
      },
      other: {
        text: 'The job table {{table}} cannot be used: {{reason}}.',
        mitigation: 'If the table does not exist, run sme deploy.',
      },
    },
  },
  'E-SME-73': {
    where: 'templates/lua/sme/training_preparation.lua',
    text: "The job table {{table}} already has a job '{{job}}'.",
    mitigation: 'Use another job name.',
  },
  'E-SME-74': {
    where: 'templates/lua/sme/training.lua',
    text: "The row of job '{{job}}' could not be written to {{table}}: {{reason}}. No job was started. {{rows}} rows in {{files}} files remain at '{{uri}}'. Only this run used the prefix, so you can delete them.",
    mitigation: 'Run the same command again. It continues or starts over under the same name.',
  },
  'E-SME-75': {
    where: 'templates/lua/sme/training.lua',
    text: "Job '{{job}}' was not started. {{rows}} rows in {{files}} files remain at '{{uri}}'. Only this run used the prefix, so you can delete them. {{reason}} {{outcome}}",
    mitigation: 'Fix the cause that AWS names, then run the command again.',
  },
  'E-SME-76': {
    where: 'templates/lua/sme/training.lua',
    text: "It is unknown whether job '{{job}}' was started. Its row remains in {{table}}, its files at '{{uri}}'. {{reason}}",
    mitigation: 'Run the same command again. It first checks whether the job exists in AWS.',
  },
  'E-SME-98': {
    where: 'templates/python/sme/training_check.py',
    text: "The bucket '{{bucket}}' does not exist.",
    mitigation: 'Correct s3_bucket_uri, or create the bucket.',
  },
  'E-SME-99': {
    where: 'templates/python/sme/training_check.py',
    cases: {
      other_region: {
        text: "The bucket '{{bucket}}' is in Region '{{actual}}', not in '{{region}}'.",
        mitigation:
          "Set aws_region and the address of the connection to the bucket's Region: SageMaker only reads buckets in its own Region.",
      },
      unknown_region: {
        text: "The bucket '{{bucket}}' is not in Region '{{region}}'.",
        mitigation:
          "Set aws_region and the address of the connection to the bucket's Region: SageMaker only reads buckets in its own Region.",
      },
    },
  },
  'E-SME-100': {
    where: 'templates/python/sme/training_check.py',
    text: "s3://{{bucket}}/{{prefix}} already contains objects, such as '{{key}}'.",
    mitigation:
      'Use another s3_output_path: SageMaker would train on these objects, which belong to the run that wrote them.',
  },
  'E-SME-101': {
    where: 'templates/python/sme/training_check.py',
    text: "AWS already has a job '{{job}}' ({{status}}).",
    mitigation: 'Use another job_name: AWS never releases the name of a job, not even of a failed one.',
  },
  'E-SME-102': {
    where: 'templates/python/sme/training_check.py',
    text: 'The boto3 of the script language container cannot create this job: {{reason}}.',
    mitigation: 'Omit these parameters, or deploy with --language-alias and the alias of a newer container.',
  },
  'E-SME-238': {
    where: 'src/jobs/training-parameters.ts',
    text: 'The training cannot start:\n{{problems}}',
    mitigation:
      'Correct the values above; "sme train --help" lists all flags. Values can also come from the environment, a profile or --file.',
    exitCode: 2,
  },
  'E-SME-239': {
    where: 'src/jobs/training-file.ts',
    text: "The file '{{file}}' cannot be used: {{reason}}",
    mitigation: 'Use a JSON file with one object of training parameters, such as {"target_attribute_name": "CHURNED"}.',
    exitCode: 2,
  },
  'E-SME-260': {
    where: 'templates/lua/sme/job_reservation.lua',
    cases: {
      running: {
        text: "Session {{session}} of user '{{user}}' is exporting the training data of job '{{job}}' or starting the job.",
        mitigation: 'Wait until that session has finished, or use another job name.',
      },
      unknown_session: {
        text: "Session {{session}} of user '{{user}}' is exporting the training data of job '{{job}}' or starting the job. It is unknown whether that session still exists: {{reason}}.",
        mitigation: 'Wait until that session has finished, or use another job name.',
      },
    },
  },
  'E-SME-261': {
    where: 'templates/lua/sme/training.lua',
    text: "Another run has taken over the job name '{{job}}', so this run did not start a job. {{rows}} rows in {{files}} files remain at '{{uri}}'. Only this run used the prefix, so you can delete them.",
    mitigation: 'Poll the job that the other run starts.',
  },
  'E-SME-263': {
    where: 'templates/lua/sme/job_reservation.lua',
    text: "The same command is still running as job '{{job}}': session {{session}} of user '{{user}}' is exporting its training data or starting it.",
    mitigation: 'Wait until that session has finished, then poll its job.',
  },
  'E-SME-264': {
    where: 'templates/lua/sme/unfinished_runs.lua',
    text: "AWS has no job '{{job}}' yet. The export did not finish.",
    mitigation: 'Run the same command again. With the same parameters it continues under the same name.',
  },
  'E-SME-265': {
    where: 'templates/lua/sme/unfinished_runs.lua',
    text: "AWS has no job '{{job}}' yet. Session {{session}} of user '{{user}}' is exporting the training data or starting the job.",
    mitigation: 'Wait until that session has finished, then try again.',
  },
  'E-SME-266': {
    where: 'templates/lua/sme/job_reservation.lua',
    text: "Session {{session}} has started the same command as job '{{job}}'. It is unknown whether that session still exists: {{reason}}.",
    mitigation: 'Restore access to SYS.EXA_ALL_SESSIONS, then run the same command again.',
  },
  'E-SME-267': {
    where: 'templates/lua/sme/unfinished_runs.lua',
    text: "AWS has no job '{{job}}' yet. The export is running or did not finish. It is unknown whether session {{session}} still exists: {{reason}}.",
    mitigation: 'Restore access to SYS.EXA_ALL_SESSIONS, then try again.',
  },
  'E-SME-269': {
    where: 'templates/lua/sme/job_table.lua',
    text: 'The job table {{table}} was created by another version of sme: it has no column {{column}}.',
    mitigation: 'Run sme deploy, which adds the column. Then run the same command again.',
  },
  'E-SME-270': {
    where: 'templates/python/sme/export_folder.py',
    text: "The prefix '{{prefix}}' is not the folder of an export: it does not end with '/train/<token>/' or '/batch/<name>/in/<token>/'. Nothing was changed.",
    mitigation: 'Do not call this UDF yourself; the scripts call it.',
  },
  'E-SME-294': {
    where: 'templates/python/sme/training_check.py',
    text: "iam_sagemaker_role '{{role}}' is in the account {{role_account}}, but the keys of the connection are in {{account}}.",
    mitigation: "Use a role of the keys' account: SageMaker does not accept roles of other accounts.",
  },
  'E-SME-295': {
    where: 'templates/python/sme/tag_rules.py',
    text: "The tag '{{key}}' with the value '{{value}}' contains {{characters}}.",
    mitigation: 'Remove these characters: AWS only accepts letters, digits, spaces and _ . : / = + - @ in tags.',
  },
} as const satisfies ErrorTable;
