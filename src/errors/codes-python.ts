import type { ErrorDefinition } from './codes.js';

/** Errors of Python (templates/python), numbers 90-119 and 170-209. */
export const pythonCodes = {
  'E-SME-90': {
    where: 'templates/python/sme/credentials.py',
    text: "The connection '{{name}}' cannot be read: {{text}}.",
    mitigation: 'GRANT CONNECTION and GRANT ACCESS ON CONNECTION … FOR SCHEMA to the user of the scripts.',
  },
  'E-SME-91': {
    where: 'templates/python/sme/credentials.py',
    text: "The connection '{{name}}' has no user, where the AWS access key id belongs.",
    mitigation: 'Mend it with ALTER CONNECTION.',
  },
  'E-SME-92': {
    where: 'templates/python/sme/credentials.py',
    text: "The connection '{{name}}' has no password, where the AWS secret access key belongs.",
    mitigation: 'Mend it with ALTER CONNECTION.',
  },
  'E-SME-93': {
    where: 'templates/python/sme/credentials.py',
    text: "The password of the connection '{{name}}' is a JSON document, or its keys have a blank at an end.",
    mitigation: 'EXPORT takes it as it stands: give the plain access key id and secret access key of a user.',
  },
  'E-SME-94': {
    where: 'templates/python/sme/training_check.py',
    text: "The address of the connection '{{name}}' is '{{address}}', which is no bucket of S3.",
    mitigation: 'It has to be https://<bucket>.s3.<region>.amazonaws.com.',
  },
  'E-SME-95': {
    where: 'templates/python/sme/training_check.py',
    text: "The address of the connection '{{name}}' has the path '{{path}}'.",
    mitigation: 'It has to end with the host; the path belongs into s3_output_path.',
  },
  'E-SME-96': {
    where: 'templates/python/sme/training_check.py',
    text: "s3_bucket_uri names the bucket '{{bucket}}', but the connection '{{name}}' leads to '{{other}}'.",
    mitigation: 'Both have to be the same.',
  },
  'E-SME-97': {
    where: 'templates/python/sme/training_check.py',
    text: "aws_region is '{{region}}', but the connection '{{name}}' leads to '{{other}}'.",
    mitigation: 'SageMaker reads only buckets of its own region.',
  },
  'E-SME-98': {
    where: 'templates/python/sme/training_check.py',
    text: "The bucket '{{bucket}}' does not exist.",
    mitigation: 'Check s3_bucket_uri, or create it.',
  },
  'E-SME-99': {
    where: 'templates/python/sme/training_check.py',
    text: "The bucket '{{bucket}}' is in '{{other}}', not in '{{region}}'.",
    mitigation: "Set aws_region and the connection's address to the bucket's region.",
  },
  'E-SME-100': {
    where: 'templates/python/sme/training_check.py',
    text: '{{uri}} already holds objects.',
    mitigation: 'Leave them to the run that wrote them: use another s3_output_path.',
  },
  'E-SME-101': {
    where: 'templates/python/sme/training_check.py',
    text: "SageMaker already has a job '{{job}}'.",
    mitigation: 'AWS never frees a job name: take another one.',
  },
  'E-SME-102': {
    where: 'templates/python/sme/training_check.py',
    text: 'The boto3 of the script language container cannot ask for this job: {{text}}.',
    mitigation: 'Leave these parameters out, or deploy with --language-alias and an alias of a newer container.',
  },
  'E-SME-190': {
    where: 'templates/python/sme/prediction_response.py',
    text: "The endpoint '{{endpoint}}' was sent {{sent}} rows and answered {{received}}.",
    mitigation: 'Compare the columns with those of the training, and look into the log of the endpoint in CloudWatch.',
  },
  'E-SME-191': {
    where: 'templates/python/sme/prediction_response.py',
    text: "The endpoint '{{endpoint}}' answered '{{record}}', where {{keys}} was asked for.",
    mitigation: 'Its response keys were changed after its creation: create the endpoint again.',
  },
  'E-SME-192': {
    where: 'templates/python/sme/prediction_labels.py',
    text: "The endpoint predicted '{{label}}', which is no {{type}}.",
    mitigation: 'It serves a model with another target: create the endpoint again under its job.',
  },
  'E-SME-193': {
    where: 'templates/python/sme/prediction_failures.py',
    text: "There is no endpoint '{{endpoint}}' in service: {{text}}.",
    mitigation: 'Wait until it is InService, or create it again.',
  },
  'E-SME-194': {
    where: 'templates/python/sme/prediction_failures.py',
    text: 'AWS refuses the keys, or a permission is missing: {{text}}.',
    mitigation: 'Check the connection; its keys need sagemaker:InvokeEndpoint.',
  },
  'E-SME-195': {
    where: 'templates/python/sme/prediction_failures.py',
    text: 'The endpoint stayed busy or unready for minutes: {{text}}.',
    mitigation: 'Take more instances or max_concurrency, or fewer parallel_requests and groups.',
  },
  'E-SME-196': {
    where: 'templates/python/sme/prediction_failures.py',
    text: 'The model was trained on other columns: {{text}}.',
    mitigation: 'Create the endpoint again, which makes its prediction UDF anew.',
  },
  'E-SME-197': {
    where: 'templates/python/sme/prediction_failures.py',
    text: 'Another failure of a prediction: {{text}}.',
    mitigation: 'The text is from AWS; see the log of the endpoint in CloudWatch.',
  },
  'E-SME-198': {
    where: 'templates/python/sme/prediction_failures.py',
    text: 'The database could not talk to AWS: {{text}}.',
    mitigation: 'Check the region, and name server, proxy and firewall of the nodes.',
  },
  'E-SME-199': {
    where: 'templates/python/sme/prediction_failures.py',
    text: 'Not even a single row goes through: {{text}}. The request contained only {{row}}.',
    mitigation: 'See the text of AWS, and the log of the endpoint.',
  },
  'E-SME-200': {
    where: 'templates/python/sme/prediction_failures.py',
    text: 'The script language container has no boto3: {{text}}.',
    mitigation: 'Deploy with --language-alias and an alias of a container that has it.',
  },
  'E-SME-188': {
    where: 'templates/python/sme/job_states.py',
    text: "The row names no region, and neither does the address of the connection '{{connection}}'.",
    mitigation: "Set AWS_REGION in the job's row, or the address to https://<bucket>.s3.<region>.amazonaws.com.",
  },
  'E-SME-181': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "There is no job '{{job}}' in region '{{region}}' of this AWS account.",
    mitigation: 'Check name, region and connection.',
  },
  'E-SME-182': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "The job '{{job}}' cannot be served, its status is '{{status}}'.",
    mitigation: 'Wait until it is Completed, or train again.',
  },
  'E-SME-183': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "The job '{{job}}' has ended without a best candidate.",
    mitigation: 'Train again with more time or more candidates.',
  },
  'E-SME-184': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "The job '{{job}}' has no candidate '{{candidate}}'.",
    mitigation: 'Its candidates are listed.',
  },
  'E-SME-185': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "The candidate '{{candidate}}' has no containers to serve it with.",
    mitigation: 'Take another candidate.',
  },
  'E-SME-186': {
    where: 'templates/python/sme/endpoint_plan.py',
    text: "The candidate '{{candidate}}' is a pipeline of {{count}} containers, which AWS does not serve serverless.",
    mitigation: "Give instance_type instead, or train with mode 'ENSEMBLING'.",
  },
} as const satisfies Record<string, ErrorDefinition>;
