import type { JobRecord } from './automl-job/record.js';
import { runTraining, type TrainingEnvironment } from './automl-job/run-training.js';

/** Maximum number of concurrent trainings; more would only slow each other down on a laptop. */
const concurrency = 2;

/** Runs trainings in the background, and aborts all of them at stop. */
export class TrainingRunner {
  private readonly waiting: JobRecord[] = [];
  private readonly running = new Map<string, { readonly controller: AbortController; readonly done: Promise<void> }>();
  private isStopped = false;

  /** @param onChange called when a training has ended, to save the state */
  constructor(
    private readonly environment: TrainingEnvironment,
    private readonly onChange: () => void,
  ) {}

  start(job: JobRecord): void {
    this.waiting.push(job);
    this.startNext();
  }

  /** Aborts the training. The job's record is left unchanged. */
  abort(job: JobRecord): void {
    const at = this.waiting.indexOf(job);
    if (at >= 0) this.waiting.splice(at, 1);
    this.running.get(job.arn)?.controller.abort(new Error('The job was stopped.'));
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    const running = [...this.running.values()];
    for (const { controller } of running) controller.abort(new Error('The server was stopped.'));
    await Promise.all(running.map(({ done }) => done));
  }

  private startNext(): void {
    while (!this.isStopped && this.running.size < concurrency) {
      const job = this.waiting.shift();
      if (!job) return;
      const controller = new AbortController();
      const done = runTraining(this.environment, job, controller.signal).finally(() => {
        this.running.delete(job.arn);
        this.onChange();
        this.startNext();
      });
      this.running.set(job.arn, { controller, done });
    }
  }
}
