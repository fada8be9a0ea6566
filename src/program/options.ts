import { type Command, Option, type OptionValues } from '@commander-js/extra-typings';
import type { AwsFlags } from '../commands/aws-settings.js';
import type { ConnectionFlags, SourceFlags } from '../commands/options.js';
import type { ConfirmFlags } from '../terminal/confirm.js';
import type { CommandIo } from '../terminal/io.js';

// Return types are written out where options are added to a command of any type: left to the compiler, each option doubles the type
// that `tsc` prints into a declaration, and a build does not end.
type LoginFlags = Omit<ConnectionFlags, keyof SourceFlags>;
type AwsOnlyFlags = Omit<AwsFlags, keyof ConnectionFlags>;

/** Flags that every command has. */
export interface CommonFlags {
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
  readonly verbose?: true | undefined;
  readonly debug?: true | undefined;
  /** False with --no-input. */
  readonly input?: boolean | undefined;
  /** False with --no-color. */
  readonly color?: boolean | undefined;
}

/** Gives a command its io, once its flags are known. */
export type StartCommand = (flags: CommonFlags) => CommandIo;

/** Adds the flags that every command has. */
export function addCommonOptions<Args extends unknown[]>(command: Command<Args>) {
  return command
    .option('--json', 'print one JSON document on stdout, also on failure')
    .option('-q, --quiet', 'say nothing beside the result, warnings and errors')
    .option('-v, --verbose', 'say more')
    .option('--debug', 'say everything: statements, stacks (never a secret)')
    .option('--no-input', 'ask nothing; what would be asked for is an error')
    .option('--no-color', 'no colours (NO_COLOR; FORCE_COLOR has them also in a pipe)');
}

/** Adds the flags that say where settings come from, beside flags and environment. */
export function addSettingsOptions(command: Command) {
  return addCommonOptions(command)
    .option('-p, --profile <name>', 'take settings from this profile (SME_PROFILE); see "sme profile"')
    .option('--config <file>', 'the settings file (SME_CONFIG)')
    .option('--no-config', 'read no settings file')
    .option('--sandbox', 'use the sandbox that "sme sandbox" runs on this machine (of several: SME_SANDBOX_PORT)');
}

/** Adds the flags of commands that connect to Exasol. The names in brackets are environment variables; flags win over them. */
export function addConnectionOptions(command: Command) {
  return addLoginOptions(addSettingsOptions(command));
}

/** Adds the flags that say where the database is and how to get in. */
export function addLoginOptions<Args extends unknown[], Opts extends OptionValues>(
  command: Command<Args, Opts>,
): Command<Args, Opts & LoginFlags> {
  command
    .option('--host <name>', 'host of the database (EXASOL_HOST)')
    .option('--port <n>', 'its port, 8563 by default (EXASOL_PORT)')
    .option('--user <name>', 'user, also --db-user (EXASOL_USER)')
    .option('--pass <password>', 'password, also --db-pass, --db-password (EXASOL_PASSWORD); asked for on a terminal')
    .option('--password-file <file>', 'its first line is the password (EXASOL_PASSWORD_FILE)')
    .option('--password-stdin', 'read the password from stdin')
    .option('--access-token <token>', 'OpenID token instead of user and password (EXASOL_ACCESS_TOKEN)')
    .option('--refresh-token <token>', 'personal access token of Exasol SaaS (EXASOL_REFRESH_TOKEN)')
    .option('--dsn <dsn>', 'host:port, host/FINGERPRINT:port, or exasol://user:password@host:port/schema (EXASOL_DSN)')
    .option('--schema <name>', 'schema of the scripts; in double quotes exactly so (EXASOL_SCHEMA)')
    .option('--fingerprint <sha256>', 'trust the certificate with this fingerprint and no other (EXASOL_FINGERPRINT)')
    .option('--no-verify-certificate', 'trust any certificate (EXASOL_VERIFY_CERTIFICATE=false)')
    .option('--timeout <time>', 'how long connecting may take, 10s by default (EXASOL_TIMEOUT)')
    .option('--language-alias <alias>', 'alias that runs the UDFs, PYTHON3 by default (EXASOL_LANGUAGE_ALIAS)')
    .addOption(new Option('--db-user <name>').hideHelp())
    .addOption(new Option('--db-pass <password>').hideHelp())
    .addOption(new Option('--db-password <password>').hideHelp())
    .addOption(new Option('--db-password-file <file>').hideHelp())
    .addOption(new Option('--db-password-stdin').hideHelp())
    .addOption(new Option('--certificate-fingerprint <sha256>').hideHelp());
  return command as Command<Args, Opts & LoginFlags>;
}

/** Adds the flags around AWS and training, for commands that take or show every setting. */
export function addAwsOptions<Args extends unknown[], Opts extends OptionValues>(
  command: Command<Args, Opts>,
): Command<Args, Opts & AwsOnlyFlags> {
  command
    .option('--region <region>', 'AWS Region (AWS_REGION, AWS_DEFAULT_REGION)')
    .option('--aws-profile <name>', 'profile of the AWS CLI (AWS_PROFILE)')
    .option('--endpoint-url <url>', "instead of AWS's own endpoints (AWS_ENDPOINT_URL)")
    .option('--bucket <name>', 'S3 bucket of training data and models (SME_BUCKET)')
    .option('--role-arn <arn>', 'role that SageMaker works with (SME_ROLE_ARN)')
    .option('--connection <name>', 'CONNECTION of Exasol to the bucket (SME_CONNECTION)')
    .option('--output-path <path>', 'path in the bucket (SME_OUTPUT_PATH)');
  return command as Command<Args, Opts & AwsOnlyFlags>;
}

/** Adds the flags of commands that ask before they act. */
export function addConfirmOptions<Args extends unknown[], Opts extends OptionValues>(
  command: Command<Args, Opts>,
): Command<Args, Opts & ConfirmFlags> {
  command
    .option('-y, --yes', 'do it without asking, also --auto-approve')
    .addOption(new Option('--auto-approve').hideHelp());
  return command as Command<Args, Opts & ConfirmFlags>;
}

/** The end of a command's help. */
export function listExamples(...examples: readonly string[]): string {
  return `\nExamples:\n${examples.map((example) => `  $ ${example}\n`).join('')}`;
}

/** For options that can be given again and again. Without a default: the help would print it. */
export function addValue(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
