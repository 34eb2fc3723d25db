import type { ReadingPlace } from '$lib/api/bindings/types';

import { blocks, offsetOf, outline, placeAt, type Box, type Heading } from './blocks';
import type { Picture } from './pictures';

/** Room that is left above what is scrolled to, in CSS pixels. */
const ABOVE = 16;

/** Of the text's end, so much may be unseen and the article is read all the same, in CSS pixels. */
const ALMOST = 24;

/** No place that a page scrolls to. */
const NOWHERE = -1;

/** The open article's document inside the page that scrolls: who needs places in it asks here. */
export class ReadingDocument {
  /** What scrolls. */
  page: HTMLElement | null = null;
  #body = $state.raw<HTMLElement | null>(null);
  #frame: HTMLIFrameElement | null = null;
  #outline = $state.raw<Heading[]>([]);
  #pictures = $state.raw<Picture[]>([]);
  /** Which picture is looked at. */
  #viewed = $state.raw<Picture | null>(null);
  /** Where the reader is: the text is put back there when it is laid out anew. */
  #anchor: ReadingPlace | null = null;
  /** How far this side has scrolled the page by itself. */
  #own = 0;

  /** The article's text, once it can be read. */
  get body(): HTMLElement | null {
    return this.#body;
  }

  /** Its document. */
  get doc(): Document | null {
    return this.#body?.ownerDocument ?? null;
  }

  /** Its headings, where an outline is worth while. */
  get outline(): Heading[] {
    return this.#outline;
  }

  /** Its pictures in reading order. */
  get pictures(): Picture[] {
    return this.#pictures;
  }

  get viewed(): Picture | null {
    return this.#viewed;
  }

  /** Looks at a picture, or at none any more. */
  view(picture: Picture | null): void {
    this.#viewed = picture;
  }

  /** Takes a document over that was drawn. */
  attach(body: HTMLElement, frame: HTMLIFrameElement, words: number, pictures: Picture[]): void {
    this.#body = body;
    this.#frame = frame;
    this.#outline = outline(body, words);
    this.#pictures = pictures;
  }

  /** Lets go of a document that another one replaces. */
  detach(): void {
    this.#body = null;
    this.#frame = null;
    this.#outline = [];
    this.#pictures = [];
    this.#viewed = null;
  }

  /** How far the text begins below the page's start. */
  #start(): number {
    if (!this.#frame || !this.page) return 0;
    return this.#frame.getBoundingClientRect().top - this.page.getBoundingClientRect().top + this.page.scrollTop;
  }

  #boxes(): Box[] {
    if (!this.#body) return [];
    return blocks(this.#body).map((element) => {
      const { top, height } = element.getBoundingClientRect();
      return { top, height };
    });
  }

  /** Where the reader is: none before the text. */
  place(): ReadingPlace | null {
    if (!this.page || !this.#body) return null;
    return placeAt(this.#boxes(), this.page.scrollTop - this.#start());
  }

  /** Whether the text's end is in sight. */
  atEnd(): boolean {
    if (!this.page || !this.#frame) return false;
    return this.page.scrollTop + this.page.clientHeight >= this.#start() + this.#frame.clientHeight - ALMOST;
  }

  /** Notes where the reader has scrolled to; false where it was this side that scrolled. */
  follow(): boolean {
    if (!this.page || !this.#body || Math.abs(this.page.scrollTop - this.#own) < 1) return false;
    this.#own = NOWHERE;
    this.#anchor = this.place();
    return true;
  }

  /** Where the next layout shall put the text. */
  anchor(place: ReadingPlace | null): void {
    this.#anchor = place;
    this.#own = 0;
  }

  /** Puts the text back where the reader was, after it was laid out anew. */
  settle(): void {
    if (!this.page || !this.#anchor || !this.#body) return;
    const to = this.#start() + offsetOf(this.#boxes(), this.#anchor);
    if (Math.abs(to - this.page.scrollTop) > 1) this.page.scrollTop = to;
    this.#own = this.page.scrollTop;
  }

  /** Scrolls so that a piece of the text can be seen; by all means to the window's upper edge with `always`. */
  reveal(target: Element | Range, always = false): void {
    if (!this.page) return;
    const { top, height } = target.getBoundingClientRect();
    const at = this.#start() + top;
    const seen = at >= this.page.scrollTop + ABOVE && at + height <= this.page.scrollTop + this.page.clientHeight - ABOVE;
    if (seen && !always) return;
    this.page.scrollTop = always ? at - ABOVE : at - this.page.clientHeight / 3;
  }

  /** Goes to an element, and the focus with it, so that reading aloud goes on there. */
  goTo(element: HTMLElement): void {
    this.reveal(element, true);
    if (!element.matches('a[href], button, [tabindex]')) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  }
}
