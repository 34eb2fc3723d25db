import type { CategoryId, FeedId, FeedRow, UpdateFeeds } from '$lib/api/bindings/types';
import { toApiError } from '$lib/api/errors';
import { offerDownload } from '$lib/dom/files';
import type { AppState } from '$lib/state/app.svelte';

import { stepPlace, type Place } from './tree';

/** What the reader decides about a feed, or about many at once. */
export type Change = Omit<UpdateFeeds, 'ids'>;

/** What can be done about sources. Each act says what it did and can be taken back. */
export class SourceActs {
  readonly #app: AppState;
  readonly #after: () => void;

  /** `after` runs when an act was done or taken back. */
  constructor(app: AppState, after: () => void = () => undefined) {
    this.#app = app;
    this.#after = () => {
      void app.sourcesChanged();
      after();
    };
  }

  /** Stops following feeds. */
  unfollow(feeds: FeedRow[]): Promise<boolean> {
    return this.#app.sources.unsubscribe(feeds, this.#after);
  }

  /** Changes feeds; one notice for all of them. */
  change(ids: FeedId[], change: Change): Promise<boolean> {
    const { core, sources } = this.#app;
    return sources.undoable(() => core.call('update_feeds', { ids, ...change }), 'notice.feeds_changed', { count: ids.length }, this.#after);
  }

  /** Stops visiting feeds for a while, or begins again. */
  pause(ids: FeedId[], paused: boolean): Promise<boolean> {
    const { core, sources } = this.#app;
    return sources.undoable(() => core.call('update_feeds', { ids, paused }), paused ? 'notice.paused' : 'notice.resumed', { count: ids.length }, this.#after);
  }

  /** Moves feeds to a category. */
  async moveFeeds(ids: FeedId[], category: CategoryId): Promise<boolean> {
    const { core, sources } = this.#app;
    const name = sources.category(category)?.title ?? '';
    return sources.undoable(() => core.call('update_feeds', { ids, category }), 'notice.feeds_moved', { count: ids.length, name }, this.#after);
  }

  /** Moves feeds to a category at the top that is made where there is none of that title. */
  moveFeedsToNew(ids: FeedId[], title: string): Promise<boolean> {
    const { core, sources } = this.#app;
    return sources.undoable(() => core.call('update_feeds', { ids, category_title: title }), 'notice.feeds_moved', { count: ids.length, name: title }, this.#after);
  }

  /** Makes a category; answers with its number. */
  async createCategory(title: string, parent: CategoryId | null = null): Promise<CategoryId | null> {
    const { core, sources } = this.#app;
    let id: CategoryId | null = null;
    await sources.undoable(
      async () => {
        const made = await core.call('create_category', { title, parent });
        id = made.id;
        return { count: 1, undo: made.undo };
      },
      'notice.category_made',
      { name: title },
      this.#after,
    );
    return id;
  }

  /** Renames a category. */
  renameCategory(id: CategoryId, title: string): Promise<boolean> {
    const { core, sources } = this.#app;
    return sources.undoable(() => core.call('rename_category', { id, title }), 'notice.category_renamed', { name: title }, this.#after);
  }

  /** Gives a category another place. */
  moveCategory(id: CategoryId, place: Place): Promise<boolean> {
    const { core, sources } = this.#app;
    const name = sources.category(id)?.title ?? '';
    return sources.undoable(() => core.call('move_category', { id, ...place }), 'notice.category_moved', { name }, this.#after);
  }

  /** Moves a category one place up or down among its neighbours; false at the edge. */
  async stepCategory(id: CategoryId, step: 1 | -1): Promise<boolean> {
    const place = stepPlace(this.#app.sources.categories, id, step);
    return place !== null && this.moveCategory(id, place);
  }

  /** Removes a category; its feeds stay. */
  deleteCategory(id: CategoryId): Promise<boolean> {
    const { core, sources } = this.#app;
    const name = sources.category(id)?.title ?? '';
    return sources.undoable(() => core.call('delete_category', { id }), 'notice.category_deleted', { name }, this.#after);
  }

  /** Takes a moved feed's new address. */
  acceptMove(feed: FeedRow): Promise<boolean> {
    const { core, sources } = this.#app;
    return sources.undoable(() => core.call('accept_move', { id: feed.id }), 'notice.move_accepted', { name: feed.title }, this.#after);
  }

  /** Puts a feed's state aside. */
  dismiss(feed: FeedRow): Promise<boolean> {
    const { core, sources } = this.#app;
    return sources.undoable(() => core.call('dismiss_health', { id: feed.id }), 'notice.health_dismissed', { name: feed.title }, this.#after);
  }

  /** Offers all sources as a file. */
  async exportOpml(): Promise<void> {
    const { core, notices } = this.#app;
    try {
      const { text, file_name } = await core.call('export_opml', {});
      offerDownload(text, file_name, 'text/x-opml');
      notices.say('notice.exported', { name: file_name });
    } catch (thrown) {
      notices.fail(toApiError(thrown));
    }
  }
}
