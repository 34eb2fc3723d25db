/**
 * Categories that only repeat that the news is breaking («\u0639\u0627\u062c\u0644», “breaking”, or a longer name with
 * that word): the badge beside them has said it already.
 */
const BREAKING = /\u0639\u0627\u062c\u0644|breaking/iu;

/**
 * The cry at a headline's head («\u0639\u0627\u062c\u0644:», «#\u0639\u0627\u062c\u0644», «[\u0639\u0627\u062c\u0644]», “BREAKING |”): the word with a
 * sign or in brackets. A sentence that merely begins with the word keeps it.
 */
const CRY =
  /^(?:\p{Extended_Pictographic}\ufe0f?\s*)*(?:[#_]+\s*(?:\u062e\u0628\u0631[\s_]+)?\u0639\u0627\u062c\u0644(?![\p{L}\p{M}_])|[[(«"“]\s*(?:\u062e\u0628\u0631\s+)?(?:\u0639\u0627\u062c\u0644|breaking(?:\s+news)?)\s*[\])»"”]|(?:\u062e\u0628\u0631\s+)?(?:\u0639\u0627\u062c\u0644|breaking(?:\s+news)?)\s*(?=[:|!.…\u060c]|[-–—]\s))(?:[\s:|!.…\u060c–—]|-(?=\s))*/iu;

/** The headline as it stands beside the breaking badge: what the badge says is not said again. */
export function headline(title: string, breaking: boolean): string {
  return (breaking && title.replace(CRY, '').trim()) || title;
}

/** The most categories that an article's head shows. */
const MOST = 4;

/** The categories to show above a headline. */
export function badges(categories: readonly string[], breaking: boolean): string[] {
  const said = new Set<string>();
  return categories
    .filter((category) => !(breaking && BREAKING.test(category)))
    .filter((category) => {
      const key = category.toLowerCase();
      return said.has(key) ? false : Boolean(said.add(key));
    })
    .slice(0, MOST);
}
