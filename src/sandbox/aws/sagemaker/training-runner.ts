import type { JobRecord } from './automl-job/record.js';
import { runTraining, type TrainingEnvironment } from './automl-job/run-training.js';

/** Two at a time: more would only make each other slower on a laptop. */
const concurrency = 2;

/** Runs trainings in the background, one after the other, and ends them all at stop. */
export class TrainingRunner {
  private readonly waiting: JobRecord[] = [];
  private readonly running = new Map<string, { readonly controller: AbortController; readonly done: Promise<void> }>();
  private isStopped = false;

  /** @param onChange called when a training has ended, so that the state is saved */
  constructor(
    private readonly environment: TrainingEnvironment,
    private readonly onChange: () => void,
  ) {}

  start(job: JobRecord): void {
    this.waiting.push(job);
    this.startNext();
  }

  /** The job's record stays as it is. */
  abort(job: JobRecord): void {
    const at = this.waiting.indexOf(job);
    if (at >= 0) this.waiting.splice(at, 1);
    this.running.get(job.arn)?.controller.abort(new Error('The job was stopped.'));
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    const running = [...this.running.values()];
    for (const { controller } of running) controller.abort(new Error('The server stops.'));
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
