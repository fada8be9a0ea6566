import type { ErrorTable } from '../definition.js';

/** Errors about the sandbox and the demo. */
export const sandboxErrors = {
  'E-SME-20': {
    where: 'src/cli/sandbox-options.ts',
    text: "--fault '{{spec}}' is reserved: the sandbox cannot inject faults yet.",
    mitigation: 'Leave --fault out.',
    exitCode: 2,
  },
  'E-SME-120': {
    where: 'src/cli/sandbox-options.ts',
    text: 'The sandbox cannot be started so:\n{{problems}}',
    mitigation: '"sme sandbox --help" names the flags.',
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
    mitigation: 'Give another --port, --aws-port, --data or --language, as the reason says; port 0 takes any free one.',
    exitCode: 5,
  },
  'E-SME-124': {
    where: 'src/commands/demo/run-demo.ts',
    text: "'{{given}}' was given without '{{missing}}'.",
    mitigation:
      'Give both for your own data, as in "sme demo --csv customers.csv --target CHURN", or none for the data set that comes along.',
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
    mitigation: 'Give a UTF-8 file with a header line of two columns or more, and as many cells in each row.',
  },
  'E-SME-127': {
    where: 'src/commands/demo/dataset.ts',
    text: "The target '{{target}}' is no column of '{{file}}'{{suggestion}}, which has {{columns}}.",
    mitigation: 'Give one of these with --target.',
    exitCode: 2,
  },
  'E-SME-128': {
    where: 'src/commands/demo/dataset.ts',
    text: "The file '{{file}}' has {{rows}} rows.",
    mitigation: 'SageMaker Autopilot needs {{fewest}} or more: give a larger file.',
  },
  'E-SME-129': {
    where: 'src/commands/demo/dataset.ts',
    text: "The target '{{target}}' has no value in any row of '{{file}}'.",
    mitigation: 'Give another column with --target.',
  },
  'E-SME-130': {
    where: 'src/commands/demo/run-demo.ts',
    text: "The job '{{job}}' ended as '{{status}}'. SageMaker's reason: {{reason}}",
    mitigation: 'Mend the data as the reason says and run the demo again.',
  },
  'E-SME-131': {
    where: 'src/commands/demo/try-model.ts',
    text: 'The demo has deleted all that it made, but this is left: {{left}}.',
    mitigation: 'It is gone with the sandbox, so nothing is billed; please report it as a bug.',
  },
} as const satisfies ErrorTable;
