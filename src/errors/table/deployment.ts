import type { ErrorTable } from '../definition.js';

/** Errors about rendering, deploying and removing the scripts. */
export const deploymentErrors = {
  'E-SME-16': {
    where: 'src/exasol/find-schema.ts',
    text: "There is no schema '{{schema}}'.",
    mitigation: '{{mitigation}}',
    exitCode: 7,
  },
  'E-SME-17': {
    where: 'src/deploy/apply.ts',
    text: '{{what}} failed at {{object}}: {{text}} ({{sqlCode}}). Nothing was changed: all {{count}} statements were rolled back.',
    mitigation: 'Fix the cause that Exasol names and run the command again.',
  },
  'E-SME-18': {
    where: 'src/deploy/apply.ts',
    text: '{{what}} conflicted with other transactions {{attempts}} times. Nothing was changed. Exasol reports: {{text}}',
    mitigation: 'Run the command again after the other deployment has finished.',
  },
  'E-SME-19': {
    where: 'src/commands/render.ts',
    text: "The folder '{{folder}}' cannot be written: {{reason}}",
    mitigation: 'Use another folder with --out, or omit --out to print the SQL.',
  },
  'E-SME-21': {
    where: 'src/deploy/apply.ts',
    text: '{{what}} failed at {{object}}: {{text}} ({{sqlCode}}). Nothing was changed: all {{count}} statements were rolled back.',
    mitigation: 'Connect as another user, or ask an administrator to run: {{missing}}',
    exitCode: 4,
  },
  'E-SME-40': {
    where: 'src/exasol/quote.ts',
    text: "'{{name}}' cannot be a name in Exasol: {{reason}}.",
    mitigation: 'Use a name of 1 to 128 characters, without dots and NUL characters.',
    exitCode: 2,
  },
  'F-SME-41': {
    where: 'src/render/template.ts',
    text: "templates/{{path}}:{{line}}: the placeholder '{{name}}' has no value.",
    mitigation: 'Correct the template.',
    exitCode: 2,
  },
  'F-SME-42': {
    where: 'src/render/template.ts',
    text: "templates/{{path}}:1: no placeholder uses '{{names}}'.",
    mitigation: 'Correct the template.',
    exitCode: 2,
  },
  'F-SME-43': {
    where: 'src/render/lua-bundle.ts',
    text: "templates/{{path}}: '{{name}}' is neither a module of templates/lua/sme nor a library of Exasol.",
    mitigation: 'Correct the name in the require call.',
    exitCode: 2,
  },
  'F-SME-44': {
    where: 'src/render/python-body.ts',
    text: "templates/{{path}}: '{{statement}}' cannot be inlined.",
    mitigation: "Write 'from sme.module import a, b' on one line at the top of the file.",
    exitCode: 2,
  },
  'F-SME-45': {
    where: 'src/render/python-body.ts',
    text: "templates/{{path}} and templates/{{other}} both define '{{name}}', and one script contains both.",
    mitigation: 'Rename one of them.',
    exitCode: 2,
  },
  'E-SME-46': {
    where: 'src/render/script.ts',
    text: "'{{alias}}' is not a valid script language alias.",
    mitigation: 'Use an alias that SCRIPT_LANGUAGES lists, such as PYTHON3.',
    exitCode: 2,
  },
  'F-SME-47': {
    where: 'src/render/script.ts',
    text: "templates/{{path}}: line {{line}} of the body has only a '/', which ends the script in SQL clients.",
    mitigation: 'Add something to the line, such as a comment.',
    exitCode: 2,
  },
  'F-SME-218': {
    where: 'src/deploy/call-json-udf.ts',
    text: "The UDF '{{udf}}' returned an invalid response: {{reason}}",
    mitigation: 'Run "sme deploy". The script in the database may have another version.',
  },
  'E-SME-219': {
    where: 'src/deploy/call-json-udf.ts',
    text: "The schema '{{schema}}' has no UDF '{{udf}}' that is visible to you.",
    mitigation: 'Run "sme deploy", or ask an administrator to run: GRANT EXECUTE ON SCHEMA "{{schema}}" TO <you>;',
    exitCode: 7,
  },
  'E-SME-220': {
    where: 'src/deploy/call-json-udf.ts',
    text: "You cannot call the UDF '{{udf}}': {{text}}",
    mitigation: '{{mitigation}}',
    exitCode: 4,
  },
  'E-SME-300': {
    where: 'src/deploy/plan-from-database.ts',
    text: "The scripts in schema '{{schema}}' have version {{installed}}, which is newer than this sme ({{version}}).",
    mitigation: 'Update sme to {{installed}} or later, or add --allow-downgrade to install the older scripts.',
    exitCode: 2,
  },
  'E-SME-301': {
    where: 'src/commands/undeploy.ts',
    text: 'AWS may still bill endpoints of this schema, and no script can delete them after undeploy:\n{{list}}',
    mitigation: 'Add --delete-endpoints to delete them first, or --keep-endpoints to leave them in AWS.',
    exitCode: 2,
  },
  'E-SME-302': {
    where: 'src/exasol/find-schema.ts',
    text: "The scripts in schema '{{schema}}' are deployed, but not visible to you: {{text}}",
    mitigation: '{{mitigation}}',
    exitCode: 4,
  },
  'E-SME-600': {
    where: 'src/deploy/confirm-edits.ts',
    text: "Scripts in schema '{{schema}}' were edited by hand, and a deployment would overwrite the edits: {{names}}\n{{edits}}",
    mitigation: 'Save your changes, then set "replaceEdited" to true. Nothing was changed.',
    exitCode: 2,
  },
  'E-SME-480': {
    where: 'src/render/udf-environment.ts',
    text: 'Environment variables of the UDFs cannot be set:\n{{problems}}',
    mitigation: 'Correct --udf-env. Nothing was changed.',
    exitCode: 2,
  },
} as const satisfies ErrorTable;
