import type { ErrorTable } from '../definition.js';

/** Errors about endpoints that serve versions of a model. */
export const versionsErrors = {
  'E-SME-579': {
    where: 'templates/lua/sme/endpoint_version.lua',
    text: "The job table {{table}} has no training of the model '{{model}}' that has started.{{suggestion}}",
    mitigation: 'Check the name with SME_LIST_SAGEMAKER_AUTOPILOT_MODELS, or train the model first.',
  },
  'E-SME-580': {
    where: 'templates/lua/sme/endpoint_version.lua',
    cases: {
      unknown: {
        text: "The model '{{model}}' has no version {{version}}. It has: {{versions}}.",
        mitigation: 'Use one of these versions, or omit version to serve the best completed one.',
      },
      none: {
        text: "No version of the model '{{model}}' has completed. It has: {{versions}}.",
        mitigation: 'Wait until a version has completed. SME_LIST_SAGEMAKER_AUTOPILOT_MODELS shows the status.',
      },
    },
  },
  'E-SME-581': {
    where: 'templates/lua/sme/endpoint_version.lua',
    text: "The endpoint '{{endpoint}}' serves job '{{job}}', which is not a version of the model '{{model}}'.",
    mitigation: 'Use another endpoint_name, or delete the endpoint with SME_DELETE_SAGEMAKER_AUTOPILOT_ENDPOINT.',
  },
  'E-SME-582': {
    where: 'templates/lua/sme/endpoint_version.lua',
    text: 'only_if_better cannot compare version {{version}} ({{metric}}) with the served version {{served}} ({{served_metric}}).',
    mitigation:
      'Compare them with SME_EVALUATE_SAGEMAKER_AUTOPILOT_PREDICTIONS on the same rows, then run the command without only_if_better.',
  },
  'E-SME-583': {
    where: 'templates/lua/sme/endpoint_function.lua',
    text: 'The prediction function {{name}} cannot stay as it is: {{differences}}.',
    mitigation:
      'Accept another function with "replace_function": true, and adapt the queries that use it. To keep both, use another endpoint_name.',
  },
  'E-SME-584': {
    where: 'templates/lua/sme/endpoint_conflicts.lua',
    text: "AWS is changing the endpoint '{{endpoint}}' (status '{{status}}'), so it cannot be updated now.",
    mitigation: 'Run the command again when the endpoint is InService, or add "wait": true.',
  },
  'E-SME-585': {
    where: 'templates/lua/sme/endpoint_failures.lua',
    cases: {
      kept: {
        text: "The endpoint '{{endpoint}}' was not updated and still serves job '{{job}}'. {{cause}}",
        mitigation: 'Fix the cause and run the same command again.',
      },
      not_restored: {
        text: "The endpoint '{{endpoint}}' was not updated and still serves job '{{job}}', but its row and its prediction function could not be set back to this job. {{cause}} {{reason}}",
        mitigation: 'Fix the cause and run the same command again, or the one for the job that the endpoint serves.',
      },
    },
  },
  'E-SME-586': {
    where: 'templates/lua/sme/endpoint_failures.lua',
    text: 'AWS rolled the update back: {{reason}}.',
    mitigation:
      "Read the log in CloudWatch, group '/aws/sagemaker/Endpoints/{{endpoint}}', or use another instance_type.",
  },
  'E-SME-587': {
    where: 'src/commands/endpoint/rollback.ts',
    cases: {
      no_model: {
        text: "The endpoint '{{endpoint}}' serves job '{{job}}', whose training had no model_name, so it has no versions.",
        mitigation: 'Train with --model-name, and serve the model with "sme endpoint create --model".',
      },
      no_previous: {
        text: "The endpoint '{{endpoint}}' has not served another version of '{{model}}' before.",
        mitigation: 'Name the version to serve with --version. "sme models" lists the versions.',
      },
    },
  },
  'E-SME-588': {
    where: 'src/commands/endpoint/create.ts',
    text: 'Either a job or a model must be named.',
    mitigation: 'Run "sme endpoint create JOB", or "sme endpoint create --model NAME".',
    exitCode: 2,
  },
  'E-SME-589': {
    where: 'templates/python/sme/endpoint_update.py',
    text: "The endpoint '{{endpoint}}' was not updated: it does not have the tags {{tags}}, so another deployment created it.",
    mitigation: 'Use another endpoint_name.',
  },
} as const satisfies ErrorTable;
