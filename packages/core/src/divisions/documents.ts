// Which division a document of a read model belongs to, told from its key and fields.
import * as Agreement from '../agreement/index.js'
import * as Base from '../base/index.js'
import * as Journey from '../journey/index.js'
import type { DivisionRef } from './homes.js'

type Read = (doc: object, key: string) => DivisionRef | undefined

const text = (of: unknown, field: string): string | undefined => {
  const value: unknown = typeof of === 'object' && of !== null ? Reflect.get(of, field) : undefined
  return typeof value === 'string' ? value : undefined
}

const inField =
  (field: string, home: (value: string) => DivisionRef): Read =>
  (doc) => {
    const value = text(doc, field)
    return value === undefined ? undefined : home(value)
  }

const division = (code: string): DivisionRef => ({ division: code })
const ofBase = inField('baseId', (baseId) => ({ with: Base.stream(baseId) }))
const ofTrainee = inField('traineeId', (traineeId) => ({ with: Journey.stream(traineeId) }))
const ofAgreement = inField('agreementId', (agreementId) => ({ with: Agreement.stream(agreementId) }))
const ofDivision = inField('divisionCode', division)

/** The first that knows. */
const either =
  (...reads: readonly Read[]): Read =>
  (doc, key) => {
    for (const read of reads) {
      const home = read(doc, key)
      if (home !== undefined) return home
    }
    return undefined
  }

/** `base:…`, `division:…` and `category:…`; a category is counted over all bases and divisions. */
const ofFunnel: Read = (_doc, key) => {
  const at = key.indexOf(':')
  const [kind, id] = [key.slice(0, at), key.slice(at + 1)]
  if (kind === 'division') return division(id)
  if (kind === 'base') return { with: Base.stream(id) }
  return kind === 'category' ? 'everywhere' : undefined
}

/** An item belongs to the person or agreement it is about; one about a household too, which its agreement names. */
const ofItem: Read = (doc, key) => {
  const about: unknown = Reflect.get(doc, 'about')
  const read = either(ofTrainee, ofAgreement)
  // who missed sessions is the batch's business: the base follows it up
  if (text(about, 'batchId') !== undefined || typeof about !== 'object' || about === null) return ofBase(doc, key)
  return read(about, key) ?? ofBase(doc, key)
}

const homes: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['journeyTimeline', ofTrainee],
  ['journeyFunnel', ofFunnel],
  ['rotationCoverage', either(ofDivision, ofBase)],
  ['batchRegister', ofBase],
  ['menuBoard', ofBase],
  ['facultyPool', ofBase],
  ['facilityUse', ofBase],
  ['leadHouseholds', either(ofTrainee, ofBase)],
  ['supportLedger', ofBase],
  ['mentoringNetwork', either(ofAgreement, ofBase)],
  ['povertyIncidence', inField('code', division)],
  ['cadrePipeline', ofBase],
  ['worklist', ofItem],
  ['fiveTasks', ofBase],
])

/** Where a document belongs; `undefined` where nobody can tell. `divisionOf` follows it to a division. */
export const divisionRefOfDocument = (readModel: string, key: string, doc: unknown): DivisionRef | undefined =>
  typeof doc === 'object' && doc !== null ? homes.get(readModel)?.(doc, key) : undefined
