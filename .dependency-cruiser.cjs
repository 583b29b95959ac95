/**
 * Who may import whom. Imports run downward, type imports too; rooms on one level leave each other alone. The table lists,
 * for each room, every room that it may see besides itself; what it does not list is forbidden.
 */
const BASE = ['base'];
const FACTS = ['fleet', 'report', ...BASE];
const DECIDING = ['router', 'workload', ...FACTS];
const SCENARIO = ['scenario', ...DECIDING];
const SIMULATING = ['sim', ...SCENARIO];
const EXPERIMENTING = ['experiment', ...SIMULATING];
const JOBS = ['jobs', 'store', ...EXPERIMENTING];

const SEES = {
  base: [],
  fleet: BASE,
  report: BASE,
  router: FACTS,
  workload: FACTS,
  scenario: DECIDING,
  sim: SCENARIO,
  experiment: SIMULATING,
  formats: SCENARIO,
  validation: SIMULATING,
  worker: EXPERIMENTING,
  gateway: ['router', ...FACTS],
  store: ['scenario', ...FACTS],
  jobs: ['store', ...EXPERIMENTING],
  cli: ['gateway', 'validation', 'formats', 'worker', ...JOBS],
};

/** Rooms that run in a page, a worker and a server alike. */
const PURE = 'base|fleet|report|router|workload|scenario|sim|experiment|formats';
const TEST = '\\.(test|contract|bench|fixture)\\.tsx?$';
const COMPONENTS_SEE =
  'base/result\\.ts$|worker/(client|pool|protocol)\\.ts$|router/(breaker-sets|decision|settings)\\.ts$|(experiment|scenario|report|fleet|formats)/';
/** Besides these, nobody knows Node. */
const KNOWS_NODE = ['^lib/(gateway|store|jobs|cli)/', '^app/api/', '^lib/worker/.+\\.thread\\.ts$', '^e2e/', TEST];

/** What a room may see besides, outside of lib: the engines' check runs in the browser that the journeys run in. */
const ALSO_SEES = { cli: ['^e2e/support/browser\\.ts$'] };

const rooms = Object.entries(SEES).map(([room, seen]) => ({
  name: `room-${room}`,
  severity: 'error',
  comment:
    seen.length === 0
      ? `lib/${room} stands on nothing else of the house.`
      : `lib/${room} may import lib/{${[...new Set(seen)].join(',')}} and nothing else of the house.`,
  from: { path: `^lib/${room}/` },
  to: { path: '^(app|components|e2e|lib)/', pathNot: [`^lib/(${[room, ...seen].join('|')})/`, ...(ALSO_SEES[room] ?? [])] },
}));

module.exports = {
  forbidden: [
    ...rooms,
    {
      name: 'unknown-room',
      severity: 'error',
      comment: 'Every folder of lib is a room of STYLE.md; a new one needs its arrows in .dependency-cruiser.cjs.',
      from: {},
      to: { path: '^lib/', pathNot: `^lib/(${Object.keys(SEES).join('|')})/` },
    },
    {
      name: 'from-unknown-room',
      severity: 'error',
      comment: 'Every folder of lib is a room of STYLE.md; a new one needs its arrows in .dependency-cruiser.cjs.',
      from: { path: '^lib/', pathNot: `^lib/(${Object.keys(SEES).join('|')})/` },
      to: {},
    },
    {
      name: 'components',
      severity: 'error',
      comment:
        'components may import lib/base/result, lib/worker/client, lib/worker/pool, lib/worker/protocol, lib/router/decision, lib/router/settings, lib/router/breaker-sets and lib/{experiment,scenario,report,fleet,formats}.',
      from: { path: '^components/', pathNot: TEST },
      to: {
        path: '^(app|e2e|lib)/',
        pathNot: `^lib/(${COMPONENTS_SEE})`,
      },
    },
    {
      name: 'components-tests',
      severity: 'error',
      comment: 'A test of components may import what components may, and lib/base/law-runs.',
      from: { path: `^components/.*${TEST}` },
      to: {
        path: '^(app|e2e|lib)/',
        pathNot: `^lib/(base/law-runs\\.ts$|${COMPONENTS_SEE})`,
      },
    },
    {
      name: 'app',
      severity: 'error',
      comment: 'app may not import lib/{gateway,cli,validation} or e2e: those are other processes.',
      from: { path: '^app/' },
      to: { path: '^(lib/(gateway|cli|validation)|e2e)/' },
    },
    {
      name: 'journeys',
      severity: 'error',
      comment:
        'A journey sees the page as a person does: of the house it may import lib/{experiment,scenario,report,fleet,base} alone.',
      from: { path: '^e2e/' },
      to: { path: '^(app|components|lib)/', pathNot: '^lib/(experiment|scenario|report|fleet|base)/' },
    },
    {
      name: 'node-builtin',
      severity: 'error',
      comment: 'Only lib/{gateway,store,jobs,cli}, app/api, thread entries and tests know Node.',
      from: { path: '^(app|components|lib|e2e)/', pathNot: KNOWS_NODE },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-package',
      severity: 'error',
      comment: 'Rooms that run anywhere know no package but zod, fflate and @noble/hashes.',
      from: { path: `^lib/(${PURE})/`, pathNot: TEST },
      to: { path: 'node_modules/', pathNot: 'node_modules/(zod|fflate|@noble/hashes)/' },
    },
    {
      name: 'page-package',
      severity: 'error',
      comment: 'lib computes; React and Next belong to app and components.',
      from: { path: '^lib/', pathNot: [TEST, '^lib/cli/'] },
      to: { path: 'node_modules/(react|react-dom|next)/' },
    },
    {
      name: 'test-import',
      severity: 'error',
      comment: 'Only tests import tests, contract suites, benches and their packages.',
      from: { path: '^(app|components|lib)/', pathNot: [TEST, '^lib/cli/', '\\.setup\\.ts$'] },
      to: { path: [TEST, 'node_modules/(vitest|fast-check|@playwright)/'] },
    },
    {
      name: 'circle',
      severity: 'error',
      comment: 'No circles, not of types either.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'unresolved',
      severity: 'error',
      comment: 'The import leads nowhere.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)\\.next/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
