import type { ExportFormat } from '$lib/api/bindings/types';
import { utcOffsetMinutes } from '$lib/api/commands';
import { toApiError } from '$lib/api/errors';
import { offerDownload } from '$lib/dom/files';
import type { AppState } from '$lib/state/app.svelte';

import type { ReadingDocument } from './document.svelte';
import { attribution, copy, quoted, type Attributed } from './share';

/** What can be done with the open article as a whole: its menu, its keys and its bars ask here. */
export interface ArticleActs {
  /** Copies the selected passage, or the whole text, with its origin. */
  copyText(): Promise<void>;
  copyLink(): Promise<void>;
  /** Begins a letter about it. */
  mail(): Promise<void>;
  /** Writes it to a file with its parts and pictures. */
  exportAs(format: ExportFormat): Promise<void>;
  print(): void;
  find(): void;
}

/** What is said of the open article where it is quoted; none while it is not here. */
export function attributed(app: AppState): Attributed | null {
  const { row, entry } = app.article;
  if (!row) return null;
  return {
    title: row.title,
    authors: entry ? app.i18n.list(entry.authors.slice(0, 3)) : '',
    source: entry?.source.name ?? row.source,
    url: row.url,
    published: app.i18n.day(row.published_at),
  };
}

/** Copies the selected passage of the article, or all of it, with its origin below. */
export async function copyText(app: AppState, reading: ReadingDocument): Promise<void> {
  const of = attributed(app);
  if (!of) return;
  const selected = reading.doc?.getSelection()?.toString() ?? '';
  const whole = reading.body?.innerText ?? '';
  const body = selected.trim() || whole.trim();
  const label = app.i18n.t('article.origin');
  tell(app, await copy(body ? quoted(body, of, label) : attribution(of)), selected.trim() ? 'notice.copied_passage' : 'notice.copied_text');
}

/** Copies the article's address. */
export async function copyLink(app: AppState): Promise<void> {
  const url = app.article.row?.url;
  if (url) tell(app, await copy(url), 'notice.copied_link');
}

/** Begins a letter about the article in the mail program. */
export async function mail(app: AppState): Promise<void> {
  const { row } = app.article;
  if (!row) return;
  try {
    await app.core.call('mail_entry', { id: row.id });
  } catch (thrown) {
    app.notices.fail(toApiError(thrown));
  }
}

/** Offers the article as a file of its own. */
export async function exportAs(app: AppState, format: ExportFormat): Promise<void> {
  const { row } = app.article;
  if (!row) return;
  try {
    const { text, file_name, media_type } = await app.core.call('export_article', { id: row.id, format, utc_offset_minutes: utcOffsetMinutes() });
    offerDownload(text, file_name, media_type);
    app.notices.say('notice.exported', { name: file_name });
  } catch (thrown) {
    app.notices.fail(toApiError(thrown));
  }
}

function tell(app: AppState, done: boolean, message: 'notice.copied_passage' | 'notice.copied_text' | 'notice.copied_link'): void {
  if (done) app.notices.say(message);
  else app.notices.say('notice.copy_refused', {}, null, true);
}
