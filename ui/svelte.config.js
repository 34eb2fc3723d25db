import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** Runes everywhere; styles leave as files, since the content security policy admits no inline style. */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true, css: 'external' },
};
