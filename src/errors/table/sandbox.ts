import type { ErrorTable } from '../definition.js';

/** Errors about the sandbox and the demo. */
export const sandboxErrors = {
  'E-SME-120': {
    where: 'src/cli/sandbox-options.ts',
    text: 'The sandbox cannot start with these settings:\n{{problems}}',
    mitigation: 'Correct the values above; "sme sandbox --help" lists all flags.',
    exitCode: 2,
  },
  'E-SME-121': {
    where: 'src/commands/sandbox.ts',
    text: "The sandbox needs packages that are not installed: '{{packages}}'.",
    mitigation: 'Install them with "{{install}}". All commands for a real Exasol work without them.',
    exitCode: 5,
  },
  'E-SME-122': {
    where: 'src/commands/sandbox.ts',
    text: 'The sandbox did not start: {{reason}}',
    mitigation:
      'Depending on the reason, use another --port, --aws-port, --data or --language. Port 0 selects a free port.',
    exitCode: 5,
  },
  'E-SME-124': {
    where: 'src/commands/demo/run-demo.ts',
    text: "'{{given}}' is set without '{{missing}}'.",
    mitigation:
      'Set both for your own data, as in "sme demo --csv customers.csv --target CHURN", or neither to use the bundled data set.',
    exitCode: 2,
  },
  'E-SME-125': {
    where: 'src/commands/demo/read-csv.ts',
    text: "The file '{{file}}' cannot be read: {{reason}}",
    mitigation: 'Check the path after --csv and its permissions.',
    exitCode: 7,
  },
  'E-SME-126': {
    where: 'src/commands/demo/read-csv.ts',
    text: "The file '{{file}}' cannot be used as CSV: {{reason}}",
    mitigation:
      'Use a UTF-8 file with a header line of at least two columns and the same number of cells in every row.',
  },
  'E-SME-127': {
    where: 'src/commands/demo/dataset.ts',
    text: "The file '{{file}}' has no column '{{target}}'{{suggestion}}. Its columns are {{columns}}.",
    mitigation: 'Set --target to one of these columns.',
    exitCode: 2,
  },
  'E-SME-128': {
    where: 'src/commands/demo/dataset.ts',
    text: "The file '{{file}}' has only {{rows}} rows. SageMaker Autopilot needs at least {{min}}.",
    mitigation: 'Use a larger file.',
  },
  'E-SME-129': {
    where: 'src/commands/demo/dataset.ts',
    text: "The target '{{target}}' has no value in any row of '{{file}}'.",
    mitigation: 'Set --target to another column.',
  },
  'E-SME-130': {
    where: 'src/commands/demo/run-demo.ts',
    text: "The job '{{job}}' ended as '{{status}}'. SageMaker's reason: {{reason}}",
    mitigation: 'Fix the data and run the demo again.',
  },
  'E-SME-131': {
    where: 'src/commands/demo/try-model.ts',
    text: 'The demo could not delete everything that it created: {{left}}. Nothing is billed, because the sandbox is gone.',
    mitigation: 'Report this as a bug.',
  },
} as const satisfies ErrorTable;
