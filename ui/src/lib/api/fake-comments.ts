import type { CommentDraft, Commenter, CommentProblem, CommentSent, CommentThread, SendComment, SentComment, SentState } from './bindings/types';

/** What the player of recorded answers remembers of comments: drafts, the outbox, who the reader comments as. */
export class FakeComments {
  /** What becomes of the next comment that is sent. */
  next: { state: SentState; reason: string | null } = { state: { kind: 'held' }, reason: null };
  readonly #outbox = new Map<number, SentComment[]>();
  readonly #drafts = new Map<number, CommentDraft | null>();
  readonly #fetched = new Set<number>();
  #commenter: Commenter | null = null;
  #number = 0;

  /** The recorded thread with what was done since. */
  thread(recorded: CommentThread, fetched: CommentThread | null): CommentThread {
    const thread = fetched && this.#fetched.has(recorded.entry) ? fetched : recorded;
    const draft = this.#drafts.get(thread.entry);
    return {
      ...thread,
      draft: draft === undefined ? thread.draft : draft,
      outbox: [...thread.outbox, ...(this.#outbox.get(thread.entry) ?? [])],
      commenter: this.#commenter ?? thread.commenter,
    };
  }

  /** The thread was fetched. */
  fetched(entry: number): void {
    this.#fetched.add(entry);
  }

  draft(entry: number, parent: string | null, body: string): void {
    this.#drafts.set(entry, body.trim() ? { parent, body } : null);
  }

  send(request: SendComment): CommentSent {
    const problems: CommentProblem[] = [];
    if (!request.author?.trim()) problems.push('author_missing');
    if (!request.email?.trim()) problems.push('email_missing');
    else if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(request.email)) problems.push('email_invalid');
    if (!request.body.trim()) problems.push('body_missing');
    if (problems.length > 0) return { problems, sent: null };
    const { entry, body, author = '' } = request;
    const now = Date.now();
    const sent: SentComment = {
      id: ++this.#number, entry, parent: request.parent ?? null, body, direction: 'rtl', author: author ?? '', ...this.next, created_at: now, changed_at: now,
    };
    this.#outbox.set(entry, [...(this.#outbox.get(entry) ?? []), sent]);
    this.#drafts.set(entry, null);
    this.#commenter = request.remember ? { author: author ?? '', email: request.email ?? '' } : null;
    return { problems, sent };
  }

  resend(id: number): SentComment | null {
    for (const [entry, list] of this.#outbox) {
      const found = list.find((sent) => sent.id === id);
      if (!found) continue;
      const sent = { ...found, ...this.next };
      this.#outbox.set(entry, list.map((each) => (each.id === id ? sent : each)));
      return sent;
    }
    return null;
  }

  discard(id: number): void {
    for (const [entry, list] of this.#outbox) this.#outbox.set(entry, list.filter((sent) => sent.id !== id));
  }

  /** Who is remembered. */
  get commenter(): Commenter | null {
    return this.#commenter;
  }

  forget(): void {
    this.#commenter = null;
  }
}
