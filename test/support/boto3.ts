import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { awsAccount } from './aws-sandbox.js';

const run = promisify(execFile);

const prelude = `
import json, sys
import boto3
from botocore.config import Config
url, bucket, region, role, key, secret = sys.argv[1:7]
session = boto3.session.Session(aws_access_key_id=key, aws_secret_access_key=secret, region_name=region)
def out(value):
    print(json.dumps(value, default=str))
`;

/** Runs Python with a boto3 session for the test account. @returns what the program passes to out() */
export async function runBoto3(url: string, script: string, env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const { bucket, region, roleArn, accessKeyId, secretAccessKey } = awsAccount;
  const arguments_ = [url, bucket, region, roleArn, accessKeyId, secretAccessKey];
  const { stdout } = await run('python3', ['-c', prelude + script, ...arguments_], {
    env: { ...process.env, ...env },
  });
  return JSON.parse(stdout);
}
