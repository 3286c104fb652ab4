import { appendCases } from './append.cases.js'
import { closeCases } from './close.cases.js'
import { concurrentAppendCases } from './concurrent-append.cases.js'
import { documentCases } from './documents.cases.js'
import { entryCases } from './entries.cases.js'
import { faultCases } from './faults.cases.js'
import { generationCases } from './generations.cases.js'
import { keyCases } from './keys.cases.js'
import { lockCases } from './locks.cases.js'
import { multiProcessCases } from './multi-process.cases.js'
import { readCases } from './read.cases.js'
import { reopenCases } from './reopen.cases.js'
import type { CasesOfPart, StorageCase } from './storage-case.js'
import type { StoreUnderTest } from './store-under-test.js'
import { subscribeCases } from './subscribe.cases.js'
import { textKeyCases } from './text-keys.cases.js'

const parts: readonly CasesOfPart[] = [
  appendCases,
  concurrentAppendCases,
  readCases,
  subscribeCases,
  generationCases,
  documentCases,
  entryCases,
  lockCases,
  keyCases,
  textKeyCases,
  closeCases,
  multiProcessCases,
  reopenCases,
  faultCases,
]

/**
 * Every case of the conformance suite, as functions: for a test runner of your own, or to run some of them.
 * Cases that the store cannot pass by its nature (`cannot`) are left out.
 *
 * @example
 * for (const { part, title, run } of storageCases(store)) it(`${part}: ${title}`, run)
 */
export const storageCases = (store: StoreUnderTest): readonly StorageCase[] =>
  parts.flatMap((casesOf) => casesOf(store))
