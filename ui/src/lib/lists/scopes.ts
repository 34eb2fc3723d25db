import type { Scope } from '$lib/api/bindings/types';

/** Whether two scopes name the same list. */
export function sameScope(a: Scope, b: Scope): boolean {
  const which = (scope: Scope): number | string => ('id' in scope ? scope.id : 'subject' in scope ? scope.subject : 0);
  return a.kind === b.kind && which(a) === which(b);
}
