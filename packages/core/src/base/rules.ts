import { ruleFor } from '@skein/kernel'
import { G3, G6, G7, misdated, openedWrongly } from '../rules/shared/general.js'
import { B4, takenWhileClosed } from '../rules/shared/places.js'
import { allTypes, type Event } from './events.js'
import type { Views } from './reads.js'
import type { State } from './state.js'

const rule = ruleFor<Event, State, Views>()

const zones = ['teaching', 'living', 'cropTraining', 'livestockTraining'] as const
const kinds = ['classroom', 'dormitory'] as const

export const rules = [
  rule({
    ...G6,
    on: allTypes,
    breach: ({ type }, { founded }) => openedWrongly(type, 'BaseFounded', founded !== undefined),
  }),
  rule({
    ...G7,
    on: ['BaseFounded', 'PracticePointOpened'],
    breach: ({ data: { divisionCode } }, _before, { division }) =>
      division.registeredOn === undefined ? { divisionCode, registered: false } : undefined,
  }),
  rule({
    ...G7,
    on: ['FacilityOpened', 'PracticePointOpened'],
    // by this base, or by another one, which is not named: it may be in another county
    breach: ({ data: { placeId } }, { places }, { claimedBy }) =>
      places.has(placeId) || claimedBy !== undefined ? { placeId, alreadyUsed: true } : undefined,
  }),
  rule({
    ...G7,
    on: ['PlaceClosed'],
    breach: ({ data: { placeId } }, { places }) => {
      const place = places.get(placeId)
      if (place === undefined) return { placeId, opened: false }
      return place.closed && { placeId, closedOn: place.closed.on }
    },
  }),
  rule({ ...G3, on: allTypes, breach: ({ data: { on } }, _before, { recordedOn }) => misdated(on, recordedOn) }),
  rule({
    id: 'B1',
    title: { en: 'Contributions are positive.', zh: '配套资金金额须大于零。' },
    basis: 'own: a correction is a separate document',
    on: ['ContributionRecorded'],
    breach: ({ data: { amountFen } }) => (amountFen > 0 ? undefined : { amountFen }),
  }),
  rule({
    id: 'B2',
    title: {
      en: 'A base is commissioned only with an open facility in each of the four zones, a classroom and a dormitory.',
      zh: '基地启用前,四个功能区均须有开放的功能室,并设有教室和宿舍。',
    },
    basis: 'article: the base has four zones with their rooms, and opened after they were built',
    permission: true,
    on: ['BaseCommissioned'],
    breach: (_event, { places }) => {
      const open = [...places.values()].filter(({ closed }) => closed === undefined).map(({ opened }) => opened)
      const lacking = [
        ...zones.filter((zone) => !open.some((place) => 'zone' in place && place.zone === zone)),
        ...kinds.filter((kind) => !open.some((place) => 'kind' in place && place.kind === kind)),
      ]
      return lacking.length === 0 ? undefined : { lacking: lacking.join(', ') }
    },
  }),
  rule({
    id: 'B3',
    title: {
      en: 'Each policy has the next free version, and does not take effect before its adoption.',
      zh: '每份方案使用下一个未用的版本号,生效日期不得早于通过之日。',
    },
    basis: 'own: a version is a name, given in the order of recording, and names one of the policies that stand',
    on: ['PolicyAdopted'],
    breach: ({ data: { version, effectiveFrom, on } }, { policies }, { lastVersion }) => {
      const isUsed = policies.some((adopted) => adopted.version === version)
      if (isUsed || version > lastVersion + 1) return { version, expected: lastVersion + 1 }
      return effectiveFrom < on ? { effectiveFrom, on } : undefined
    },
  }),
  rule({
    ...B4,
    on: ['PlaceClosed'],
    breach: ({ data: { placeId, on } }, _before, { calendar }) =>
      takenWhileClosed({
        placeId,
        closedOn: on,
        takenOn: calendar.next?.date,
        takenFor: calendar.next?.batchId,
      }),
  }),
]
