/** Maximum number of concurrent jobs of one kind; more would only slow each other down on a laptop. */
const concurrency = 2;

/** Runs jobs in the background, a few at a time, and aborts all of them at stop. */
export class BackgroundJobs<Job extends { readonly arn: string }> {
  private readonly waiting: Job[] = [];
  private readonly running = new Map<string, { readonly controller: AbortController; readonly done: Promise<void> }>();
  private isStopped = false;

  /**
   * @param run never rejects
   * @param onChange called when a job has ended, to save the state
   */
  constructor(
    private readonly run: (job: Job, signal: AbortSignal) => Promise<void>,
    private readonly onChange: () => void,
  ) {}

  start(job: Job): void {
    this.waiting.push(job);
    this.startNext();
  }

  /** Aborts the job. Its record is left unchanged. */
  abort(job: Job): void {
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
      const done = this.run(job, controller.signal).finally(() => {
        this.running.delete(job.arn);
        this.onChange();
        this.startNext();
      });
      this.running.set(job.arn, { controller, done });
    }
  }
}
