/** What an article's own document is made of. */
export interface FrameDocument {
  theme: string;
  /** The engine, where its type needs care. */
  engine: string;
  /** The stylesheet's address. */
  stylesheet: string;
  /** Where the window itself comes from, and where pictures come from. */
  origin: string;
  mediaBase: string;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** A source for the policy: a scheme for custom ones, since engines disagree about hosts in them. */
function source(address: string): string {
  return address.startsWith('http') || address.startsWith('/') ? '' : `${address.split('//')[0] ?? ''}`;
}

/**
 * The document that shows articles, empty yet. Its policy forbids every script, frame, form and foreign address, whatever the
 * markup holds; what is left are words, the app's own stylesheet and type, and stored pictures. The origin stands
 * beside 'self' because an engine may resolve 'self' against `about:srcdoc`, which is nowhere.
 */
export function frameDocument(parts: FrameDocument): string {
  const self = `'self' ${parts.origin}`;
  const policy = [
    "default-src 'none'",
    "script-src 'none'",
    `style-src ${self}`,
    `font-src ${self}`,
    `img-src ${self} ${source(parts.mediaBase)} warraq-media: http://warraq-media.localhost`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return (
    `<!doctype html><html data-theme="${attribute(parts.theme)}" data-engine="${attribute(parts.engine)}">` +
    `<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">` +
    `<link rel="stylesheet" href="${attribute(parts.stylesheet)}"></head><body></body></html>`
  );
}
