/** Puts an open popover beside its button and inside the window: below it, or above where there is no room. */
export function placePopover(button: HTMLElement, panel: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const wanted = getComputedStyle(button).direction === 'rtl' ? at.right - size.width : at.left;
  const left = Math.min(Math.max(8, wanted), innerWidth - size.width - 8);
  const below = at.bottom + 4;
  const top = below + size.height > innerHeight - 8 ? Math.max(8, at.top - size.height - 4) : below;
  // The panel is placed from the window's start edge, so that no physical property is needed.
  const rtl = getComputedStyle(document.documentElement).direction === 'rtl';
  panel.style.setProperty('--menu-start', `${rtl ? innerWidth - left - size.width : left}px`);
  panel.style.setProperty('--menu-block', `${top}px`);
}
