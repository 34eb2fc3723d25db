import type { ApiError, CommentForm, CommentProblem, CommentThread, EntryId, OutboxId, SentComment } from '$lib/api/bindings/types';
import type { Core } from '$lib/api/commands';
import { toApiError } from '$lib/api/errors';

/** How long the reader pauses before what is written so far is stored. */
const PAUSE_MS = 300;

/** The comments of the open article, and what the reader writes there. */
export class Comments {
  #thread = $state.raw<CommentThread | null>(null);
  #fetching = $state(false);
  #sending = $state(false);
  #error = $state.raw<ApiError | null>(null);
  #problems = $state.raw<CommentProblem[]>([]);
  /** Which comment is answered; null for none. */
  parent = $state<string | null>(null);
  body = $state('');
  author = $state('');
  email = $state('');
  remember = $state(false);
  readonly entry: EntryId;
  readonly #core: Core;
  #stored = '';
  #saving: ReturnType<typeof setTimeout> | undefined;
  #formChecked = false;
  #closed = false;

  constructor(core: Core, entry: EntryId) {
    this.#core = core;
    this.entry = entry;
  }

  /** What the library has; null until it has answered. */
  get thread(): CommentThread | null {
    return this.#thread;
  }

  /** Whether the site is being asked. */
  get fetching(): boolean {
    return this.#fetching;
  }

  /** Whether a comment is on its way. */
  get sending(): boolean {
    return this.#sending;
  }

  /** Why something could not be done. */
  get error(): ApiError | null {
    return this.#error;
  }

  /** What has to be put right before sending. */
  get problems(): CommentProblem[] {
    return this.#problems;
  }

  /** What the site's form is, as far as is known. */
  get form(): CommentForm | null {
    return this.#thread?.form ?? null;
  }

  /** Whether the site wants this field; WordPress does unless its owner says otherwise. */
  requires(field: 'author' | 'email'): boolean {
    const { form } = this;
    if (form?.kind !== 'open') return true;
    return field === 'author' ? form.author_required : form.email_required;
  }

  /** Asks the library. */
  async load(): Promise<void> {
    try {
      const thread = await this.#core.call('get_comments', { id: this.entry });
      this.#take(thread, true);
    } catch {
      // Without an answer there is no section; the article stands by itself.
    }
  }

  /** Asks the library again, and leaves what is being written alone. */
  async reload(): Promise<void> {
    try {
      this.#take(await this.#core.call('get_comments', { id: this.entry }), false);
    } catch {
      // What is shown stays.
    }
  }

  /** Asks the site, because the reader says so. */
  async fetch(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    this.#error = null;
    try {
      this.#take(await this.#core.call('fetch_comments', { id: this.entry }), false);
    } catch (thrown) {
      this.#error = toApiError(thrown);
    } finally {
      this.#fetching = false;
    }
  }

  /** Looks at the site's form, once, when the reader begins to write: it may be closed, or want less than it usually does. */
  async checkForm(again = false): Promise<void> {
    if (this.#formChecked && !again) return;
    this.#formChecked = true;
    try {
      const form = await this.#core.call('check_comment_form', { id: this.entry });
      if (this.#thread) this.#thread = { ...this.#thread, form };
    } catch {
      // Without a network one may write all the same; it goes when the network is back.
      this.#formChecked = false;
    }
  }

  /** Something was written: it is stored after a moment's pause. */
  wrote(): void {
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => void this.store(), PAUSE_MS);
  }

  /** Stores what is written so far, if it is not stored. */
  async store(): Promise<void> {
    clearTimeout(this.#saving);
    const now = JSON.stringify([this.parent, this.body]);
    if (!this.#thread || now === this.#stored) return;
    this.#stored = now;
    try {
      await this.#core.call('save_comment_draft', { entry: this.entry, parent: this.parent, body: this.body });
    } catch (thrown) {
      this.#stored = '';
      this.#error = toApiError(thrown);
    }
  }

  /** The reader goes on to something else. */
  close(): void {
    this.#closed = true;
    void this.store();
  }

  /** Answers a comment, or (null) none. */
  answer(parent: string | null): void {
    this.parent = parent;
    void this.store();
  }

  /** Sends what is written; answers what became of it, or null when something has to be put right first. */
  async send(): Promise<SentComment | null> {
    if (this.#sending) return null;
    clearTimeout(this.#saving);
    this.#sending = true;
    this.#error = null;
    try {
      const { parent, body, author, email, remember } = this;
      const answer = await this.#core.call('send_comment', { entry: this.entry, parent, body, author, email, remember });
      this.#problems = answer.problems;
      if (!answer.sent) return null;
      this.#put(null, '');
      await this.#told(answer.sent);
      return answer.sent;
    } catch (thrown) {
      this.#error = toApiError(thrown);
      return null;
    } finally {
      this.#sending = false;
    }
  }

  /** Sends one of the outbox again. */
  async resend(id: OutboxId): Promise<SentComment | null> {
    this.#error = null;
    try {
      const sent = await this.#core.call('resend_comment', { id });
      await this.#told(sent);
      return sent;
    } catch (thrown) {
      this.#error = toApiError(thrown);
      return null;
    }
  }

  /** Takes one out of the outbox. */
  async discard(id: OutboxId): Promise<void> {
    this.#error = null;
    try {
      await this.#core.call('discard_comment', { id });
      await this.reload();
    } catch (thrown) {
      this.#error = toApiError(thrown);
    }
  }

  /** Takes one out of the outbox into the form. It is a draft on the disk before it leaves the outbox. */
  async edit(sent: SentComment): Promise<void> {
    this.#put(sent.parent, sent.body);
    this.#stored = '';
    await this.store();
    if (this.#stored) await this.discard(sent.id);
  }

  /** Forgets name and address. */
  async forget(): Promise<void> {
    try {
      await this.#core.call('forget_commenter', {});
      this.author = '';
      this.email = '';
      this.remember = false;
      await this.reload();
    } catch (thrown) {
      this.#error = toApiError(thrown);
    }
  }

  /** What is published stands in the thread: one look at the site shows it there. */
  async #told(sent: SentComment): Promise<void> {
    await this.reload();
    if (sent.state.kind === 'published') await this.fetch();
  }

  #put(parent: string | null, body: string): void {
    this.parent = parent;
    this.body = body;
    this.#stored = JSON.stringify([parent, body]);
  }

  #take(thread: CommentThread, first: boolean): void {
    if (this.#closed) return;
    this.#thread = thread;
    if (!first) return;
    this.#put(thread.draft?.parent ?? null, thread.draft?.body ?? '');
    if (thread.commenter) {
      this.author = thread.commenter.author;
      this.email = thread.commenter.email;
      this.remember = true;
    }
  }
}
