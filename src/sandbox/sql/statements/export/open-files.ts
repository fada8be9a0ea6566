import { openS3, type S3Connection } from '../../../s3/client.js';
import { compressIfNamed } from '../../../s3/compress-file.js';
import { S3Upload } from '../../../s3/upload.js';
import type { ByteSink } from '../../../types/client-files.js';
import type { StatementContext } from '../../statement-context.js';
import type { CsvOptions } from '../csv/csv-options.js';
import type { PlannedFile, S3File } from '../csv/plan-files.js';
import { uploadToClient } from '../csv/transfer-client-file.js';

/** The S3 clients of a statement, one per bucket, region and key. `close` frees their sockets. */
export class S3Connections {
  readonly #endpointUrl: string;
  readonly #open = new Map<string, Promise<S3Connection>>();

  constructor(endpointUrl: string) {
    this.#endpointUrl = endpointUrl;
  }

  find({ location, credentials }: S3File): Promise<S3Connection> {
    const id = JSON.stringify([
      location.bucket,
      location.region,
      credentials?.accessKeyId,
      credentials?.secretAccessKey,
      credentials?.sessionToken,
    ]);
    const known = this.#open.get(id);
    if (known !== undefined) return known;
    const { bucket, region } = location;
    const opened = openS3({ endpointUrl: this.#endpointUrl, bucket, region, credentials });
    this.#open.set(id, opened);
    return opened;
  }

  async close(): Promise<void> {
    for (const connection of await Promise.allSettled(this.#open.values())) {
      if (connection.status === 'fulfilled') connection.value.client.destroy();
    }
  }
}

/** Starts an upload for each file. If one fails, aborts the others and throws the first error. */
export async function openFiles(
  context: StatementContext,
  connections: S3Connections,
  files: readonly PlannedFile[],
  options: Pick<CsvOptions, 'replace' | 'truncate'>,
): Promise<readonly ByteSink[]> {
  const openUpload = async (planned: S3File) => {
    const connection = await connections.find(planned);
    if (!options.replace && !options.truncate) await warnIfObjectExists(context, connection, planned);
    return S3Upload.open(connection, planned.location, planned.credentials?.encryption, context.signal);
  };
  const opened = await Promise.allSettled(
    files.map(async (planned) => {
      const open = planned.kind === 'client' ? uploadToClient(context, planned) : openUpload(planned);
      return compressIfNamed(planned.file, await open);
    }),
  );
  const sinks = opened.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failed = opened.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return sinks;
  await Promise.all(sinks.map((sink) => sink.abort()));
  throw failed.reason;
}

/** Exasol's behavior for existing objects without REPLACE is not documented. The sandbox overwrites them and logs a warning. */
async function warnIfObjectExists(
  context: StatementContext,
  { module, client }: S3Connection,
  { location }: S3File,
): Promise<void> {
  const command = new module.HeadObjectCommand({ Bucket: location.bucket, Key: location.key });
  const exists = await client.send(command).then(
    () => true,
    () => false,
  );
  if (exists) context.services.log.warn(`EXPORT without REPLACE overwrites ${location.url}`);
}
