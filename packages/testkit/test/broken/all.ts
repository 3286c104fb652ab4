import { appendDefects } from './append.js'
import type { BrokenStore } from './broken-store.js'
import { claimDefects } from './claims.js'
import { closeDefects } from './close.js'
import { concurrentAppendDefects } from './concurrent-append.js'
import { documentDefects } from './documents.js'
import { entryDefects } from './entries.js'
import { faultDefects } from './faults.js'
import { generationDefects } from './generations.js'
import { keyDefects } from './keys.js'
import { lockDefects } from './locks.js'
import { multiProcessDefects } from './multi-process.js'
import { readDefects } from './read.js'
import { readStreamDefects } from './read-stream.js'
import { reopenDefects } from './reopen.js'
import { repeatedAppendDefects } from './repeated-append.js'
import { subscribeDefects } from './subscribe.js'
import { textKeyDefects } from './text-keys.js'

export const brokenStores: readonly BrokenStore[] = [
  ...appendDefects,
  ...repeatedAppendDefects,
  ...concurrentAppendDefects,
  ...readDefects,
  ...readStreamDefects,
  ...subscribeDefects,
  ...generationDefects,
  ...documentDefects,
  ...entryDefects,
  ...lockDefects,
  ...keyDefects,
  ...claimDefects,
  ...textKeyDefects,
  ...closeDefects,
  ...multiProcessDefects,
  ...reopenDefects,
  ...faultDefects,
]
