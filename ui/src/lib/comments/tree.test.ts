import { expect, it } from 'vitest';

import type { Comment, SentComment } from '$lib/api/bindings/types';

import { talk, type TalkNode } from './tree';

const comment = (key: string, depth: number): Comment =>
  ({ key, parent: null, depth, author: key, monogram: key, by_writer: false, published_at: null, passages: [], html: '', direction: 'rtl', language: null });
const sent = (id: number, parent: string | null): SentComment =>
  ({ id, entry: 1, parent, body: '', direction: 'rtl', author: '', state: { kind: 'held' }, reason: null, created_at: 0, changed_at: 0 });
const shape = (nodes: TalkNode[]): string => nodes.map((node) => node.key + (node.answers.length > 0 ? `(${shape(node.answers)})` : '')).join(' ');

const thread = [comment('1', 0), comment('2', 1), comment('3', 2), comment('4', 1), comment('5', 0)];

it('nests answers below what they answer', () => {
  expect(shape(talk(thread, [], false))).toBe('c1(c2(c3) c4) c5');
  expect(shape(talk([comment('1', 0), comment('2', 3)], [], false))).toBe('c1 c2');
});

it('turns the talk round and leaves answers in order', () => {
  expect(shape(talk(thread, [], true))).toBe('c5 c1(c2(c3) c4)');
});

it('shows what the reader sent where it will stand', () => {
  expect(shape(talk(thread, [sent(1, '2'), sent(2, null), sent(3, 'gone')], false))).toBe('c1(c2(c3 s1) c4) c5 s2 s3');
  expect(shape(talk(thread, [sent(2, null)], true))).toBe('s2 c5 c1(c2(c3) c4)');
});
