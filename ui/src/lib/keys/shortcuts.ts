import type { MessageKey } from '$lib/i18n/messages';

/** What a key can ask for. */
export type Act =
  | 'next' | 'previous' | 'next_unread' | 'columns_forward' | 'columns_back' | 'forward' | 'backward' | 'page_down' | 'page_up' | 'top' | 'end'
  | 'find' | 'find_next' | 'find_previous' | 'outline' | 'copy_text' | 'copy_link' | 'print'
  | 'keep' | 'toggle_read' | 'browser' | 'larger' | 'smaller' | 'normal_size'
  | 'refresh' | 'mark_all' | 'fold_sources' | 'undo' | 'add' | 'sources' | 'settings' | 'sheet' | 'back'
  | 'lane_breaking' | 'lane_today' | 'lane_all' | 'lane_kept';

/** A stroke: a physical key, so that it works on an Arabic layout as on a Latin one. */
export interface Stroke {
  code: string;
  shift?: boolean;
  /** Ctrl, or Command on a Mac. */
  ctrl?: boolean;
  /** The key that comes before it: G, then T. */
  after?: string;
}

/** A row of the table: what the key does and what the sheet shows for it. */
export interface Shortcut {
  act: Act;
  group: 'moving' | 'article' | 'everywhere';
  label: MessageKey;
  strokes: Stroke[];
  /** The caps to draw, one alternative a list. */
  caps: string[][];
  /** Works while a field has the focus, too. */
  inFields?: boolean;
}

/** The one table: the window acts by it and the sheet is drawn from it. */
export const SHORTCUTS: readonly Shortcut[] = [
  { act: 'next', group: 'moving', label: 'keys.next', strokes: [{ code: 'KeyJ' }], caps: [['J'], ['→inline']] },
  { act: 'previous', group: 'moving', label: 'keys.previous', strokes: [{ code: 'KeyK' }], caps: [['K'], ['←inline']] },
  { act: 'next_unread', group: 'moving', label: 'keys.next_unread', strokes: [{ code: 'KeyN' }], caps: [['N']] },
  { act: 'columns_forward', group: 'moving', label: 'keys.columns_forward', strokes: [{ code: 'F6' }], caps: [['→inline'], ['F6']] },
  { act: 'columns_back', group: 'moving', label: 'keys.columns_back', strokes: [{ code: 'F6', shift: true }], caps: [['←inline'], ['Shift', 'F6']] },
  { act: 'page_down', group: 'moving', label: 'keys.page_down', strokes: [{ code: 'Space' }, { code: 'PageDown' }], caps: [['Space']] },
  { act: 'page_up', group: 'moving', label: 'keys.page_up', strokes: [{ code: 'Space', shift: true }, { code: 'PageUp' }], caps: [['Shift', 'Space']] },
  { act: 'top', group: 'moving', label: 'keys.top', strokes: [{ code: 'Home' }], caps: [['Home']] },
  { act: 'end', group: 'moving', label: 'keys.end', strokes: [{ code: 'End' }], caps: [['End']] },
  { act: 'lane_breaking', group: 'moving', label: 'keys.lane_breaking', strokes: [{ code: 'Digit1' }, { code: 'KeyB', after: 'KeyG' }], caps: [['1'], ['G', 'B']] },
  { act: 'lane_today', group: 'moving', label: 'keys.lane_today', strokes: [{ code: 'Digit2' }, { code: 'KeyT', after: 'KeyG' }], caps: [['2'], ['G', 'T']] },
  { act: 'lane_all', group: 'moving', label: 'keys.lane_all', strokes: [{ code: 'Digit3' }, { code: 'KeyA', after: 'KeyG' }], caps: [['3'], ['G', 'A']] },
  { act: 'lane_kept', group: 'moving', label: 'keys.lane_kept', strokes: [{ code: 'Digit4' }, { code: 'KeyK', after: 'KeyG' }], caps: [['4'], ['G', 'K']] },
  { act: 'keep', group: 'article', label: 'keys.keep', strokes: [{ code: 'KeyS' }], caps: [['S']] },
  { act: 'toggle_read', group: 'article', label: 'keys.toggle_read', strokes: [{ code: 'KeyM' }, { code: 'KeyU' }], caps: [['M']] },
  { act: 'browser', group: 'article', label: 'keys.browser', strokes: [{ code: 'KeyO' }], caps: [['O']] },
  { act: 'find', group: 'article', label: 'keys.find', strokes: [{ code: 'KeyF', ctrl: true }, { code: 'Slash' }], caps: [['Ctrl', 'F'], ['/']] },
  { act: 'find_next', group: 'article', label: 'keys.find_next', strokes: [{ code: 'F3' }, { code: 'KeyG', ctrl: true }], caps: [['F3']] },
  { act: 'find_previous', group: 'article', label: 'keys.find_previous', strokes: [{ code: 'F3', shift: true }, { code: 'KeyG', ctrl: true, shift: true }], caps: [['Shift', 'F3']] },
  { act: 'outline', group: 'article', label: 'keys.outline', strokes: [{ code: 'KeyC' }], caps: [['C']] },
  { act: 'copy_text', group: 'article', label: 'keys.copy_text', strokes: [{ code: 'KeyC', ctrl: true, shift: true }], caps: [['Ctrl', 'Shift', 'C']] },
  { act: 'copy_link', group: 'article', label: 'keys.copy_link', strokes: [{ code: 'KeyL' }], caps: [['L']] },
  { act: 'print', group: 'article', label: 'keys.print', strokes: [{ code: 'KeyP', ctrl: true }], caps: [['Ctrl', 'P']] },
  { act: 'larger', group: 'article', label: 'keys.larger', strokes: [{ code: 'Equal', ctrl: true }, { code: 'Equal', ctrl: true, shift: true }, { code: 'NumpadAdd', ctrl: true }], caps: [['Ctrl', '+']], inFields: true },
  { act: 'smaller', group: 'article', label: 'keys.smaller', strokes: [{ code: 'Minus', ctrl: true }, { code: 'NumpadSubtract', ctrl: true }], caps: [['Ctrl', '−']], inFields: true },
  { act: 'normal_size', group: 'article', label: 'keys.normal_size', strokes: [{ code: 'Digit0', ctrl: true }], caps: [['Ctrl', '0']], inFields: true },
  { act: 'add', group: 'everywhere', label: 'keys.add', strokes: [{ code: 'KeyA' }], caps: [['A']] },
  { act: 'sources', group: 'everywhere', label: 'keys.sources', strokes: [{ code: 'KeyH' }], caps: [['H']] },
  { act: 'refresh', group: 'everywhere', label: 'keys.refresh', strokes: [{ code: 'KeyR' }, { code: 'F5' }], caps: [['R']] },
  { act: 'mark_all', group: 'everywhere', label: 'keys.mark_all', strokes: [{ code: 'KeyA', shift: true }], caps: [['Shift', 'A']] },
  { act: 'fold_sources', group: 'everywhere', label: 'keys.fold_sources', strokes: [{ code: 'BracketLeft' }], caps: [['[']] },
  { act: 'undo', group: 'everywhere', label: 'keys.undo', strokes: [{ code: 'KeyZ', ctrl: true }], caps: [['Ctrl', 'Z']] },
  { act: 'settings', group: 'everywhere', label: 'keys.settings', strokes: [{ code: 'Comma' }, { code: 'Comma', ctrl: true }], caps: [[',']] },
  { act: 'sheet', group: 'everywhere', label: 'keys.sheet', strokes: [{ code: 'Slash', shift: true }, { code: 'F1' }], caps: [['?']] },
  { act: 'back', group: 'everywhere', label: 'keys.back', strokes: [{ code: 'Escape' }], caps: [['Esc']], inFields: true },
];

/** What of a keyboard event decides. */
export type KeyPress = Pick<KeyboardEvent, 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat'>;

/** How long a first key waits for its second. */
const SEQUENCE_MS = 1200;

/** Follows key presses, sequences included, and says what each asks for. */
export class KeyReader {
  #first: { code: string; at: number } | null = null;

  /** What `press` asks for in an interface that runs in `direction`, or nothing. */
  read(press: KeyPress, direction: 'rtl' | 'ltr', inField: boolean, at: number): Act | null {
    if (press.altKey) return null;
    const ctrl = press.ctrlKey || press.metaKey;
    const first = this.#first && at - this.#first.at < SEQUENCE_MS ? this.#first.code : undefined;
    this.#first = null;
    if (!ctrl && !press.shiftKey && !inField) {
      // The arrows follow the interface: onwards is left in Arabic and right in English.
      const forward = direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
      const back = direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
      if (press.code === forward) return 'forward';
      if (press.code === back) return 'backward';
    }
    let found: Shortcut | undefined;
    for (const shortcut of SHORTCUTS) {
      if (inField && !shortcut.inFields) continue;
      for (const stroke of shortcut.strokes) {
        if (stroke.code !== press.code || Boolean(stroke.shift) !== press.shiftKey || Boolean(stroke.ctrl) !== ctrl) continue;
        if (stroke.after && stroke.after === first) return shortcut.act;
        if (!stroke.after && !first) found ??= shortcut;
      }
    }
    if (found) return found.act;
    if (!ctrl && !press.shiftKey && !inField && SHORTCUTS.some((s) => s.strokes.some((k) => k.after === press.code))) {
      this.#first = { code: press.code, at };
    }
    return null;
  }
}

/** Whether typing is meant for this element rather than for the window. */
export function isField(target: EventTarget | null): boolean {
  const element = target as Partial<HTMLElement> | null;
  if (!element?.tagName) return false;
  if (element.isContentEditable) return true;
  if (element.tagName === 'TEXTAREA' || element.tagName === 'SELECT') return true;
  if (element.tagName !== 'INPUT') return false;
  return !['checkbox', 'radio', 'button', 'submit', 'file'].includes((element as HTMLInputElement).type);
}
