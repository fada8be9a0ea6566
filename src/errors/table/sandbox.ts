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
    where: 'src/commands/sandbox/start.ts',
    text: "The sandbox needs packages that are not installed: '{{packages}}'.",
    mitigation: 'Install them with "{{install}}". All commands for a real Exasol work without them.',
    exitCode: 5,
  },
  'E-SME-122': {
    where: 'src/commands/sandbox/start.ts',
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
    where: 'src/csv/read-csv.ts',
    text: "The file '{{file}}' cannot be read: {{reason}}",
    mitigation: 'Check the path and the permissions of the file.',
    exitCode: 7,
  },
  'E-SME-126': {
    where: 'src/csv/read-csv.ts',
    text: "The file '{{file}}' cannot be used as CSV: {{reason}}",
    mitigation:
      'Use a UTF-8 file with a header line of at least two columns and the same number of cells in every row. A quote inside a quoted cell is doubled; a cell with a quote is quoted as a whole, as in "12"" pipe".',
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
  'E-SME-615': {
    where: 'src/commands/sandbox/start.ts',
    text: "A sandbox named '{{name}}' is already running on port {{port}} (process {{pid}}).",
    mitigation: 'Use another --name, or stop it with "sme sandbox stop {{name}}".',
    exitCode: 2,
  },
  'E-SME-616': {
    where: 'src/commands/sandbox/running.ts',
    text: 'No sandbox can be chosen: {{problem}}.',
    mitigation: 'Run "sme sandbox list" and use a name from its list.',
    exitCode: 7,
  },
  'E-SME-617': {
    where: 'src/commands/sandbox/stop.ts',
    text: "The sandbox '{{name}}' does not respond. Process {{pid}} exists, but may be another program by now.",
    mitigation: 'If the process is a sandbox, end it with "kill {{pid}}".',
  },
  'E-SME-618': {
    where: 'src/commands/sandbox/stop.ts',
    text: "'{{name}}' and --all contradict each other.",
    mitigation: 'Use only one of them.',
    exitCode: 2,
  },
  'E-SME-619': {
    where: 'src/commands/sandbox/stop.ts',
    text: "The sandbox '{{name}}' (process {{pid}}) did not end within {{seconds}} s.",
    mitigation: 'It may still be stopping. End it with "kill -9 {{pid}}" if it hangs.',
    exitCode: 124,
  },
  'E-SME-620': {
    where: 'src/commands/sandbox/load.ts',
    text: "The table '{{table}}' exists in the sandbox.",
    mitigation: 'Replace it with --replace, or name another table after the file.',
  },
  'E-SME-621': {
    where: 'src/commands/sandbox/read-parquet.ts',
    text: "The file '{{file}}' cannot be read as Parquet: {{reason}}",
    mitigation: 'Check the path, the permissions and the format of the file.',
    exitCode: 7,
  },
  'E-SME-622': {
    where: 'src/commands/sandbox/read-parquet.ts',
    text: "The file '{{file}}' has columns that an Exasol table cannot store:\n{{problems}}",
    mitigation: 'Write the file without these columns, or convert them to texts or numbers.',
  },
  'E-SME-650': {
    where: 'src/csv/file-kind.ts',
    text: "The file '{{file}}' is not CSV, but {{kind}}.",
    mitigation: '{{mitigation}}',
  },
  'E-SME-651': {
    where: 'src/csv/read-csv.ts',
    text: "The file '{{file}}' is not UTF-8: record {{record}} has invalid characters (the header is record 1).",
    mitigation:
      'Convert it. If it is from Excel or Windows, its encoding is probably Windows-1252: iconv -f WINDOWS-1252 -t UTF-8 FILE.csv > UTF8.csv',
  },
} as const satisfies ErrorTable;
