import type { Command } from '@commander-js/extra-typings';
import {
  addConfirmOptions,
  addConnectionOptions,
  addSettingsOptions,
  listExamples,
  type StartCommand,
} from './options.js';

/** The commands around the scripts in a schema. Each loads its own part when it is called. */
export function addDeploymentCommands(program: Command, start: StartCommand): void {
  addConnectionOptions(program.command('deploy'))
    .description('Install or refresh the scripts and the job table in a schema, in one transaction.')
    .option('--create-schema', 'create the schema where it is missing')
    .option('--allow-downgrade', 'replace scripts of a newer version')
    .option('--dry-run', 'print the plan and its SQL, change nothing')
    .option('--to-print', 'the same, as the earlier Python extension called it')
    .addHelpText(
      'after',
      listExamples(
        'sme deploy --host localhost --user sys --schema ML --create-schema',
        'EXASOL_PASSWORD=… sme deploy --dsn exasol://me@db.example.com/ML --dry-run',
      ),
    )
    .action(async (flags) => (await import('../commands/deploy.js')).runDeploy(flags, start(flags)));

  addConnectionOptions(program.command('status'))
    .description('Show what is installed against what this version would install.')
    .option('--exit-code', 'exit with 3 where deploy would change something')
    .addHelpText(
      'after',
      listExamples(
        'sme status --host localhost --user sys --schema ML',
        'sme status --dsn localhost:8563 --json --exit-code',
      ),
    )
    .action(async (flags) => (await import('../commands/status.js')).runStatus(flags, start(flags)));

  addConfirmOptions(addConnectionOptions(program.command('undeploy')))
    .description('Remove what deploy has installed and nothing else. The job table and the schema stay. Asks first.')
    .option('--drop-metadata', 'drop the tables of jobs and endpoints, too')
    .option('--delete-endpoints', 'delete the endpoints of the table in AWS first')
    .option('--keep-endpoints', 'leave the endpoints in AWS, where they are billed')
    .option('--dry-run', 'print the plan and its SQL, change nothing')
    .addHelpText(
      'after',
      listExamples(
        'sme undeploy --host localhost --user sys --schema ML --dry-run',
        'sme undeploy --host localhost --user sys --schema ML --drop-metadata --yes',
      ),
    )
    .action(async (flags) => (await import('../commands/undeploy.js')).runUndeploy(flags, start(flags)));

  addSettingsOptions(program.command('render'))
    .description('Print the SQL that deploy installs, or write one file an object. Needs no database.')
    .option('--schema <name>', 'schema; upper-cased unless in double quotes (EXASOL_SCHEMA)')
    .option('--language-alias <alias>', 'alias of the UDFs, PYTHON3 by default (EXASOL_LANGUAGE_ALIAS)')
    .option('--out <folder>', 'write the files there')
    .addHelpText('after', listExamples('sme render --schema ML > sme.sql', `sme render --schema '"Sales"' --out sql`))
    .action(async (flags) => (await import('../commands/render.js')).runRender(flags, start(flags)));
}
