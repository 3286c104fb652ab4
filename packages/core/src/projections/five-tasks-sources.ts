// The documents that a report on one base is made of, each with its read model and key.
import type { ReadModels } from '@skein/kernel'
import type { z } from 'zod'
import { batchRegister } from './batch-register.js'
import { type CadrePipeline, cadrePipeline } from './cadre-pipeline.js'
import { type FacilityUse, facilityUse } from './facility-use.js'
import { type FacultyPool, facultyPool } from './faculty-pool.js'
import { type LeadHouseholdTotals, leadHouseholds } from './lead-households.js'
import { type MentoringTotals, mentoringNetwork } from './mentoring-network.js'
import { menuBoard } from './menu-board.js'
import { type PovertyIncidence, povertyIncidence } from './poverty-incidence.js'
import { type RotationCoverage, rotationCoverage } from './rotation-coverage.js'
import { docKey } from './shared/keys.js'
import { type Rate, rateOf } from './shared/numbers.js'
import { type SupportLedger, supportLedger } from './support-ledger.js'

type Model<Doc> = { readonly name: string; readonly schema: z.ZodType<Doc> }

/** A document or summary, and `<readModel>/<key>`. */
export interface ReportSource<Doc> {
  readonly doc: Doc
  readonly source: string
}

/** A summary of all batches of the base. */
export interface Batches {
  readonly planned: number
  readonly underWay: number
  readonly closed: number
  readonly cancelled: number
  readonly seats: Rate
  readonly attendance: Rate
  readonly completed: Rate
  readonly partySpirit: Rate
}

/** A summary of the menu of the base. */
export interface Menu {
  /** The number of subjects that somebody requested. */
  readonly requested: number
  /** Of those, the subjects with a delivered session. */
  readonly served: Rate
  readonly gapsUnmet: number
}

export interface Sources {
  readonly base: ReportSource<Extract<FacilityUse, { kind: 'base' }>>
  readonly faculty: ReportSource<FacultyPool | undefined>
  readonly ledger: ReportSource<SupportLedger | undefined>
  readonly rotation: ReportSource<RotationCoverage | undefined>
  readonly batches: ReportSource<Batches>
  readonly menu: ReportSource<Menu>
  readonly leads: ReportSource<LeadHouseholdTotals | undefined>
  readonly mentoring: ReportSource<MentoringTotals | undefined>
  readonly poverty: ReportSource<PovertyIncidence | undefined>
  readonly cadres: ReportSource<CadrePipeline | undefined>
}

const get = async <Doc>(
  reading: ReadModels,
  { name, schema }: Model<Doc>,
  key: string,
): Promise<ReportSource<Doc | undefined>> => {
  const found = await reading.get(name, key)
  return { doc: found === undefined ? undefined : schema.parse(found), source: `${name}/${key}` }
}

const list = async <Doc>(
  reading: ReadModels,
  { name, schema }: Model<Doc>,
  prefix: string,
): Promise<ReportSource<readonly Doc[]>> => {
  const docs: Doc[] = []
  for await (const { doc } of reading.list(name, prefix)) docs.push(schema.parse(doc))
  return { doc: docs, source: `${name}/${prefix}*` }
}

/** The document, if it is of that kind. */
const ofKind = <Doc extends { readonly kind: string }, Kind extends Doc['kind']>(
  { doc, source }: ReportSource<Doc | undefined>,
  kind: Kind,
): ReportSource<Extract<Doc, { kind: Kind }> | undefined> => ({
  // sound: a kind identifies one member of the union
  doc: doc?.kind === kind ? (doc as Extract<Doc, { kind: Kind }>) : undefined,
  source,
})

const sum = (rates: readonly Rate[]): Rate =>
  rateOf(
    rates.reduce((total, { numerator }) => total + numerator, 0),
    rates.reduce((total, { denominator }) => total + denominator, 0),
  )

const batchesOf = async (reading: ReadModels, baseId: string): Promise<ReportSource<Batches>> => {
  const { doc: all, source } = await list(reading, batchRegister, '')
  const batches = all.filter((batch) => batch.baseId === baseId)
  const started = batches.filter(({ status }) => status === 'running' || status === 'closed')
  const count = (...statuses: readonly string[]) => batches.filter(({ status }) => statuses.includes(status)).length
  return {
    doc: {
      planned: count('planned', 'open'),
      underWay: count('running'),
      closed: count('closed'),
      cancelled: count('cancelled'),
      seats: sum(started.map(({ seats }) => seats)),
      attendance: sum(started.map(({ attendance }) => attendance)),
      completed: sum(started.map(({ completed }) => completed)),
      partySpirit: sum(started.map(({ partySpirit }) => partySpirit)),
    },
    source,
  }
}

const menuOf = async (reading: ReadModels, baseId: string): Promise<ReportSource<Menu>> => {
  const { doc: all, source } = await list(reading, menuBoard, `${docKey(baseId)}/`)
  const requested = all.flatMap((doc) => (doc.kind === 'subject' && doc.requested > 0 ? [doc] : []))
  const served = requested.filter(({ delivered }) => delivered.sessions > 0)
  const gaps = all.filter((doc) => doc.kind === 'gap' && doc.isUnmet)
  return {
    doc: { requested: requested.length, served: rateOf(served.length, requested.length), gapsUnmet: gaps.length },
    source,
  }
}

/** Everything that the report on a base is made of; `undefined` if there is no such base. */
export const sourcesOf = async (reading: ReadModels, baseId: string): Promise<Sources | undefined> => {
  const base = ofKind(await get(reading, facilityUse, `base:${baseId}`), 'base')
  if (base.doc === undefined) return undefined
  return {
    base: { doc: base.doc, source: base.source },
    faculty: await get(reading, facultyPool, baseId),
    ledger: await get(reading, supportLedger, baseId),
    rotation: await get(reading, rotationCoverage, docKey(baseId)),
    batches: await batchesOf(reading, baseId),
    menu: await menuOf(reading, baseId),
    leads: ofKind(await get(reading, leadHouseholds, `base:${baseId}`), 'base'),
    mentoring: ofKind(await get(reading, mentoringNetwork, `base:${baseId}`), 'base'),
    poverty: await get(reading, povertyIncidence, base.doc.divisionCode),
    cadres: await get(reading, cadrePipeline, baseId),
  }
}
