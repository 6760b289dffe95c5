// Who may import whom. `from` and what is inside it may always import itself; `types` are for `import type` alone.
const table = [
  {
    from: ['renderer/src/views'],
    may: ['renderer/src/components', 'renderer/src/charts', 'renderer/src/stores', 'electron/contract'],
  },
  { from: ['renderer/src/components', 'renderer/src/charts'], may: [], types: ['electron/contract'] },
  { from: ['renderer/src/stores'], may: ['renderer/src/bridge', 'electron/contract'] },
  { from: ['renderer/src/bridge'], may: ['electron/contract'] },
  { from: ['renderer'], may: ['electron/contract'] },
  { from: ['electron/preload'], may: ['electron/contract', 'electron/shared'] },
  { from: ['electron/main'], may: ['electron/contract', 'electron/shared'] },
  {
    from: ['electron/instrument'],
    may: ['devices', 'analysis', 'models', 'storage', 'contract', 'shared'].map((name) => `electron/${name}`),
  },
  {
    from: ['electron/cli'],
    may: [
      'instrument/services',
      'simulator',
      'devices',
      'analysis',
      'models',
      'storage',
      'contract',
      'shared',
    ].map((name) => `electron/${name}`),
  },
  { from: ['electron/devices'], may: ['electron/shared'], types: ['electron/contract'] },
  { from: ['electron/simulator'], may: ['electron/shared'] },
  {
    from: ['electron/trainer'],
    may: ['electron/models', 'electron/analysis', 'electron/contract', 'electron/shared'],
  },
  { from: ['electron/analysis'], may: ['native'], types: ['electron/contract'] },
  { from: ['electron/models'], may: ['electron/analysis', 'electron/contract', 'electron/shared'] },
  { from: ['electron/storage'], may: ['electron/shared'], types: ['electron/contract'] },
  { from: ['electron/contract'], may: [] },
  { from: ['electron/shared'], may: [] },
  { from: ['scripts'], may: [] },
]

const OURS = '^(electron|renderer|native|scripts|test)/'
// An error with a code is what every layer throws, so the class is for all who may see the contract's types.
const ERRORS = 'electron/contract/errors.ts'

const anyOf = (paths) => `^(${paths.join('|')})(/|$)`

const tableRules = table.flatMap(({ from, may, types = [] }) => {
  const name = from.join('+').replaceAll('/', '-')
  const errors = types.length > 0 ? [ERRORS] : []
  const rules = [
    {
      name: `${name}-may-not-import`,
      severity: 'error',
      from: { path: anyOf(from) },
      to: { path: OURS, pathNot: anyOf([...from, ...may, ...types]) },
    },
  ]
  if (types.length > 0) {
    rules.push({
      name: `${name}-may-import-only-types`,
      severity: 'error',
      // A test may parse what it then hands to the code under test.
      from: { path: anyOf(from), pathNot: '\\.test\\.ts$' },
      to: { path: anyOf(types), pathNot: anyOf(errors), dependencyTypesNot: ['type-only'] },
    })
  }
  return rules
})

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...tableRules,
    {
      name: 'nothing-imports-test',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'contract-imports-the-schema-library-alone',
      severity: 'error',
      from: { path: '^electron/contract/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypesNot: ['local', 'type-only'], pathNot: '^node_modules/(zod|@orpc/contract)/' },
    },
    {
      name: 'the-window-has-no-node',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '\\.test\\.ts$' },
      to: { path: '^electron$|^node_modules/electron/', dependencyTypesNot: ['local'] },
    },
    {
      name: 'the-window-has-no-node-builtins',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'sql-in-storage-alone',
      severity: 'error',
      from: { path: '^electron/', pathNot: '^electron/storage/' },
      to: { path: '^node_modules/better-sqlite3/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-development-dependency-in-a-program',
      severity: 'error',
      // The peers of the benchmarks are only there in a checkout.
      from: { path: '^electron/', pathNot: '\\.test\\.ts$|^electron/cli/bench/npmPeers\\.ts$' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/electron/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
