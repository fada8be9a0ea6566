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
    mitigation: 'Mend what Exasol names and run the command again.',
  },
  'E-SME-18': {
    where: 'src/deploy/apply.ts',
    text: '{{what}} met other transactions {{attempts}} times and gave up. Nothing was changed. Exasol said: {{text}}',
    mitigation: 'Run the command again when the other deployment has ended.',
  },
  'E-SME-19': {
    where: 'src/commands/render.ts',
    text: "The folder '{{folder}}' cannot be written: {{reason}}",
    mitigation: 'Give another folder with --out, or none to print the SQL.',
  },
  'E-SME-21': {
    where: 'src/deploy/apply.ts',
    text: '{{what}} failed at {{object}}: {{text}} ({{sqlCode}}). Nothing was changed: all {{count}} statements were rolled back.',
    mitigation: 'Connect as another user, or let an administrator run: {{missing}}',
    exitCode: 4,
  },
  'E-SME-40': {
    where: 'src/exasol/quote.ts',
    text: "'{{name}}' cannot be a name in Exasol: {{reason}}.",
    mitigation: 'Give another name.',
    exitCode: 2,
  },
  'F-SME-41': {
    where: 'src/render/template.ts',
    text: "templates/{{path}}:{{line}}: nothing fills the placeholder '{{name}}'.",
    mitigation: 'This is a bug in the template.',
    exitCode: 2,
  },
  'F-SME-42': {
    where: 'src/render/template.ts',
    text: "templates/{{path}}:1: nothing uses '{{names}}'.",
    mitigation: 'This is a bug in the template.',
    exitCode: 2,
  },
  'F-SME-43': {
    where: 'src/render/lua-bundle.ts',
    text: "templates/{{path}}: '{{name}}' is no module of templates/lua/sme and no library of Exasol.",
    mitigation: 'Mend the require.',
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
    text: "templates/{{path}} and templates/{{other}} both define '{{name}}', and one body holds both.",
    mitigation: 'Rename one.',
    exitCode: 2,
  },
  'E-SME-46': {
    where: 'src/render/script.ts',
    text: "'{{alias}}' cannot be a script language alias.",
    mitigation: 'Give one that SCRIPT_LANGUAGES lists, such as PYTHON3.',
    exitCode: 2,
  },
  'F-SME-47': {
    where: 'src/render/script.ts',
    text: "templates/{{path}}: line {{line}} of the body is a mere '/', where SQL clients end the script.",
    mitigation: 'Write the line otherwise.',
    exitCode: 2,
  },
  'F-SME-218': {
    where: 'src/deploy/call-json-udf.ts',
    text: "The UDF '{{udf}}' gave an answer that is not understood: {{reason}}",
    mitigation: 'Run "sme deploy": the script in the database may be of another version.',
  },
  'E-SME-219': {
    where: 'src/deploy/call-json-udf.ts',
    text: "The schema '{{schema}}' has no UDF '{{udf}}' that you may see.",
    mitigation: 'Run "sme deploy", or let an administrator run: GRANT EXECUTE ON SCHEMA "{{schema}}" TO <you>;',
    exitCode: 7,
  },
  'E-SME-220': {
    where: 'src/deploy/call-json-udf.ts',
    text: "The UDF '{{udf}}' may not be called: {{text}}",
    mitigation: 'Let an administrator run: GRANT EXECUTE ON SCHEMA {{schema}} TO <you>;',
    exitCode: 4,
  },
  'E-SME-300': {
    where: 'src/deploy/plan-from-database.ts',
    text: "Schema '{{schema}}' has scripts of sme {{installed}}, and this is the older version {{version}}.",
    mitigation: 'Update sme to {{installed}} or later, or give --allow-downgrade to install the older scripts.',
    exitCode: 2,
  },
  'E-SME-301': {
    where: 'src/commands/undeploy.ts',
    text: 'Endpoints of this schema may still be billed by AWS, and after undeploy no script can delete them:\n{{list}}',
    mitigation: 'Give --delete-endpoints to delete them first, or --keep-endpoints to leave them in AWS.',
    exitCode: 2,
  },
  'E-SME-302': {
    where: 'src/exasol/find-schema.ts',
    text: "The scripts in schema '{{schema}}' are deployed, but not visible to you: {{text}}",
    mitigation:
      'Ask an administrator to run: GRANT USAGE ON SCHEMA {{grantSchema}} TO {{user}}; GRANT EXECUTE ON SCHEMA {{grantSchema}} TO {{user}};',
    exitCode: 4,
  },
} as const satisfies ErrorTable;
