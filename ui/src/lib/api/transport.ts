import type { CoreEvent, MediaHash } from './bindings/types';

/** How the window reaches the core. The app has one; tests and work in a browser have another. */
export interface Transport {
  /** Calls a command; rejects with an `ApiError`. */
  call(command: string, request: unknown): Promise<unknown>;
  /** Hears what happens in the core; answers with a function that stops it. */
  listen(hear: (event: CoreEvent) => void): Promise<() => void>;
  /** The address under which the window may show a stored picture. */
  mediaUrl(hash: MediaHash): string;
  /** What stands before a hash in those addresses; body markup is rewritten to it. */
  readonly mediaBase: string;
}

/** The media scheme as it stands in sanitised markup. */
export const MEDIA_SCHEME = 'warraq-media://localhost/';
