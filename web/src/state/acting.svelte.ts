/** One thing done at a time: whether it is under way, and why the latest failed. */
export class Acting {
  busy = $state(false);
  error = $state.raw<unknown>(null);

  /** Do it unless another is under way; what it throws is kept as `error`. */
  async run(what: () => Promise<unknown>) {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      await what();
    } catch (refused) {
      this.error = refused;
    } finally {
      this.busy = false;
    }
  }
}
