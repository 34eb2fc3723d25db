import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

import svelteConfig from './svelte.config.js';

/** Markup may be made from text in one place only: the frame that shows an article. */
const RAW_MARKUP = [
  { selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|srcdoc)$/]", message: 'Markup from text is made in ArticleFrame.svelte and PrintFrame.svelte alone.' },
  { selector: "CallExpression[callee.property.name=/^(insertAdjacentHTML|parseFromString|createContextualFragment|write|writeln)$/]", message: 'Markup from text is made in ArticleFrame.svelte and PrintFrame.svelte alone.' },
  { selector: "SvelteAttribute[key.name='srcdoc']", message: 'Markup from text is made in ArticleFrame.svelte and PrintFrame.svelte alone.' },
  // Engines' defaults of calendar and digits differ, so nothing is left to them.
  { selector: "NewExpression[callee.object.name='Intl']:not([arguments.0.callee.name=/^(tag|monthTag)$/])", message: 'Intl gets its locale from tag(): calendar and digits named.' },
  { selector: "CallExpression[callee.property.name=/^(toLocaleString|toLocaleDateString|toLocaleTimeString|toLocaleLowerCase|toLocaleUpperCase|localeCompare)$/]", message: 'No locale of the engine’s choice: use i18n, or toLowerCase.' },
  { selector: "SvelteAttribute[key.name='style']", message: 'The policy admits no style attribute; use style: directives.' },
];

const TAURI = { group: ['@tauri-apps/*'], message: 'Only lib/api/tauri.ts knows Tauri.' };
const DOMAINS = ['article', 'comments', 'entries', 'related', 'sources', 'subscribe'];

/** Which folders a folder may not import: base ← domain ← views. */
function forbid(...groups) {
  return ['error', { patterns: [TAURI, ...groups.map(([group, message]) => ({ group, message }))] }];
}

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/lib/api/bindings'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-restricted-syntax': ['error', ...RAW_MARKUP],
      'no-restricted-imports': forbid(),
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
    rules: { 'prefer-const': 'off' },
  },
  {
    files: ['src/lib/**'],
    rules: { 'no-restricted-imports': forbid([['$components/*', '**/components/**'], 'The library knows no component.']) },
  },
  {
    files: ['src/components/base/**'],
    rules: {
      'no-restricted-imports': forbid(
        [[...DOMAINS, 'views'].flatMap((name) => [`$components/${name}/*`, `**/${name}/*`]), 'base imports neither domains nor views.'],
      ),
    },
  },
  ...DOMAINS.map((domain) => ({
    files: [`src/components/${domain}/**`],
    rules: {
      'no-restricted-imports': forbid([
        [...DOMAINS.filter((other) => other !== domain), 'views'].flatMap((name) => [`$components/${name}/*`, `../${name}/*`]),
        'A domain imports neither another domain nor a view.',
      ]),
    },
  })),
  { files: ['src/lib/api/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['src/components/article/ArticleFrame.svelte', 'src/components/article/PrintFrame.svelte'],
    rules: { 'no-restricted-syntax': ['error', ...RAW_MARKUP.filter((rule) => !/^(Member|Call)Expression/.test(rule.selector) || rule.message.includes('locale'))] },
  },
  { files: ['**/*.test.ts', 'scripts/**'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['scripts/**', '*.config.*'], languageOptions: { globals: { ...globals.node } }, rules: { 'no-console': 'off' } },
);
