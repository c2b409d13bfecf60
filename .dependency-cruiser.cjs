/** Boundaries of docs/architecture.md. Each rule says why. */
const PURE = '^src/(core|resources|access|hazards|controls|artifacts|guide|policies|questions|emulator|reports)/';

module.exports = {
  forbidden: [
    { name: 'no-cycles', comment: 'A cycle means that two things are one.', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'pure-imports-no-node', comment: 'Pure folders must run anywhere and be tested without a world.', severity: 'error', from: { path: PURE, pathNot: '\\.test\\.ts$' }, to: { dependencyTypes: ['core'] } },
    { name: 'pure-knows-no-effects', comment: 'An arrow never runs back up.', severity: 'error', from: { path: PURE, pathNot: '\\.test\\.ts$' }, to: { path: '^src/(workflows|io|apps)/' } },
    { name: 'core-knows-no-resource', comment: 'Core is the language, not what is said in it.', severity: 'error', from: { path: '^src/core/' }, to: { path: '^src/(resources|controls|hazards|access|emulator)/' } },
    { name: 'resources-see-only-models', comment: 'A resource folder is whole: others use its model and its index.', severity: 'error', from: { path: '^src/resources/([^/]+)/' }, to: { path: '^src/resources/[^/]+/', pathNot: ['^src/resources/$1/', '/(model|index|api)\\.ts$'] } },
    { name: 'controls-see-only-models', comment: 'A control judges models; how they are read is not its business.', severity: 'error', from: { path: '^src/controls/[^/]+/', pathNot: '\\.test\\.ts$' }, to: { path: '^src/', pathNot: '^src/(core/|controls/standards/|controls/[^/]+\\.ts|access/index\\.ts|resources/contract\\.ts|resources/[^/]+/(model|index)\\.ts)' } },
    { name: 'reports-see-only-core', comment: 'A format shows what it is given; what was judged and how is not its business.', severity: 'error', from: { path: '^src/reports/', pathNot: '\\.test\\.ts$' }, to: { path: '^src/', pathNot: '^src/(core|reports)/' } },
    { name: 'workflows-use-ports', comment: 'Workflows name what they need; apps/compose gives it.', severity: 'error', from: { path: '^src/workflows/', pathNot: '\\.test\\.ts$' }, to: { path: '^src/(io|apps)/' } },
    { name: 'io-parts-are-strangers', comment: 'One outside thing, one folder.', severity: 'error', from: { path: '^src/io/([^/]+)/' }, to: { path: '^src/io/[^/]+/', pathNot: '^src/io/$1/' } },
    { name: 'faces-are-strangers', comment: 'Faces share workflows, not each other; compose.ts joins them.', severity: 'error', from: { path: '^src/apps/(console|mcp|emulator)/' }, to: { path: '^src/apps/(cli|console|mcp)/' } },
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, enhancedResolveOptions: { extensions: ['.ts', '.js'] }, doNotFollow: { path: 'node_modules' } },
};
