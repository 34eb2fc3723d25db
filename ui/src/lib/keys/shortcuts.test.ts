import { describe, expect, it } from 'vitest';

import { isField, KeyReader, SHORTCUTS, type KeyPress } from './shortcuts';

const press = (code: string, more: Partial<KeyPress> = {}): KeyPress => ({
  code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...more,
});

describe('keys', () => {
  it('count by their place, not by the letter that a layout puts there', () => {
    expect(new KeyReader().read(press('KeyJ'), 'rtl', false, 0)).toBe('next');
  });

  it('lead to an article’s two ends', () => {
    expect(new KeyReader().read(press('Home'), 'rtl', false, 0)).toBe('top');
    expect(new KeyReader().read(press('End'), 'rtl', false, 0)).toBe('end');
    expect(new KeyReader().read(press('End'), 'rtl', true, 0)).toBeNull();
  });

  it('follow the interface’s direction', () => {
    const keys = new KeyReader();
    expect(keys.read(press('ArrowLeft'), 'rtl', false, 0)).toBe('forward');
    expect(keys.read(press('ArrowLeft'), 'ltr', false, 0)).toBe('backward');
    expect(keys.read(press('ArrowRight'), 'ltr', false, 0)).toBe('forward');
  });

  it('tell A from Shift+A and Ctrl+A', () => {
    const keys = new KeyReader();
    expect(keys.read(press('KeyA'), 'rtl', false, 0)).toBe('add');
    expect(keys.read(press('KeyA', { shiftKey: true }), 'rtl', false, 0)).toBe('mark_all');
    expect(keys.read(press('KeyA', { ctrlKey: true }), 'rtl', false, 0)).toBeNull();
  });

  it('read G and a second key as one, and forget the first in time', () => {
    const keys = new KeyReader();
    expect(keys.read(press('KeyG'), 'rtl', false, 0)).toBeNull();
    expect(keys.read(press('KeyK'), 'rtl', false, 500)).toBe('lane_kept');
    keys.read(press('KeyG'), 'rtl', false, 1000);
    expect(keys.read(press('KeyK'), 'rtl', false, 5000)).toBe('previous');
  });

  it('are silent while somebody types, but for those that fields need', () => {
    const keys = new KeyReader();
    expect(keys.read(press('KeyJ'), 'rtl', true, 0)).toBeNull();
    expect(keys.read(press('ArrowLeft'), 'rtl', true, 0)).toBeNull();
    expect(keys.read(press('Escape'), 'rtl', true, 0)).toBe('back');
  });

  it('never mean two things', () => {
    const strokes = SHORTCUTS.flatMap((shortcut) => shortcut.strokes.map((stroke) => JSON.stringify({ ctrl: false, shift: false, after: '', ...stroke }, ['code', 'ctrl', 'shift', 'after'])));
    expect(new Set(strokes).size).toBe(strokes.length);
  });

  it('know a field from a control', () => {
    const element = (tagName: string, type = ''): EventTarget => ({ tagName, type }) as unknown as EventTarget;
    expect(isField(element('INPUT', 'text'))).toBe(true);
    expect(isField(element('INPUT', 'radio'))).toBe(false);
    expect(isField(element('BUTTON'))).toBe(false);
    expect(isField(null)).toBe(false);
  });
});
