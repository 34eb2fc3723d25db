import { getContext, setContext } from 'svelte';

import type { AppState } from './app.svelte';

const KEY = Symbol('app');

/** Hands the app's state to the components below. */
export function provideApp(app: AppState): void {
  setContext(KEY, app);
}

/** The app's state. */
export function useApp(): AppState {
  return getContext<AppState>(KEY);
}
