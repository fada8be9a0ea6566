import type { Socket } from 'node:net';
import type { ClientFile } from '../../types/client-files.js';
import { connectToClient, isSuccess, readResponse, requestFile } from './connect.js';
import { describeIncompleteResponse, describeSocketFailure, describeStatusFailure } from './failure.js';

/**
 * Streams a file of the client. Closes the tunnel at the end.
 * @throws TransferError
 */
export async function* downloadFile(
  tunnel: Socket,
  file: ClientFile,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    const request = requestFile('GET', await connectToClient(tunnel, file, signal), file);
    request.end();
    const response = await readResponse(request);
    if (!isSuccess(response)) throw describeStatusFailure(file.url, 0, response);
    try {
      for await (const chunk of response) {
        const buffer = Buffer.from(chunk);
        bytes += buffer.length;
        yield buffer;
      }
    } catch (error) {
      throw response.complete ? error : describeIncompleteResponse(file.url, bytes);
    }
  } catch (error) {
    throw describeSocketFailure(file.url, bytes, error);
  } finally {
    tunnel.destroy();
  }
}
