import type { SettingRow } from './setting-row.js';
import { parseBoolean, parseKmsKey, parseSecurityGroups, parseSubnets } from './setting-rules.js';

/** The rows of the settings table for the parameter `security`; in a profile, they are the table `[<profile>.security]`. */
export const securityRows = {
  subnets: {
    group: 'security',
    label: 'subnets',
    option: '--subnets <ids>',
    help: 'subnets of the VPC in which the containers run, with commas between them',
    variables: ['SME_SUBNETS'],
    key: 'security.subnets',
    rule: parseSubnets,
  },
  securityGroups: {
    group: 'security',
    label: 'security groups',
    option: '--security-groups <ids>',
    help: 'security groups of the VPC, with commas between them',
    variables: ['SME_SECURITY_GROUPS'],
    key: 'security.security_group_ids',
    rule: parseSecurityGroups,
  },
  volumeKmsKey: {
    group: 'security',
    label: 'KMS key of the volumes',
    option: '--volume-kms-key <key>',
    help: 'KMS key that encrypts the volumes of the instances',
    variables: ['SME_VOLUME_KMS_KEY'],
    key: 'security.volume_kms_key_id',
    rule: parseKmsKey,
  },
  outputKmsKey: {
    group: 'security',
    label: 'KMS key of the results',
    option: '--output-kms-key <key>',
    aliases: ['--kms-key-id <key>'],
    help: 'KMS key that encrypts the results on S3',
    variables: ['SME_OUTPUT_KMS_KEY'],
    key: 'security.output_kms_key_id',
    rule: parseKmsKey,
  },
  encryptTraffic: {
    group: 'security',
    label: 'encryption of traffic',
    option: '--encrypt-traffic',
    aliases: ['--no-encrypt-traffic'],
    help: 'encrypt the traffic between the containers of a training',
    variables: ['SME_ENCRYPT_TRAFFIC'],
    key: 'security.encrypt_inter_container_traffic',
    rule: parseBoolean,
  },
  networkIsolation: {
    group: 'security',
    label: 'network isolation',
    option: '--network-isolation',
    aliases: ['--no-network-isolation'],
    help: 'run the containers of a model without network',
    variables: ['SME_NETWORK_ISOLATION'],
    key: 'security.network_isolation',
    rule: parseBoolean,
  },
} as const satisfies Readonly<Record<string, SettingRow>>;
