import type { MessageKey } from '$lib/i18n/messages';

/** The keys of the tree on the sources' screen, for the sheet; the tree itself acts by them (`SourceTree.svelte`). */
export const TREE_KEYS: ReadonlyArray<{ label: MessageKey; caps: string[][] }> = [
  { label: 'keys.tree_select', caps: [['Space']] },
  { label: 'keys.tree_extend', caps: [['Shift', '↑'], ['Shift', '↓']] },
  { label: 'keys.tree_all', caps: [['Ctrl', 'A']] },
  { label: 'keys.tree_settings', caps: [['Enter']] },
  { label: 'keys.tree_rename', caps: [['F2']] },
  { label: 'keys.tree_move', caps: [['M']] },
  { label: 'keys.tree_shift', caps: [['Alt', '↑'], ['Alt', '↓']] },
  { label: 'keys.tree_remove', caps: [['Del']] },
];
