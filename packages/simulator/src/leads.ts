// Trained people become lead households and then mentors of poor households.
import { addDays, type Day } from '@skein/kernel'
import { takePost } from './cadres.js'
import type { PoorHousehold } from './households.js'
import type { Person } from './people.js'
import type { Schedule } from './schedule.js'
import type { BaseSite, Industry } from './site.js'

/** A programme, as the lead households need it: its site, and the poor households that may be placed with them. */
export interface Setting {
  readonly schedule: Schedule
  readonly site: BaseSite
  readonly households: readonly PoorHousehold[]
  readonly until: Day
}

/** Lists a person as a candidate in ten days and records what they grow until they are recognised. */
export const raiseLead = (setting: Setting, person: Person): void => {
  const { schedule, site } = setting
  const { chance, send, at, today } = schedule
  const industry = chance.pick(site.industries)
  const { traineeId } = person
  person.isLead = true

  at(addDays(today, 10), () => {
    if (person.state === 'left') return
    send({
      type: 'ListLeadCandidate',
      data: {
        traineeId,
        industry: industry.name,
        conditions: [chance.pick(['land', 'start-up-capital', 'experience'])],
        on: schedule.today,
      },
    })
  })
  at(addDays(today, 25), () => {
    if (person.state === 'left') return
    const on = schedule.today
    if (chance.happens(0.5))
      send({
        type: 'GrantSupport',
        data: { traineeId, kind: 'policy', instrument: 'land-transfer', purpose: 'expansion', on },
      })
    else
      send({
        type: 'GrantSupport',
        data: {
          traineeId,
          kind: 'funding',
          amountFen: chance.int(5, 30) * 100_000,
          instrument: 'interest-subsidy',
          purpose: 'seedlings',
          on,
        },
      })
  })
  grow(setting, person, industry, industry.threshold * 0.3, addDays(today, 40))
}

const grow = (setting: Setting, person: Person, industry: Industry, quantity: number, on: string): void => {
  const { schedule, until } = setting
  const { chance, send, at } = schedule
  if (on > until) return
  at(on, () => {
    if (person.state === 'left') return
    const size = Math.round(quantity * 10) / 10
    const { today } = schedule
    // what is recorded was often counted some days before
    const counted = addDays(today, -chance.int(0, 5))
    send({
      type: 'RecordScale',
      data: {
        traineeId: person.traineeId,
        industry: industry.name,
        quantity: size,
        unit: industry.unit,
        annualIncomeFen: Math.round(size) * 400_000,
        on: counted,
      },
    })
    if (size >= industry.threshold) at(addDays(today, 6), () => recognise(setting, person, industry))
    else grow(setting, person, industry, quantity * (1.2 + chance.int(0, 40) / 100), addDays(today, chance.int(50, 80)))
  })
}

const recognise = (setting: Setting, person: Person, industry: Industry): void => {
  const { schedule } = setting
  const { chance, send, at, today } = schedule
  if (person.state === 'left') return
  const { traineeId } = person
  send({ type: 'RecogniseLeadHousehold', data: { traineeId, industry: industry.name, on: today } })
  const leads = chance.happens(0.4)
  const cooperativeId = `${traineeId}-cooperative`
  if (leads) {
    const members = chance.int(8, 40)
    send({
      type: 'LeadCooperative',
      data: {
        traineeId,
        cooperativeId,
        name: `${industry.name}-cooperative-${traineeId}`,
        members,
        farmers: members - chance.int(0, 1),
        partyLed: person.partyMember,
        on: today,
      },
    })
  }
  // some lead households become village cadres later
  if (chance.happens(0.15)) at(addDays(today, chance.int(60, 180)), () => takePost(schedule, person))
  // some sign late: they show up in the worklist
  at(addDays(today, chance.happens(0.1) ? 120 : 14), () =>
    sign(setting, person, industry, leads ? cooperativeId : undefined),
  )
}

const sign = (setting: Setting, person: Person, industry: Industry, cooperativeId: string | undefined): void => {
  const { schedule, site, until } = setting
  const { chance, send, at, today } = schedule
  if (person.state === 'left' || addDays(today, 60) > until) return
  const agreementId = `${person.traineeId}-agreement`
  const ends = addDays(today, 365)
  const quotaPeople = chance.int(12, 30)
  send(
    {
      type: 'SignAgreement',
      data: {
        agreementId,
        baseId: site.baseId,
        mentorId: person.traineeId,
        mode:
          cooperativeId === undefined
            ? chance.pick(['leaderFarmers', 'shareholdingCooperative'])
            : 'partyCooperativeFarmers',
        partyOrganisation: `branch-${person.village}`,
        ...(cooperativeId !== undefined && { cooperativeId }),
        industry: industry.name,
        quotaPeople,
        quotaHouseholds: 5,
        from: today,
        until: ends,
        on: today,
      },
    },
    { settle: true },
  )
  send({
    type: 'PledgeResource',
    data: {
      agreementId,
      kind: chance.pick(['land', 'project', 'labour']),
      quantity: chance.int(2, 40),
      unit: 'mu',
      on: today,
    },
  })
  at(addDays(today, 7), () => placeHouseholds(setting, agreementId, quotaPeople, ends))
  at(addDays(today, 90), () =>
    send({ type: 'RecordFarmersDrawn', data: { agreementId, households: chance.int(5, 30), on: schedule.today } }),
  )
  at(ends, () => {
    if (person.state !== 'left')
      send(
        { type: 'CompleteAgreement', data: { agreementId, reason: 'term-served', on: schedule.today } },
        { settle: true },
      )
  })
}

const placeHouseholds = (
  { schedule, households, until }: Setting,
  agreementId: string,
  quotaPeople: number,
  ends: Day,
): void => {
  const { chance, send, today } = schedule
  const free = households.filter(({ isPoor, mentoredSince }) => isPoor && mentoredSince === undefined)
  const placed: PoorHousehold[] = []
  let left = quotaPeople
  for (const household of chance.some(free, 5)) {
    if (household.people > left) continue
    left -= household.people
    household.mentoredSince = today
    placed.push(household)
    send(
      { type: 'PlaceHousehold', data: { agreementId, householdId: household.householdId, on: today } },
      { settle: true },
    )
    visit(schedule, agreementId, household.householdId, addDays(today, 25), ends < until ? ends : until)
  }
  schedule.at(addDays(ends, 1), () => {
    for (const household of placed) household.mentoredSince = undefined
  })
}

const visit = (schedule: Schedule, agreementId: string, householdId: string, on: Day, until: Day): void => {
  if (on >= until) return
  schedule.at(on, () => {
    // one visit in ten is missed
    if (!schedule.chance.happens(0.1))
      schedule.send({
        type: 'RecordVisit',
        data: { agreementId, householdId, ...(schedule.chance.happens(0.1) && { note: '模拟走访记录' }), on },
      })
    visit(schedule, agreementId, householdId, addDays(on, schedule.chance.int(24, 29)), until)
  })
}
