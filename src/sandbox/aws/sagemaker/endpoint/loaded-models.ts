import type { CreateModelInput } from '@aws-sdk/client-sagemaker';
import type { ObjectStore } from '../../s3/store.js';
import { type LoadedModel, listContainers, loadContainers } from './load-model.js';

/** Cache of models by the locations of their archives: an endpoint keeps its model when the object in S3 is deleted. */
export class LoadedModels {
  private readonly models = new Map<string, Promise<LoadedModel>>();

  constructor(private readonly store: ObjectStore) {}

  /** @throws ModelLoadError */
  load(input: CreateModelInput): Promise<LoadedModel> {
    const key = JSON.stringify(listContainers(input).map(({ ModelDataUrl }) => ModelDataUrl));
    const existing = this.models.get(key);
    if (existing) return existing;
    const loading = loadContainers(this.store, input);
    this.models.set(key, loading);
    // A failure is not cached, because the object may be uploaded later.
    loading.catch(() => this.models.delete(key));
    return loading;
  }
}
