import { checkNetworkFromUdf, type NetworkCheckResult, type NetworkTarget } from '../network.js';
import { CheckSkipped, fail, ok, skip, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';

/** Three services with four steps each, and up to five seconds per step. */
const networkTimeoutMs = 75_000;
/** AWS rejects requests with a larger clock skew. */
const maxSkewSeconds = 300;
const notableSkewSeconds = 30;

/** Can UDFs reach AWS? Is their clock right? Do they have the proxy and CA variables of this machine? */
export const networkChecks: readonly Check[] = [
  { id: 'network', title: 'UDF network', needs: ['boto3'], timeoutMs: networkTimeoutMs, run: checkNetwork },
  { id: 'clock', title: 'clock of the UDFs', needs: ['boto3'], timeoutMs: networkTimeoutMs, run: checkClock },
  { id: 'proxy', title: 'proxy and CA variables', needs: ['boto3'], timeoutMs: networkTimeoutMs, run: checkProxy },
];

/** Checks services in the Region of the settings or of the connection's address, and the host of the bucket if one is set. */
async function checkServices(context: DoctorContext, services: readonly string[]): Promise<NetworkCheckResult> {
  const schema = await context.readSchema();
  const { region, bucket } = await context.readAwsLocation();
  if (region === undefined) {
    throw new CheckSkipped(
      'no Region is set',
      'Set --region or AWS_REGION, or use a --connection with a Region in its address.',
    );
  }
  return await context.withSession((session) => checkNetworkFromUdf(session, schema, { region, bucket, services }));
}

async function checkNetwork(context: DoctorContext): Promise<Outcome> {
  const { targets, failures } = await checkServices(context, ['s3', 'sagemaker', 'sagemaker-runtime']);
  const [failure] = failures;
  if (failure !== undefined) {
    return fail(`${failure.code}: ${failure.message}`, 'The UDFs need boto3.');
  }
  const lines = targets.map(describeTarget).join('\n');
  const broken = targets.find((target) => findFailedStep(target) !== undefined);
  return broken === undefined ? ok(lines) : fail(lines, suggestFix(broken));
}

const findFailedStep = ({ steps }: NetworkTarget) => steps.find((step) => !step.ok);

function describeTarget(target: NetworkTarget): string {
  const failed = findFailedStep(target);
  const through = target.via === null ? '' : ` through ${target.via}`;
  const done = target.steps.filter((step) => step.ok).map(({ step }) => `${step} ok`);
  const end = failed === undefined ? [] : [`${failed.step} fails: ${failed.text}`];
  return `${target.service} at ${target.host}:${target.port}${through}: ${[...done, ...end].join(', ')}`;
}

function suggestFix(target: NetworkTarget): string {
  const host = target.via ?? target.host;
  switch (findFailedStep(target)?.step) {
    case 'dns':
      return `The database nodes cannot resolve ${host}. Configure a name server, or a VPC endpoint in a network without internet access.`;
    case 'connect':
      return `The database nodes cannot connect to ${host} port ${target.port}. Check firewall, routes and proxy, or use a VPC endpoint.`;
    case 'tls':
      return `A proxy answers for ${target.host} with a certificate that boto3 does not trust. Exclude the host from TLS inspection, or set AWS_CA_BUNDLE to the file of its CA (in the script language container or with %env).`;
    default:
      return `${target.host} accepts the connection, but does not answer. Check the proxy or firewall in between.`;
  }
}

async function checkClock(context: DoctorContext): Promise<Outcome> {
  const { targets } = await checkServices(context, ['s3']);
  const skew = targets[0]?.skew_seconds ?? undefined;
  if (skew === undefined) {
    return skip('the response of AWS contains no time');
  }
  const text = skew === 0 ? 'the same time as AWS' : `${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} AWS`;
  const mitigation = 'Synchronize the clocks of the database nodes with NTP (chrony).';
  if (Math.abs(skew) > maxSkewSeconds) {
    return fail(`${text}; AWS rejects signatures that are more than ${maxSkewSeconds} s off`, mitigation);
  }
  return Math.abs(skew) > notableSkewSeconds ? warn(text, mitigation) : ok(text);
}

/** The variables that templates/python/sme/network_check.py reports. */
const variableNames = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'AWS_CA_BUNDLE', 'REQUESTS_CA_BUNDLE'] as const;

/** Compares the variables, because UDFs do not inherit those of this machine or of an administrator's shell. */
async function checkProxy(context: DoctorContext): Promise<Outcome> {
  const schema = await context.readSchema();
  const { variables } = await context.withSession((session) => checkNetworkFromUdf(session, schema, { services: [] }));
  const onThisMachine = variableNames.filter((name) => isSet(context.environment, name));
  const missing = onThisMachine.filter((name) => !variables.includes(name));
  if (missing.length > 0) {
    return warn(
      `set on this machine, but not in the UDFs: ${missing.join(', ')}`,
      'If the database reaches AWS without them, nothing needs to be done. Otherwise set them in the script language container or with %env in the scripts.',
    );
  }
  return ok(
    variables.length === 0
      ? 'no variable is set on this machine or in the UDFs'
      : `the UDFs have ${variables.join(', ')}`,
  );
}

const isSet = (environment: DoctorContext['environment'], name: string) =>
  [name, name.toLowerCase()].some((variable) => (environment[variable] ?? '') !== '');
