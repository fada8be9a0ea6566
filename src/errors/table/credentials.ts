import type { ErrorTable } from '../definition.js';

const where = 'templates/python/sme/connection_password.py';
const form =
  'Run "sme connection create", or ALTER CONNECTION with IDENTIFIED BY a JSON object such as {"secret_access_key": "…", "session_token": "…", "role_arn": "…"}.';

/** Errors about the AWS credentials in a CONNECTION: the JSON form of its password, session tokens and roles. */
export const credentialsErrors = {
  'E-SME-430': {
    where,
    cases: {
      syntax: {
        text: "The password of the connection '{{name}}' starts with '{' but is not valid JSON: the mistake is at character {{position}}.",
        mitigation: form,
      },
      duplicate: {
        text: "The JSON password of the connection '{{name}}' contains the key '{{key}}' more than once.",
        mitigation: form,
      },
      unknown: {
        text: "The JSON password of the connection '{{name}}' has keys that are not supported: {{keys}}.",
        mitigation: 'Supported keys: {{supported}}.',
      },
    },
  },
  'E-SME-431': {
    where,
    cases: {
      text: {
        text: "The key '{{key}}' in the JSON password of the connection '{{name}}' must be a text without whitespace around it.",
        mitigation: form,
      },
      value: {
        text: "The key '{{key}}' in the JSON password of the connection '{{name}}' has the invalid value '{{value}}'.",
        mitigation: 'Expected: {{expected}}.',
      },
    },
  },
  'E-SME-432': {
    where,
    cases: {
      secret: {
        text: "The JSON password of the connection '{{name}}' has no 'secret_access_key'.",
        mitigation: form,
      },
      alone: {
        text: "The JSON password of the connection '{{name}}' has '{{key}}' without '{{other}}'.",
        mitigation: "Add '{{other}}', or remove '{{key}}'.",
      },
    },
  },
  'E-SME-433': {
    where: 'templates/python/sme/credentials.py',
    cases: {
      missing: {
        text: "The access key ID in the connection '{{name}}' starts with ASIA, so it is temporary, but UDFs find no session token in the connection. Exasol does not pass them the clause SESSION TOKEN.",
        mitigation:
          'Renew it with "sme connection refresh {{name}}", or put "session_token" into its JSON password instead of the clause.',
      },
      superfluous: {
        text: "The connection '{{name}}' has a session token, but its access key ID starts with AKIA, so it is not temporary.",
        mitigation: 'Use a key ID, secret and token that were issued together, or remove "session_token".',
      },
    },
  },
  'E-SME-434': {
    where: 'templates/python/sme/credentials.py',
    text: "The session token in the connection '{{name}}' expired at {{expired}}.",
    mitigation: 'Renew it with "sme connection refresh {{name}}", then run the same command again.',
  },
  'E-SME-435': {
    where: 'templates/lua/sme/aws_errors.lua',
    text: "{{cause}}. The session token in the connection '{{connection}}' has expired.",
    mitigation: 'Renew it with "sme connection refresh {{connection}}", then run the same command again.',
  },
  'E-SME-436': {
    where: 'templates/lua/sme/aws_errors.lua',
    cases: {
      with_id: {
        text: "{{cause}}. AWS does not let the key in the connection '{{connection}}' assume the role '{{role}}' with its external ID.",
        mitigation:
          'Check the role, the external ID and the principal in its trust policy, and that the key may call sts:AssumeRole on it.',
      },
      without_id: {
        text: "{{cause}}. AWS does not let the key in the connection '{{connection}}' assume the role '{{role}}'.",
        mitigation:
          'Check the role and the principal in its trust policy, whether this policy requires an external ID, and that the key may call sts:AssumeRole on the role.',
      },
    },
  },
  'E-SME-438': {
    where: 'templates/lua/sme/s3_export.lua',
    text: "The export to '{{uri}}' failed: no job was started; some files may have been written. {{outcome}}",
    mitigation: '{{problem}}',
  },
  'E-SME-439': {
    where: 'templates/python/sme/import_file.py',
    cases: {
      file: {
        text: "'{{key}}' is not a file that a batch prediction wrote. Nothing was read.",
        mitigation: 'Do not call this UDF yourself; the scripts call it.',
      },
      width: {
        text: "Line {{number}} of '{{key}}' has {{cells}} cells, not {{width}}.",
        mitigation: 'Check whether something other than the transform job of this batch has written the file.',
      },
    },
  },
  'E-SME-437': {
    where: 'templates/python/sme/prediction_failures.py',
    cases: {
      expired: {
        text: "The endpoint '{{endpoint}}' was not called: {{failure}}. The session token in the connection '{{connection}}' has expired.",
        mitigation: 'Renew it with "sme connection refresh {{connection}}", then run the query again.',
      },
      role: {
        text: "The endpoint '{{endpoint}}' was not called: {{failure}}. AWS does not let the key in the connection '{{connection}}' assume its role.",
        mitigation:
          'Check the role, the external ID and the principal in its trust policy, and that the key may call sts:AssumeRole on it.',
      },
    },
  },
} as const satisfies ErrorTable;
