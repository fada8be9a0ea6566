import type { ErrorTable } from '../definition.js';

/** Errors about security options (VPC, KMS keys, network isolation) and about policies that require them. */
export const securityErrors = {
  'E-SME-500': {
    where: 'templates/lua/sme/security_options.lua',
    text: 'security.{{option}} is given, but AWS has no such option for {{purpose}}.',
    mitigation: 'Remove it. Options for {{purpose}}: {{options}}.',
  },
  'E-SME-501': {
    where: 'templates/lua/sme/security_options.lua',
    text: 'security.{{option}} is combined with serverless. AWS does not support it for serverless endpoints.',
    mitigation: 'Remove it, or use instance_type instead of serverless.',
  },
  'E-SME-502': {
    where: 'templates/lua/sme/security_options.lua',
    text: "security.volume_kms_key_id is combined with instance_type '{{instance_type}}', which has local storage. AWS encrypts that storage with a hardware key and refuses a KMS key.",
    mitigation:
      'Remove security.volume_kms_key_id, or use an instance type without local storage, such as ml.m5.large.',
  },
  'E-SME-503': {
    where: 'templates/lua/sme/security_options.lua',
    text: 'security.vpc has no {{list}}.',
    mitigation: 'Add {{list}}. AWS needs at least one subnet and one security group.',
  },
  'E-SME-504': {
    where: 'templates/lua/sme/aws_errors.lua',
    cases: {
      denied: {
        text: '{{cause}}. A policy denies this request explicitly. Policies often do so if a security option is missing.',
        mitigation: 'Probably missing: {{options}}. Ask the administrator of the AWS account for the values.',
      },
      not_allowed: {
        text: '{{cause}}.',
        mitigation:
          'Grant the missing permission to the owner of the keys. The script needs {{permissions}}. If the policy allows the request only with security options, add {{options}}.',
      },
    },
  },
  'E-SME-505': {
    where: 'templates/python/sme/security_options.py',
    text: "{{option}} '{{value}}' is not valid. Nothing was created.",
    mitigation: 'Use the scripts of this extension, which check security options.',
  },
  'E-SME-506': {
    where: 'templates/python/sme/upload_encryption.py',
    text: "The connection '{{name}}' encrypts uploads with the KMS key '{{key}}', but S3 needs a key in the Region '{{region}}' of the bucket. Nothing was uploaded.",
    mitigation:
      'Set a key of this Region with "sme connection create {{name}} --sse-kms-key-id KEY", or use a multi-Region key by its ARN in this Region.',
  },
} as const satisfies ErrorTable;
