/** Logical properties or none: the window runs right to left and left to right from one stylesheet. */
export default {
  plugins: ['stylelint-use-logical'],
  overrides: [{ files: ['**/*.svelte'], customSyntax: 'postcss-html' }],
  rules: {
    'csstools/use-logical': ['always', { except: [/^(overscroll-behavior|overflow)/, 'max-width', 'min-width'] }],
    'declaration-property-value-disallowed-list': { '/^(float|clear|text-align)$/': ['left', 'right'] },
    'color-named': 'never',
    'declaration-no-important': null,
    'property-no-unknown': true,
    'block-no-empty': true,
    'no-duplicate-selectors': true,
  },
};
