import { TrainingError, type TrainingOutcome, type TrainingRequest } from './types.js';

/**
 * Trains several small models on CSV files and ranks them by the objective on rows that were held out.
 *
 * @throws TrainingError with the reason, where the data cannot be trained on
 * @throws the signal's reason, where the run was aborted
 */
export async function trainCandidates(request: TrainingRequest): Promise<TrainingOutcome> {
  request.signal.throwIfAborted();
  throw new TrainingError('Training is being built.');
}
