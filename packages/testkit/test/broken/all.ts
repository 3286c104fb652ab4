import { brokenAppends } from './appending.js'
import type { BrokenStore } from './broken-store.js'
import { brokenEndings } from './closing.js'
import { brokenFollowers } from './following.js'
import { brokenLocks } from './holding.js'
import { brokenKeyStores } from './keeping.js'
import { brokenLists } from './listing.js'
import { brokenEntries, brokenGenerations } from './read-models.js'
import { brokenReads } from './reading.js'
import { brokenRepeats } from './repeating.js'

export const brokenStores: readonly BrokenStore[] = [
  ...brokenAppends,
  ...brokenRepeats,
  ...brokenReads,
  ...brokenFollowers,
  ...brokenGenerations,
  ...brokenEntries,
  ...brokenLists,
  ...brokenLocks,
  ...brokenKeyStores,
  ...brokenEndings,
]
