import type { SecurityOptions, SecuritySettings } from '../config/types.js';
import { type SecuredRequest, securityOptions } from '../scripts/facts.js';
import { omitMissing } from './flag-values.js';

/**
 * The parameter `security` of a request. Flags override the file, the file overrides the profile and the environment, each member by
 * itself; AWS has no such member for every request, so those of the profile that the request does not have are left out.
 *
 * @param file the object of a JSON file; the script checks it
 * @returns undefined without any option
 */
export function makeSecurity(
  request: SecuredRequest,
  { flags, others }: SecuritySettings,
  file: unknown = {},
): Readonly<Record<string, unknown>> | undefined {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    return file as Readonly<Record<string, unknown>>;
  }
  const supported: readonly string[] = securityOptions[request];
  const usable: Readonly<Record<string, unknown>> = Object.fromEntries(
    Object.entries(others).filter(([name]) => supported.includes(name)),
  );
  const layers: readonly Readonly<Record<string, unknown>>[] = [usable, omitMissing({ ...file }), { ...flags }];
  const vpc = Object.assign({}, ...layers.map((layer) => layer['vpc']));
  const merged: Record<string, unknown> = Object.assign({}, ...layers, Object.keys(vpc).length === 0 ? {} : { vpc });
  return Object.keys(merged).length === 0 ? undefined : merged;
}

/** Describes the options in a sentence for a plan; an empty list without any. */
export function describeSecurity(parameters: Readonly<Record<string, unknown>>): readonly string[] {
  const { vpc, ...others } = (parameters['security'] ?? {}) as SecurityOptions;
  const parts = [
    ...(vpc?.subnets === undefined ? [] : [`subnets ${vpc.subnets.join(', ')}`]),
    ...(vpc?.security_group_ids === undefined ? [] : [`security groups ${vpc.security_group_ids.join(', ')}`]),
    ...(others.volume_kms_key_id === undefined ? [] : [`KMS key of the volumes ${others.volume_kms_key_id}`]),
    ...(others.output_kms_key_id === undefined ? [] : [`KMS key of the results ${others.output_kms_key_id}`]),
    ...(others.encrypt_inter_container_traffic === true ? ['encrypted traffic between containers'] : []),
    ...(others.network_isolation === true ? ['containers without network'] : []),
  ];
  return parts.length === 0 ? [] : [`Security options: ${parts.join('; ')}.`];
}
