import type { RunningSandbox } from '../../config/sandbox-registry.js';
import { makeError, makeInterruption } from '../../errors/user-error.js';
import type { ConnectionConfig } from '../../exasol/types.js';
import { Secret } from '../../secret.js';
import type { CommandIo } from '../../terminal/io.js';
import type { SandboxAccess } from '../../terminal/sandbox-access.js';
import { formatMoment } from '../../text/format-values.js';

const probeTimeoutMs = 3000;

/** Chooses a running sandbox by its name. @throws UserError E-SME-616 if there is none, or several and no name */
export async function requireSandbox(name: string | undefined, io: CommandIo): Promise<RunningSandbox> {
  const { chooseSandbox } = await import('../../config/sandbox-registry.js');
  const chosen = await chooseSandbox(io.env, { name });
  if ('problem' in chosen) {
    throw makeError('E-SME-616', { problem: chosen.problem });
  }
  return chosen.sandbox;
}

/**
 * Returns whether the sandbox itself listens on its port. Every start makes a new certificate, so another process with the same number,
 * or another sandbox on the same port, is not taken for it.
 */
export async function isResponding(sandbox: RunningSandbox, io: CommandIo): Promise<boolean> {
  const { probeTls } = await import('../../exasol/probe.js');
  const signal = AbortSignal.any([io.signal, AbortSignal.timeout(probeTimeoutMs)]);
  try {
    await probeTls(toConnectionConfig(toAccess(sandbox)), signal);
    return true;
  } catch {
    if (io.signal.aborted) {
      throw makeInterruption('The sandbox was not changed.');
    }
    return false;
  }
}

/** Converts the registered settings back to addresses and credentials. */
export function toAccess({ settings }: RunningSandbox): SandboxAccess {
  return {
    exasol: {
      host: settings.host ?? '',
      port: Number(settings.port),
      user: settings.user ?? '',
      password: settings.password ?? '',
      fingerprint: settings.fingerprint ?? '',
    },
    aws: {
      endpointUrl: settings.awsEndpointUrl ?? '',
      region: settings.awsRegion ?? '',
      accessKeyId: settings.awsAccessKeyId ?? '',
      secretAccessKey: settings.awsSecretAccessKey ?? '',
      bucket: settings.bucket ?? '',
      roleArn: settings.roleArn ?? '',
    },
  };
}

/** How to log in as the administrator of a sandbox. */
export function toConnectionConfig({ exasol }: SandboxAccess): ConnectionConfig {
  return {
    host: exasol.host,
    port: exasol.port,
    credentials: { kind: 'password', user: exasol.user, password: new Secret(exasol.password) },
    certificate: { kind: 'pin', fingerprint: exasol.fingerprint },
    timeoutMs: 20_000,
  };
}

/** What JSON documents say about a sandbox. Passwords and keys are left to `sme sandbox --json`. */
export function toJsonSandbox({ name, pid, startedAt, dataFolder, settings }: RunningSandbox, responds: boolean) {
  return {
    name,
    pid,
    responds,
    started_at: formatMoment(startedAt),
    exasol: `${settings.host}:${settings.port}`,
    aws_endpoint_url: settings.awsEndpointUrl ?? null,
    schema_name: settings.schema ?? null,
    connection_name: settings.connectionName ?? null,
    data_folder: dataFolder ?? null,
  };
}

/** Formats how long a sandbox has been running. */
export function countSeconds({ startedAt }: RunningSandbox): number {
  return (Date.now() - startedAt.getTime()) / 1000;
}
