import type { Commands } from './bindings/commands';
import type { CoreEvent, MediaHash } from './bindings/types';
import { toApiError } from './errors';
import { MEDIA_SCHEME, type Transport } from './transport';

/** The core as the window sees it: one typed call for every command of the contract. */
export class Core {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Calls a command. Rejects with an `ApiError`, whatever went wrong underneath. */
  async call<K extends keyof Commands>(command: K, request: Commands[K]['request']): Promise<Commands[K]['answer']> {
    try {
      return (await this.#transport.call(command, request)) as Commands[K]['answer'];
    } catch (thrown) {
      throw toApiError(thrown);
    }
  }

  /** Hears the core's events until the answered function is called. */
  listen(hear: (event: CoreEvent) => void): Promise<() => void> {
    return this.#transport.listen(hear);
  }

  /** Where the window finds a stored picture. */
  mediaUrl(hash: MediaHash): string {
    return this.#transport.mediaUrl(hash);
  }

  /** Body markup with its pictures' addresses turned to what this platform serves. */
  withMedia(html: string): string {
    return html.replaceAll(`"${MEDIA_SCHEME}`, `"${this.#transport.mediaBase}`);
  }

  /** Where pictures may come from, for the article's own policy. */
  get mediaBase(): string {
    return this.#transport.mediaBase;
  }
}

/** Minutes that the reader's clock is ahead of UTC: it decides where «today» begins. */
export function utcOffsetMinutes(now: Date = new Date()): number {
  return -now.getTimezoneOffset();
}
