/** The present moment for relative times: moves twice a minute, so that «قبل دقيقة» does not stay true for an hour. */
export class Clock {
  #now = $state(Date.now());

  /** Milliseconds since 1970. */
  get now(): number {
    return this.#now;
  }

  /** Starts moving; answers with a function that stops it. */
  start(): () => void {
    const timer = setInterval(() => (this.#now = Date.now()), 30_000);
    return () => clearInterval(timer);
  }

  /** Looks at the clock at once: after something new arrived. */
  tick(): void {
    this.#now = Date.now();
  }
}
