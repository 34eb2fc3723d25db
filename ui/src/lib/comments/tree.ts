import type { Comment, SentComment } from '$lib/api/bindings/types';

/** A comment of the site, or one of the reader's own that is not there yet, with what answers it. */
export type TalkNode = { key: string; at: number | null; answers: TalkNode[] } & ({ comment: Comment; sent: null } | { comment: null; sent: SentComment });

/**
 * The talk as a tree: comments in their order (the oldest first, or turned round; answers always follow in the order in
 * which they were given), the reader's own below what they answer, or at the end.
 */
export function talk(comments: Comment[], outbox: SentComment[], newestFirst: boolean): TalkNode[] {
  const roots: TalkNode[] = [];
  const path: TalkNode[] = [];
  const byKey = new Map<string, TalkNode>();
  for (const comment of comments) {
    const node: TalkNode = { key: `c${comment.key}`, at: comment.published_at, answers: [], comment, sent: null };
    byKey.set(comment.key, node);
    // In reading order the place above is the last one that is less deep.
    path.length = Math.min(path.length, comment.depth);
    const above = path[comment.depth - 1];
    if (above) above.answers.push(node);
    else roots.push(node);
    path[comment.depth] = node;
  }
  if (newestFirst) roots.reverse();
  const last: TalkNode[] = [];
  for (const sent of outbox) {
    const node: TalkNode = { key: `s${sent.id}`, at: sent.created_at, answers: [], comment: null, sent };
    const above = sent.parent === null ? undefined : byKey.get(sent.parent);
    (above?.answers ?? last).push(node);
  }
  return newestFirst ? [...last.reverse(), ...roots] : [...roots, ...last];
}
