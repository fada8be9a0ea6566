/** Members that several operations share. Originally generated from service-2.json of botocore 1.43.11, now maintained by hand. */
import { list, string, structure } from './shape.js';

export const s3Uri = string({ min: 0, max: 1024, pattern: '(https|s3)://([^/]+)/?(.*)' });

export const roleArn = string({
  min: 20,
  max: 2048,
  pattern: 'arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+',
});

export const kmsKeyId = string({ min: 0, max: 2048, pattern: '[a-zA-Z0-9:/_-]*' });

/** Names of endpoints, configurations, variants and container hosts. */
export const resourceName = string({ min: 0, max: 63, pattern: '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}' });

export const nextToken = string({ min: 0, max: 8192, pattern: '.*' });

export const sortOrder = string({ enum: ['Ascending', 'Descending'] });

export const resourceArn = string({ min: 0, max: 256, pattern: 'arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:.+' });

export const tagKey = string({ min: 1, max: 128, pattern: '([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)' });

const tag = structure({
  'Key!': tagKey,
  'Value!': string({ min: 0, max: 256, pattern: '([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)' }),
});

export const vpcConfig = structure({
  'SecurityGroupIds!': list(string({ min: 0, max: 32, pattern: '[-0-9a-zA-Z]+' }), { min: 1, max: 5 }),
  'Subnets!': list(string({ min: 0, max: 32, pattern: '[-0-9a-zA-Z]+' }), { min: 1, max: 16 }),
});

export const tagList = list(tag, { min: 0, max: 50 });
