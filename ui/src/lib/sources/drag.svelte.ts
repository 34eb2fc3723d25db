/** How far the pointer goes before a press becomes a drag, in CSS pixels. */
const THRESHOLD = 5;
/** How near to an edge the list scrolls by itself, in CSS pixels. */
const EDGE = 44;
/** The fastest it scrolls, in CSS pixels a frame. */
const FASTEST = 14;

/** What the drag asks of the list. */
export interface DragHost<T> {
  /** What scrolls. */
  scroller(): HTMLElement | undefined;
  /** The pointer is at this height of the screen. */
  over(clientY: number, what: T): void;
  /** It was let go, or the drag was given up. */
  end(what: T, dropped: boolean): void;
}

/** How fast to scroll when the pointer is at `y` in a list from `top` to `bottom`: against the start, with the end. */
export function scrollSpeed(y: number, top: number, bottom: number): number {
  const up = Math.max(0, Math.min(1, (top + EDGE - y) / EDGE));
  const down = Math.max(0, Math.min(1, (y - bottom + EDGE) / EDGE));
  return Math.round((down - up) * FASTEST);
}

/** Dragging by pointer: mouse, pen or finger alike. The engine's own dragging stays off. */
export class Drag<T> {
  #what = $state.raw<T | null>(null);
  #x = $state(0);
  #y = $state(0);
  #pressed: { x: number; y: number; what: T; pointer: number } | null = null;
  #frame = 0;
  #justEnded = false;
  readonly #host: DragHost<T>;

  constructor(host: DragHost<T>) {
    this.#host = host;
  }

  /** What is being dragged. */
  get what(): T | null {
    return this.#what;
  }

  get x(): number {
    return this.#x;
  }

  get y(): number {
    return this.#y;
  }

  /** Whether the click that follows belongs to a drag that has just ended. */
  get swallowsClick(): boolean {
    return this.#justEnded;
  }

  /** The pointer was pressed on something that can be dragged. */
  press(event: PointerEvent, what: T): void {
    if (event.button !== 0 || !event.isPrimary) return;
    this.#pressed = { x: event.clientX, y: event.clientY, what, pointer: event.pointerId };
    this.#justEnded = false;
    addEventListener('pointermove', this.#move);
    addEventListener('pointerup', this.#up);
    addEventListener('pointercancel', this.#cancel);
    addEventListener('keydown', this.#key, { capture: true });
  }

  /** Gives the drag up. */
  cancel(): void {
    this.#finish(false);
  }

  readonly #move = (event: PointerEvent): void => {
    const pressed = this.#pressed;
    if (!pressed || event.pointerId !== pressed.pointer) return;
    this.#x = event.clientX;
    this.#y = event.clientY;
    if (this.#what === null) {
      if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < THRESHOLD) return;
      this.#what = pressed.what;
      getSelection()?.removeAllRanges();
      this.#frame = requestAnimationFrame(this.#scroll);
    }
    event.preventDefault();
    this.#host.over(event.clientY, pressed.what);
  };

  readonly #scroll = (): void => {
    const list = this.#host.scroller();
    if (!this.#what || !list) return;
    const { top, bottom } = list.getBoundingClientRect();
    const speed = scrollSpeed(this.#y, top, bottom);
    if (speed !== 0) {
      list.scrollTop += speed;
      this.#host.over(this.#y, this.#what);
    }
    this.#frame = requestAnimationFrame(this.#scroll);
  };

  readonly #up = (event: PointerEvent): void => {
    if (event.pointerId === this.#pressed?.pointer) this.#finish(true);
  };

  readonly #cancel = (): void => this.#finish(false);

  readonly #key = (event: KeyboardEvent): void => {
    if (event.code !== 'Escape' || this.#what === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.#finish(false);
  };

  #finish(dropped: boolean): void {
    const what = this.#what;
    this.#what = null;
    this.#pressed = null;
    cancelAnimationFrame(this.#frame);
    removeEventListener('pointermove', this.#move);
    removeEventListener('pointerup', this.#up);
    removeEventListener('pointercancel', this.#cancel);
    removeEventListener('keydown', this.#key, { capture: true });
    if (what === null) return;
    // The engine makes a click of it, too; that comes before the next task.
    this.#justEnded = true;
    setTimeout(() => (this.#justEnded = false));
    this.#host.end(what, dropped);
  }
}
