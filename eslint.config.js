import js from '@eslint/js'
import globals from 'globals'
import tseslint from 'typescript-eslint'
import vue from 'eslint-plugin-vue'
import vueParser from 'vue-eslint-parser'

const typed = {
  parserOptions: {
    parser: tseslint.parser,
    projectService: true,
    extraFileExtensions: ['.vue'],
    tsconfigRootDir: import.meta.dirname,
  },
}

export default tseslint.config(
  {
    ignores: [
      'out/',
      'dist/',
      'node_modules/',
      '.stokes/',
      'test-results/',
      'playwright-report/',
      '**/*.cjs',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.vue', '**/*.mjs'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: typed,
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // noUncheckedIndexedAccess makes `array[i]!` the honest form inside a loop whose bounds are checked.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parser: vueParser, globals: globals.browser, ...typed },
    rules: {
      // Prettier owns the layout.
      'vue/html-indent': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-v-html': 'error',
    },
  },
  {
    files: ['**/*.mjs'],
    rules: {
      // A cast in JSDoc is invisible to these; the compiler checks the scripts.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['renderer/**'], languageOptions: { globals: globals.browser } },
  { files: ['**/*.mjs', '*.config.*'], languageOptions: { globals: globals.node } },
  // What main has to say goes to the terminal that it was started from.
  { files: ['electron/main/**'], rules: { 'no-console': ['error', { allow: ['error'] }] } },
  { files: ['electron/cli/bench/window/driver.js'], languageOptions: { globals: globals.browser } },
  { files: ['scripts/**', 'electron/cli/**'], rules: { 'no-console': 'off' } },
)
