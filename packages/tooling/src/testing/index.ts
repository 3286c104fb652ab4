// What tests of several packages share.
export { type ChildProcess, startChild } from './child-process.ts'
export { acknowledgedAppends, expectConsistentReadModel, expectWholeAppends } from './recovered-log.ts'
export { sampleEvent } from './sample-events.ts'
export { temporaryFolder } from './temporary-folder.ts'
