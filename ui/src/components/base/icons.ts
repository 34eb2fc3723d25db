/** The icons as path data on a grid of 24, drawn for right-to-left; `DIRECTIONAL` ones turn with the interface. */
export const ICONS = {
  breaking: 'M13 2 4 14h7l-1 8 9-12h-7z',
  today: 'M8 12a4 4 0 1 0 8 0a4 4 0 1 0 -8 0zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2',
  all: 'M4 6h16M4 12h16M10 18h10',
  kept: 'M6 3h12v18l-6-4-6 4z',
  read: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0zM8 12l3 3 5-6',
  unread: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0zM10.4 12a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0 -3.2 0z',
  text: 'M4 20 10 5l6 15M6 15h8M17 20l3-8 2 5',
  browser: 'M14 4h6v6M20 4 10 14M18 14v6H4V6h6',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  upload: 'M12 3v12M7 8l5-5 5 5M5 13v7h14v-7',
  link: 'M10 14a5 5 0 0 0 7 0l3-3a5 5 0 0 0-7-7l-1 1M14 10a5 5 0 0 0-7 0l-3 3a5 5 0 0 0 7 7l1-1',
  offline: 'M3 3l18 18M8.5 16.5a5 5 0 0 1 7 0M5 13a10 10 0 0 1 4.5-2.6M19 13a10 10 0 0 0-4-2.4M2 9.5a15 15 0 0 1 4-2.6M22 9.5A15 15 0 0 0 11 5.6M12 20h.01',
  refresh: 'M20 11a8 8 0 1 0-2 6M20 5v6h-6',
  check: 'm5 12 5 5L20 6',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  file: 'M6 2h8l5 5v15H6zM14 2v5h5',
  close: 'm6 6 12 12M18 6 6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  layers: 'M12 3 2 9l10 6 10-6zM3 14l9 6 9-6',
  fault: 'M12 4 2.5 20h19zM12 10v4M12 17h.01',
  tray: 'M4 13 7 4h10l3 9v7H4zM4 13h5l1 3h4l1-3h5',
  undo: 'M15 6l5 5-5 5M20 11H9a5 5 0 0 0 0 10h3',
  clock: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0zM12 7v5l-3 2',
  back: 'm9 18 6-6-6-6',
  forward: 'm15 18-6-6 6-6',
  down: 'm6 9 6 6 6-6',
  up: 'M12 19V5M6 11l6-6 6 6',
  sidebar: 'M3 5h18v14H3zM15 5v14',
  keyboard: 'M3 7h18v11H3zM7 11h.01M11 11h.01M15 11h.01M8 14.5h8',
  eye: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM9 12a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z',
  folder: 'M3 8v11h18V5h-6l-2 3z',
  edit: 'm14 5 5 5L9 20H4v-5zM12 7l5 5',
  pulse: 'M3 12h4l3-7 4 14 3-7h4',
  settings: 'M4 7h9M19 7h1M4 17h1M11 17h9M13.5 7a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0zM5.5 17a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0z',
  info: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0zM12 11v6M12 7.5h.01',
  audio: 'M9 18V5l10-2v13M4 18a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0zM14 16a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0z',
} as const;

/** An icon's name. */
export type IconName = keyof typeof ICONS;

/** Those that mean a direction and turn with it. */
export const DIRECTIONAL: ReadonlySet<IconName> = new Set(['back', 'forward', 'undo', 'sidebar', 'all', 'folder']);
