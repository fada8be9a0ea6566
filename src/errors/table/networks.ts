import type { ErrorTable } from '../definition.js';

/** Errors about how this machine reaches AWS, and about temporary credentials. */
export const networksErrors = {
  'E-SME-460': {
    where: 'src/aws/proxy-agents.ts',
    text: "The proxy '{{proxy}}' did not connect to {{host}}: {{reason}}.",
    mitigation: '{{fix}}',
    exitCode: 4,
  },
  'E-SME-461': {
    where: 'src/aws/find-proxy.ts',
    text: 'The proxy for {{host}} in {{variables}} is not usable: {{problem}}.',
    mitigation:
      'Set it to http://<host>:<port> or https://<host>:<port>, with a login as http://<user>:<password>@<host>:<port> (percent-encoded).',
    exitCode: 2,
  },
  'E-SME-462': {
    where: 'src/aws/clients.ts',
    text: '{{host}} presented a certificate that Node.js does not trust: {{reason}}.',
    mitigation: 'If a proxy inspects TLS, set NODE_EXTRA_CA_CERTS to the file of its CA (PEM) before you start sme.',
    exitCode: 4,
  },
  'E-SME-463': {
    where: 'src/aws/assume-role.ts',
    cases: {
      flag: {
        text: "AWS does not let the key '…{{keyIdEnd}}' assume the role '{{role}}' {{with}}: {{reason}}. Nothing was changed.",
        mitigation:
          'Check the role, the external ID (--external-id) and the principal in its trust policy, and that the key may call sts:AssumeRole on it.',
      },
      profile: {
        text: 'The role of the AWS CLI profile cannot be assumed: {{reason}}',
        mitigation:
          'Check role_arn, external_id and source_profile in ~/.aws/config, and the principal in the trust policy of the role.',
      },
    },
    exitCode: 4,
  },
  'E-SME-464': {
    where: 'src/connection/role-flags.ts',
    text: '{{problems}}',
    mitigation:
      'Set --assume-role to the ARN of an IAM role, and --external-id to what its trust policy requires (2 to 1224 characters).',
    exitCode: 2,
  },
  'E-SME-465': {
    where: 'src/connection/aws-keys.ts',
    text: "The session token of the key '…{{keyIdEnd}}' expired at {{expired}}.",
    mitigation: 'Renew the credentials of this machine, for example with "aws sso login", and run the command again.',
    exitCode: 4,
  },
  'E-SME-466': {
    where: 'src/aws/local-credentials.ts',
    cases: {
      session: {
        text: 'The SSO session of this machine cannot be used: {{reason}}',
        mitigation: 'Run "{{command}}", then run the same command again.',
      },
      role: {
        text: 'SSO does not give you the role of the AWS CLI profile: {{reason}}',
        mitigation:
          'Check sso_account_id and sso_role_name in ~/.aws/config. Ask the administrator of IAM Identity Center to assign the account and role to you.',
      },
    },
    exitCode: 4,
  },
  'E-SME-467': {
    where: 'src/aws/clients.ts',
    text: 'AWS rejects the credentials of this machine, because their session token has expired: {{reason}}',
    mitigation:
      'Renew them, for example with "aws sso login". If a CONNECTION contains the same credentials, run "sme connection refresh".',
    exitCode: 4,
  },
  'E-SME-468': {
    where: 'src/connection/refresh-connection.ts',
    text: "The connection '{{name}}' was not changed, because its address, role and encryption options cannot be read: {{reason}}",
    mitigation:
      'Users need ACCESS on the connection for the schema of the scripts. "sme connection create" writes a connection without reading it.',
  },
  'E-SME-470': {
    where: 'src/aws/endpoint-variables.ts',
    text: "Invalid {{name}} '{{value}}'.",
    mitigation: 'Set it to true or false, or remove it.',
    exitCode: 2,
  },
  'E-SME-471': {
    where: 'src/aws/endpoint-variables.ts',
    text: "{{name}} cannot be combined with the endpoint URL '{{url}}', because it selects one of AWS's own endpoints.",
    mitigation:
      'Remove one of them. Set the URL of a FIPS or dual-stack endpoint with --endpoint-url or AWS_ENDPOINT_URL.',
    exitCode: 2,
  },
  'E-SME-472': {
    where: 'src/exasol/connect-error.ts',
    text: "Exasol at '{{host}}' rejected the access token, which expired at {{expired}}: {{text}} ({{sqlCode}})",
    mitigation:
      'Get a new token from your identity provider and pass it with --access-token or EXASOL_ACCESS_TOKEN. A --refresh-token lasts longer.',
    exitCode: 4,
  },
} as const satisfies ErrorTable;
