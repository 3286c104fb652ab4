// The first task, building the base: its site, funding, facilities, practice points, plaques and policy.
import type { Day } from '@skein/kernel'
import { type BaseSite, illustrativeIndustries, illustrativePovertyLines, type Schedule } from '@skein/simulator'
import { township } from './beginnings.js'

export const baseId = 'chadian'

export const openingDay = '2018-03-27'

const rooms = [
  { placeId: 'classroom', zone: 'teaching', kind: 'classroom', name: '教室', seats: 120, certainty: 'exact' },
  { placeId: 'audio-visual-room', zone: 'teaching', kind: 'audioVisualRoom', name: '电教室', certainty: 'exact' },
  { placeId: 'seminar-room', zone: 'teaching', kind: 'seminarRoom', name: '研讨室', certainty: 'exact' },
  { placeId: 'reading-room', zone: 'teaching', kind: 'readingRoom', name: '阅览室', certainty: 'exact' },
  { placeId: 'dormitory', zone: 'living', kind: 'dormitory', name: '学员宿舍', beds: 50, certainty: 'atLeast' },
  { placeId: 'canteen', zone: 'living', kind: 'canteen', name: '餐厅', certainty: 'exact' },
  { placeId: 'crop-ground', zone: 'cropTraining', kind: 'trainingGround', name: '种植实训场地', certainty: 'exact' },
  {
    placeId: 'livestock-ground',
    zone: 'livestockTraining',
    kind: 'trainingGround',
    name: '养殖实训场地',
    certainty: 'exact',
  },
] as const

const practicePoints = [
  { placeId: 'point-morels', divisionCode: `${township}204`, name: '羊肚菌种植基地', speciality: 'morels' },
  { placeId: 'point-lingzhi', divisionCode: `${township}207`, name: '白灵芝种植基地', speciality: 'white-lingzhi' },
  { placeId: 'point-peach', divisionCode: `${township}208`, name: '雪桃种植园', speciality: 'snow-peach' },
] as const

/** Founding and facilities, recorded when the office started to keep records, and the opening on its day. */
export const buildBase = ({ send, at }: Schedule): void => {
  // construction began in October 2017; the day is not published
  const begun = '2017-10-01'
  send({
    type: 'FoundBase',
    data: {
      baseId,
      divisionCode: township,
      name: '插甸镇党员群众教育培训实践基地',
      areaMu: 25,
      site: { name: '大古普', formerUse: 'eco-farm' },
      on: begun,
    },
  })
  // published is a lower bound of the total of three levels of government, not the share of each
  send({
    type: 'RecordContribution',
    data: {
      baseId,
      level: 'unspecified',
      amountFen: 260_000_000,
      certainty: 'atLeast',
      reference: 'construction',
      on: begun,
    },
  })
  at('2018-03-05', () => {
    const on = '2018-03-05'
    for (const room of rooms) send({ type: 'OpenFacility', data: { baseId, ...room, on } })
    for (const point of practicePoints) send({ type: 'OpenPracticePoint', data: { baseId, ...point, on } })
  })
  at(openingDay, () => {
    for (const name of ['中共武定县委党校插甸镇分校', '中共插甸镇委员会党校'])
      send({ type: 'HangPlaque', data: { baseId, name, on: openingDay } })
    send({ type: 'CommissionBase', data: { baseId, on: openingDay } })
  })
}

/** Thresholds and poverty lines are illustrative: no figures were published. */
export const adoptPolicy = ({ send, today: on }: Schedule): void =>
  send({
    type: 'AdoptPolicy',
    data: {
      baseId,
      version: 1,
      effectiveFrom: openingDay,
      policy: {
        scaleThresholds: Object.fromEntries(
          illustrativeIndustries.map(({ name, unit, threshold }) => [name, { unit, quantity: threshold }]),
        ),
        povertyLineFen: { ...illustrativePovertyLines },
        minQuotaHouseholds: 5,
      },
      on,
    },
  })

export const siteOf = (villages: readonly string[], opensOn: Day): BaseSite => ({
  baseId,
  villages,
  classroom: 'classroom',
  dormitory: 'dormitory',
  practicePlaces: ['crop-ground', ...practicePoints.map(({ placeId }) => placeId)],
  industries: illustrativeIndustries,
  seats: 50,
  opensOn,
})
