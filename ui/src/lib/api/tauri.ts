// The only file that knows Tauri.
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

import type { CoreEvent, MediaHash } from './bindings/types';
import { MEDIA_SCHEME, type Transport } from './transport';

/** WebView2 serves custom schemes as hosts under http; the other engines keep the scheme. */
const mediaBase = navigator.userAgent.includes('Windows') ? 'http://warraq-media.localhost/' : MEDIA_SCHEME;

/** The core behind the window, over Tauri's IPC. */
export const tauriTransport: Transport = {
  mediaBase,
  call: (command, request) => invoke(command, { request }),
  // One message holds all that happened within a moment.
  listen: (hear) => listen<CoreEvent[]>('core', (message) => message.payload.forEach(hear)),
  mediaUrl: (hash: MediaHash) => mediaBase + hash,
};
