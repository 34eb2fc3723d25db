/** What is said of an article where it is quoted. */
export interface Attributed {
  title: string;
  authors: string;
  source: string;
  url: string | null;
  /** When it was published, in words. */
  published: string;
}

/** The lines that name a text's origin. Each stands by itself, so that each finds its own direction. */
export function attribution({ title, authors, source, url, published }: Attributed): string {
  return [title, authors, source, published, url ?? ''].filter((line) => line.trim() !== '').join('\n');
}

/** A passage, or a whole text, with its origin below it. */
export function quoted(text: string, of: Attributed, label: string): string {
  const body = text.replace(/\u00a0/g, ' ').replace(/[ \t]+\n/g, '\n').replace(/\n{3,}/g, '\n\n').trim();
  return `${body}\n\n${label}\n${attribution(of)}`;
}

/** Puts a text on the clipboard; false where the system does not let us. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByEvent(text);
  }
}

/** The older way, for engines that have no clipboard for pages of the app's own scheme. */
function copyByEvent(text: string): boolean {
  let done = false;
  const give = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData?.setData('text/plain', text);
    done = true;
  };
  document.addEventListener('copy', give, true);
  document.execCommand('copy');
  document.removeEventListener('copy', give, true);
  return done;
}
