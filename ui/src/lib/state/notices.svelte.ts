import type { ApiError } from '$lib/api/bindings/types';
import type { MessageKey, Params } from '$lib/i18n/messages';

/** What a notice offers to do. */
export interface NoticeAction {
  label: MessageKey;
  icon?: 'undo' | 'refresh';
  run: () => void;
}

/** A short word about what happened, at the window's foot. */
export interface Notice {
  id: number;
  message: MessageKey;
  params: Params;
  /** For an error: what can be done about it. */
  error: ApiError | null;
  /** Something failed, though what is said is no error of its own. */
  fault?: boolean;
  action: NoticeAction | null;
}

/** How long a notice stays; one that can be acted on stays longer, and none leaves while it is hovered or focused. */
const SHOWN_MS = 5000;
const SHOWN_WITH_ACTION_MS = 10_000;

/** The notices on the screen and the last act that can be undone. */
export class Notices {
  #shown = $state.raw<Notice[]>([]);
  #undo: (() => void) | null = null;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #next = 1;

  /** The notices on the screen, oldest first. */
  get shown(): Notice[] {
    return this.#shown;
  }

  /** Says something. */
  say(message: MessageKey, params: Params = {}, action: NoticeAction | null = null, fault = false): void {
    this.#add({ id: this.#next++, message, params, error: null, action, fault });
  }

  /** Says what was done and offers to undo it, by button or by Ctrl+Z. */
  sayUndoable(message: MessageKey, params: Params, undo: () => void): void {
    const id = this.#next++;
    const run = (): void => {
      this.#undo = null;
      this.dismiss(id);
      undo();
    };
    this.#undo = run;
    this.#add({ id, message, params, error: null, action: { label: 'act.undo', icon: 'undo', run } });
  }

  /** Says what went wrong. What the reader cancelled is no news. */
  fail(error: ApiError, action: NoticeAction | null = null): void {
    if (error.code === 'cancelled') return;
    this.#add({ id: this.#next++, message: `error.${error.code}.what`, params: error.params, error, action });
  }

  /** Undoes the last act that can be undone; false when there is none. */
  undoLast(): boolean {
    if (!this.#undo) return false;
    this.#undo();
    return true;
  }

  /** Takes a notice away. */
  dismiss(id: number): void {
    this.hold(id);
    this.#shown = this.#shown.filter((notice) => notice.id !== id);
  }

  /** Keeps a notice while the pointer or the focus is on it. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  /** Lets a held notice go in its time. */
  release(notice: Notice): void {
    this.hold(notice.id);
    const time = notice.action || notice.error ? SHOWN_WITH_ACTION_MS : SHOWN_MS;
    this.#timers.set(notice.id, setTimeout(() => this.dismiss(notice.id), time));
  }

  #add(notice: Notice): void {
    // Three are enough: more would hide what they are about.
    const kept = this.#shown.filter((other) => other.message !== notice.message).slice(-2);
    this.#shown = [...kept, notice];
    this.release(notice);
  }
}
