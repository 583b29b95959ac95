import coreWebVitals from 'eslint-config-next/core-web-vitals';
import tseslint from 'typescript-eslint';

/** Rooms that run anywhere: time, chance and the outside world come in as arguments, and every engine gives the same bits. */
const PURE_ROOMS = ['base', 'fleet', 'report', 'router', 'workload', 'scenario', 'sim', 'experiment', 'formats'];
const TESTS = ['**/*.test.ts', '**/*.test.tsx', '**/*.contract.ts', '**/*.bench.ts', '**/*.fixture.ts'];

/** What IEEE 754 and the language define to the last bit. Engines differ in all else that `Math` offers. */
const EXACT_MATH = 'floor|ceil|round|trunc|abs|min|max|sqrt|imul|fround|clz32|sign|PI|E|LN2|LN10|LOG2E|LOG10E|SQRT2|SQRT1_2';
const LOCALE = '^(localeCompare|toLocale\\w+)$';

const OUTSIDE =
  'Date performance Intl console setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate ' +
  'queueMicrotask requestAnimationFrame cancelAnimationFrame globalThis window self document process global require crypto fetch ' +
  'navigator location localStorage sessionStorage Temporal Worker MessageChannel TextEncoder TextDecoder Buffer ' +
  'structuredClone WeakRef FinalizationRegistry Function eval';

const MATH_MESSAGE = 'engines differ in the last bit; take it from lib/base/math.';
const LOCALE_MESSAGE = 'Order and print by code unit: locales differ between machines.';

export const pureRoomRules = {
  'no-restricted-globals': [
    'error',
    ...OUTSIDE.split(' ').map((name) => ({
      name,
      message: 'Pure rooms know no clock, chance or outside world: take it as an argument.',
    })),
  ],
  'no-restricted-syntax': [
    'error',
    { selector: "BinaryExpression[operator='**']", message: `No \`**\`: ${MATH_MESSAGE}` },
    { selector: "AssignmentExpression[operator='**=']", message: `No \`**=\`: ${MATH_MESSAGE}` },
    {
      selector: `MemberExpression[object.name='Math'][computed=false]:not([property.name=/^(${EXACT_MATH})$/])`,
      message: `Only Math's exact functions; of all others ${MATH_MESSAGE}`,
    },
    {
      selector: "Identifier[name='Math']:not(MemberExpression[computed=false] > Identifier.object)",
      message: 'Write `Math.name`: an alias, a destructuring or a computed name hides which function is meant.',
    },
    { selector: `MemberExpression[property.name=/${LOCALE}/]`, message: LOCALE_MESSAGE },
    { selector: `MemberExpression[property.value=/${LOCALE}/]`, message: LOCALE_MESSAGE },
    { selector: `ObjectPattern > Property[key.name=/${LOCALE}/]`, message: LOCALE_MESSAGE },
    { selector: "MetaProperty[meta.name='import']", message: 'Pure rooms do not know where they stand: no import.meta.' },
    { selector: 'ImportExpression', message: 'Pure rooms load nothing while running.' },
  ],
};

export default tseslint.config(
  { ignores: ['.next/', 'node_modules/', 'coverage/', 'test-results/', 'playwright-report/', 'next-env.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  // Next's and React's rules, for the pages; they are half of the time and have nothing to say about lib.
  ...coreWebVitals
    .filter(({ plugins, rules }) => plugins !== undefined || rules !== undefined)
    .map((config) => ({ ...config, files: ['app/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}'] })),
  { files: ['app/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}'], rules: { 'import/no-anonymous-default-export': 'off' } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Async methods that keep a promised interface need not await.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      // Interfaces are written with methods here, also where an implementation is a plain function.
      '@typescript-eslint/unbound-method': 'off',
      // `number | -1` tells the reader what -1 is.
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // Of templates another rule takes care; `String(unknown)` is what `show` is for.
      '@typescript-eslint/no-base-to-string': 'off',
    },
  },
  {
    rules: {
      // `== null` asks for null and undefined at once.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-console': 'error',
      'no-debugger': 'error',
    },
  },
  {
    // The command line and the tooling speak to a terminal.
    files: ['lib/cli/**', 'lib/jobs/**', 'lib/gateway/**', 'e2e/**', '*.config.{ts,mjs}', '**/*.bench.ts'],
    rules: { 'no-console': 'off' },
  },
  // A route handler has no other place to say what went wrong on the server.
  { files: ['app/api/**'], rules: { 'no-console': ['error', { allow: ['error', 'warn'] }] } },
  {
    files: TESTS,
    rules: {
      // `JSON.parse` of a text that the test itself has written.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  { files: PURE_ROOMS.map((room) => `lib/${room}/**/*.{ts,tsx}`), ignores: TESTS, rules: pureRoomRules },
);
