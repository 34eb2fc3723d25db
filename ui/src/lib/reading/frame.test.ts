import { describe, expect, it } from 'vitest';

import { frameDocument, type FrameDocument } from './frame';

const parts: FrameDocument = {
  theme: 'light', engine: '', stylesheet: 'tauri://localhost/article.css', origin: 'tauri://localhost',
  mediaBase: 'warraq-media://localhost/',
};

describe('the article’s document', () => {
  it('forbids scripts, forms, bases and everything that it does not name', () => {
    const text = frameDocument(parts);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? '';
    for (const rule of ["default-src 'none'", "script-src 'none'", "base-uri 'none'", "form-action 'none'"]) expect(policy).toContain(rule);
    expect(policy).not.toMatch(/unsafe|\*|https:|data:/);
    // The policy binds only what comes behind it.
    expect(text.indexOf('Content-Security-Policy')).toBeLessThan(text.indexOf('<link'));
  });

  it('admits no attribute to break out of', () => {
    const text = frameDocument({ ...parts, theme: '"><script>alert(1)</script>' });
    expect(text).not.toContain('<script');
  });
});
