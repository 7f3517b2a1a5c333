/** What runs beside the service: asked for again and again while something is under way. */
import { api, data, type Schemas } from '../api/client';
import { session } from './session.svelte';

export type Job = Schemas['JobRow'];
const EVERY = 600;

export const isOver = (job: Job) => job.state === 'done' || job.state === 'stopped' || job.state === 'failed';

class Jobs {
  all = $state.raw<Job[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = new Map<string, (job: Job) => void>();

  /** Ask now, and go on while something is under way. */
  async look() {
    clearTimeout(this.#timer);
    try {
      this.all = (await data(api.GET('/api/jobs'))).jobs;
    } catch {
      // The next look tells; a service that is gone is told of by the views.
    }
    for (const job of this.all) {
      if (!isOver(job) || !this.#ended.has(job.job_id)) continue;
      const told = this.#ended.get(job.job_id)!;
      this.#ended.delete(job.job_id);
      // Whatever ended may have changed what views show.
      if (job.what !== 'scenario') session.revision += 1;
      told(job);
    }
    if (this.#ended.size || this.all.some((job) => !isOver(job))) this.#timer = setTimeout(() => void this.look(), EVERY);
  }

  /** Follow a job; `told` is called once it is over. */
  follow(job: Job, told: (job: Job) => void) {
    this.#ended.set(job.job_id, told);
    this.all = [job, ...this.all.filter((one) => one.job_id !== job.job_id)];
    void this.look();
  }

  async stop(job: Job) {
    await data(api.POST('/api/jobs/{job_id}/stop', { params: { path: { job_id: job.job_id } }, headers: { 'Content-Type': 'application/json' } }));
    await this.look();
  }
}

export const jobs = new Jobs();
