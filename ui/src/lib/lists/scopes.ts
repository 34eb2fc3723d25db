import type { Scope } from '$lib/api/bindings/types';

/** Whether two scopes name the same list. */
export function sameScope(a: Scope, b: Scope): boolean {
  return a.kind === b.kind && ('id' in a ? a.id : 0) === ('id' in b ? b.id : 0);
}
