import type { Subject } from '$lib/api/bindings/types';
import type { MessageKey } from '$lib/i18n/messages';

/** The subjects, in the order in which they are offered: the core's. */
export const SUBJECTS: readonly Subject[] = [
  'politics', 'local', 'world', 'economy', 'sports', 'society', 'culture', 'technology', 'science', 'health', 'religion', 'opinion', 'misc',
];

/** What a subject is called. */
export function subjectKey(subject: Subject): MessageKey {
  return `subject.${subject}`;
}
