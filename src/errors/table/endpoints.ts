import type { ErrorTable } from '../definition.js';

/** Errors about endpoints: creating, listing, deleting them. */
export const endpointsErrors = {
  'E-SME-141': {
    where: 'templates/lua/sme/endpoint_table.lua',
    cases: {
      deleted: {
        text: "The endpoint '{{endpoint}}' was not created: another session has deleted it meanwhile.",
        mitigation: 'Make sure that only one session uses the name, then run the command again.',
      },
      different: {
        text: "The endpoint '{{endpoint}}' was not created: another session is creating it for job '{{job}}' with other parameters.",
        mitigation: 'Use another endpoint_name, or wait for the other session and run the command again.',
      },
    },
  },
  'E-SME-142': {
    where: 'templates/lua/sme/endpoint_create.lua',
    cases: {
      deleting: {
        text: "Another session has deleted the endpoint '{{endpoint}}' while this one was creating it.",
        mitigation: 'Run the same command again to create it.',
      },
      restored: {
        text: "Another session has deleted the endpoint '{{endpoint}}' while this one was creating it. AWS still has the endpoint (status '{{status}}'), so its row was restored.",
        mitigation: 'Delete it with SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT, or run the same command again to keep it.',
      },
      not_restored: {
        text: "Another session has deleted the endpoint '{{endpoint}}' while this one was creating it. AWS still has the endpoint (status '{{status}}'), but its row could not be restored: {{reason}}",
        mitigation: 'Delete it with SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT, or run the same command again to keep it.',
      },
    },
  },
  'E-SME-148': {
    where: 'templates/lua/sme/endpoint_delete.lua',
    text: "The endpoint '{{endpoint}}' was not deleted completely. So far: {{results}}. {{reason}}",
    mitigation: 'Fix the cause and run the same command again. It continues where it stopped.',
  },
  'E-SME-154': {
    where: 'templates/lua/sme/endpoint_table.lua',
    cases: {
      privilege: {
        text: 'The endpoint table {{table}} cannot be used: {{reason}}.',
        mitigation: 'Users of the scripts need SELECT, INSERT, UPDATE and DELETE on this table.',
      },
      other: {
        text: 'The endpoint table {{table}} cannot be used: {{reason}}.',
        mitigation: 'If the table does not exist, run sme deploy.',
      },
    },
  },
  'E-SME-157': {
    where: 'templates/lua/sme/endpoint_conflicts.lua',
    text: "The endpoint table already has '{{endpoint}}' in Region '{{region}}', with the connection '{{connection}}'.",
    mitigation: 'Use another endpoint_name, or delete that endpoint first.',
  },
  'E-SME-158': {
    where: 'templates/lua/sme/endpoint_conflicts.lua',
    cases: {
      of_job: {
        text: "There is already an endpoint '{{endpoint}}' (status '{{status}}') with another model or other instances. It serves job '{{job}}'.",
        mitigation:
          'Use another endpoint_name, or first delete the existing endpoint with SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT. With model_name instead of job_name, the endpoint is updated to another version of its model.',
      },
      unknown_job: {
        text: "There is already an endpoint '{{endpoint}}' (status '{{status}}') with another model or other instances.",
        mitigation:
          'Use another endpoint_name, or first delete the existing endpoint with SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT.',
      },
    },
  },
  'E-SME-159': {
    where: 'templates/lua/sme/endpoint_conflicts.lua',
    cases: {
      script: {
        text: 'A script already has the name of a prediction UDF: {{name}}.',
        mitigation: 'Use another prediction_schema or endpoint_name.',
      },
      other_endpoint: {
        text: "A script already has the name of a prediction UDF: {{name}}, which belongs to the endpoint '{{endpoint}}'.",
        mitigation: 'Use another prediction_schema or endpoint_name.',
      },
      other_region: {
        text: "A script already has the name of a prediction UDF: {{name}}, which belongs to the endpoint '{{endpoint}}' of another Region.",
        mitigation: 'Use another prediction_schema or endpoint_name.',
      },
    },
  },
  'E-SME-160': {
    where: 'templates/lua/sme/endpoint_failures.lua',
    cases: {
      capacity: {
        text: "The endpoint '{{endpoint}}' failed: {{reason}}. AWS has no free instance of this type, regardless of your quota.",
        mitigation: 'Use another instance_type, or try again later.',
      },
      model_data: {
        text: "The endpoint '{{endpoint}}' failed: {{reason}}.",
        mitigation: "Restore the job's objects in S3 and let its role read them, or use another candidate.",
      },
      other: {
        text: "The endpoint '{{endpoint}}' failed: {{reason}}.",
        mitigation:
          "Read its log in CloudWatch, group '/aws/sagemaker/Endpoints/{{endpoint}}'. More memory often helps.",
      },
    },
  },
  'E-SME-161': {
    where: 'templates/lua/sme/endpoint_failures.lua',
    text: '{{cause}}. Each instance type has its own quota, which is often 0 in new accounts.',
    mitigation:
      'Request more of {{quota}} in AWS Service Quotas, use another instance_type, or delete unused endpoints.',
  },
  'E-SME-162': {
    where: 'templates/lua/sme/endpoint_failures.lua',
    text: "The endpoint '{{endpoint}}' could not be created. {{cause}} All its objects were deleted.",
    mitigation: 'Fix the cause and run the same command again.',
  },
  'E-SME-163': {
    where: 'templates/lua/sme/endpoint_failures.lua',
    text: "The endpoint '{{endpoint}}' could not be created. {{cause}} What remains: {{remaining}}.",
    mitigation: 'Run the same command again, or delete the endpoint with SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT.',
  },
  'E-SME-164': {
    where: 'templates/lua/sme/endpoint_failures.lua',
    cases: {
      created: {
        text: "It is unknown whether the endpoint '{{endpoint}}' was created. {{cause}}",
        mitigation:
          'Run the same command again to continue, or delete the endpoint with SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT.',
      },
      changed: {
        text: "It is unknown whether the endpoint '{{endpoint}}', which existed, was changed. {{cause}}",
        mitigation: 'Run the same command again to continue.',
      },
    },
  },
  'E-SME-169': {
    where: 'templates/lua/sme/endpoint_conflicts.lua',
    text: "AWS has no endpoint '{{endpoint}}' in Region '{{region}}', or is deleting it.",
    mitigation: 'Run the command without only_if_there to create the endpoint again.',
  },
  'E-SME-181': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "AWS has no job '{{job}}' in Region '{{region}}' of this account.",
    mitigation: 'Check the name and the Region, and that the connection has keys of the account that ran the job.',
  },
  'E-SME-182': {
    where: 'templates/python/sme/endpoint_plan.py',
    cases: {
      failed: {
        text: "The job '{{job}}' failed, so it has no model to deploy: {{reason}}.",
        mitigation: 'Train again.',
      },
      unfinished: {
        text: "The job '{{job}}' has the status '{{status}}', so it has no model to deploy yet.",
        mitigation: 'Wait until it is Completed. SME_POLL_SAGEMAKER_AUTOPILOT_JOB_STATUS shows its status.',
      },
    },
  },
  'E-SME-183': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "The job '{{job}}' ended as '{{status}}' without a best candidate. No candidate finished training.",
    mitigation: 'Train again with more time or more candidates.',
  },
  'E-SME-184': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "The job '{{job}}' has no candidate '{{candidate}}'.",
    mitigation: 'Use one of its candidates: {{candidates}}.',
  },
  'E-SME-185': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "The candidate '{{candidate}}' has no inference containers. Its status is '{{status}}'.",
    mitigation: 'Use another candidate.',
  },
  'E-SME-186': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "The candidate '{{candidate}}' is a pipeline of {{count}} containers, which AWS cannot serve serverless.",
    mitigation: "Set instance_type instead, or train with mode 'ENSEMBLING', whose models have a single container.",
  },
  'E-SME-241': {
    where: 'src/tables/endpoint-table.ts',
    text: "The endpoint table {{table}} has no endpoint '{{endpoint}}'{{suggestion}}.",
    mitigation:
      'Check the name: "sme endpoint list" shows all endpoints, and "sme endpoint create" creates one. To delete an endpoint that is not in the table, add --connection and --region.',
    exitCode: 7,
  },
  'E-SME-243': {
    where: 'src/jobs/endpoint-parameters.ts',
    text: 'The endpoint cannot be created:\n{{problems}}',
    mitigation: 'Correct the values above; "sme endpoint create --help" lists all flags.',
    exitCode: 2,
  },
  'E-SME-244': {
    where: 'src/jobs/wait-for-endpoint.ts',
    text: "Timed out after {{seconds}} s; the endpoint '{{endpoint}}' is not in service yet ({{status}}).",
    mitigation:
      'AWS continues to create it. Run the same command again to wait, or "sme endpoint delete {{endpoint}}" to delete it.',
    exitCode: 124,
  },
  'E-SME-245': {
    where: 'src/jobs/wait-for-endpoint.ts',
    text: "The endpoint '{{endpoint}}' is not in service: its status is '{{status}}'.",
    mitigation: 'Check the endpoint in SageMaker, or delete it with "sme endpoint delete {{endpoint}}".',
  },
  'E-SME-246': {
    where: 'src/tables/endpoint-table.ts',
    text: 'The endpoint table {{table}} was created by an earlier version: it has no column {{column}}.',
    mitigation: 'Run "sme deploy", which adds the column and keeps the rows.',
    exitCode: 5,
  },
  'E-SME-271': {
    where: 'templates/python/sme/endpoint_removal.py',
    text: "The endpoint '{{endpoint}}' has no tags of this database and schema. Nothing was deleted.",
    mitigation: 'If the endpoint is no longer needed, delete it in SageMaker.',
  },
  'E-SME-272': {
    where: 'templates/python/sme/endpoint_request.py',
    text: "{{key}} '{{value}}' cannot be used for an endpoint. Nothing was created.",
    mitigation: 'Use SME_CREATE_SAGEMAKER_AUTOPILOT_ENDPOINT, which takes the value from the training job.',
  },
  'E-SME-273': {
    where: 'templates/lua/sme/prediction_privileges.lua',
    text: "User {{user}} cannot read the connection '{{connection}}' in prediction functions of schema '{{schema}}'. Nothing was created.",
    mitigation:
      'Ask an administrator to run: GRANT ACCESS ON CONNECTION {{quoted_connection}} FOR SCHEMA {{quoted_schema}} TO {{quoted_user}};',
  },
  'E-SME-274': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "The endpoint '{{endpoint}}' exists in AWS but lacks the tags of this deployment: {{tags}}. Nothing was created.",
    mitigation: 'Use another endpoint_name, because another deployment or person created this endpoint.',
  },
} as const satisfies ErrorTable;
