/** The engine that draws the window, where it needs care: WebKitGTK sets some Arabic types wrongly (`fonts.css`). */
export function engine(userAgent: string): 'webkitgtk' | 'other' {
  const webkit = userAgent.includes('AppleWebKit') && !/Chrome|Chromium|Edg|Mac OS|iPhone|iPad/.test(userAgent);
  return webkit && /Linux|X11|BSD/.test(userAgent) ? 'webkitgtk' : 'other';
}
