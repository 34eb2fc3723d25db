/**
 * Categories that only repeat that the news is breaking («\u0639\u0627\u062c\u0644», “breaking”, or a longer name with
 * that word): the badge beside them has said it already.
 */
const BREAKING = /\u0639\u0627\u062c\u0644|breaking/iu;

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
