import { expect, it } from 'vitest';

import ar from '$lib/i18n/ar.json';
import en from '$lib/i18n/en.json';
import { sameScope } from '$lib/lists/scopes';

import { SUBJECTS, subjectKey } from './subjects';

it('has a name for each subject in each language', () => {
  for (const messages of [ar, en] as Array<Record<string, unknown>>) {
    const names = SUBJECTS.map((subject) => messages[subjectKey(subject)]);
    expect(names.every((name) => typeof name === 'string' && name.length > 1)).toBe(true);
    expect(new Set(names).size).toBe(SUBJECTS.length);
  }
});

it('tells the lists of two subjects apart', () => {
  expect(sameScope({ kind: 'subject', subject: 'sports' }, { kind: 'subject', subject: 'sports' })).toBe(true);
  expect(sameScope({ kind: 'subject', subject: 'sports' }, { kind: 'subject', subject: 'world' })).toBe(false);
  expect(sameScope({ kind: 'subject', subject: 'sports' }, { kind: 'all' })).toBe(false);
});
