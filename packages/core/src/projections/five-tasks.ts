// The report on a base under its five tasks. Every figure names the read model it comes from.
import type { CompositeView } from '@skein/kernel'
import { z } from 'zod'
import { withBase } from '../divisions/refs.js'
import { facilityUse } from './facility-use.js'
import { Figure, figure, money, share, units } from './five-tasks-figures.js'
import { type Sources, sourcesOf } from './five-tasks-sources.js'

const tasks = ['buildBase', 'trainPeople', 'backLeads', 'carryPoor', 'strengthenOrganisation'] as const

const Block = z.object({
  task: z.enum(tasks),
  title: z.object({ en: z.string(), zh: z.string() }),
  figures: z.array(Figure),
})
type Block = z.infer<typeof Block>

export const FiveTasks = z.object({
  baseId: z.string(),
  /** The name of the base. */
  name: z.string(),
  /** The day of the report. */
  today: z.string(),
  /** In the order of the programme. */
  tasks: z.array(Block).length(tasks.length),
})
export type FiveTasks = z.infer<typeof FiveTasks>

const buildBase = ({ base, faculty, ledger }: Sources): Block => {
  const { contributions } = ledger.doc ?? {}
  const { seats, beds } = base.doc
  return {
    task: 'buildBase',
    title: { en: 'Build the base', zh: '建基地' },
    figures: [
      money(ledger, ['Contributions', '配套资金'], contributions?.total.fen, contributions?.total.certainty),
      figure(base, ['Area', '占地面积'], base.doc.areaMu, { unit: units.mu }),
      figure(base, ['Commissioned on', '建成投用日期'], base.doc.commissionedOn),
      figure(base, ['Zones in use', '功能区'], base.doc.zones.filter(({ facilities }) => facilities > 0).length, {
        unit: units.places,
      }),
      figure(base, ['Seats', '可容纳学员'], seats.count, { unit: units.seats, certainty: seats.certainty }),
      figure(base, ['Beds', '宿舍床位'], beds.count, { unit: units.beds, certainty: beds.certainty }),
      share(base, ['Seats used in sessions', '授课座位使用率'], base.doc.use.seatUse),
      figure(base, ['Practice points (1+N)', '实践教学点(1+N)'], base.doc.practicePoints, { unit: units.places }),
      figure(faculty, ['Instructors in the pool', '师资库教师'], faculty.doc?.size ?? 0, { unit: units.people }),
      figure(faculty, ['Instructors aimed at', '师资库计划人数'], faculty.doc?.target, {
        unit: units.people,
        certainty: 'about',
      }),
    ],
  }
}

const trainPeople = ({ rotation, batches, menu }: Sources): Block => ({
  task: 'trainPeople',
  title: { en: 'Train able people', zh: '育能人' },
  figures: [
    figure(rotation, ['People trained', '已培训人数'], rotation.doc?.trained ?? 0, { unit: units.people }),
    share(
      rotation,
      ['Trained of the willing, as surveyed', '轮训覆盖率(按意愿摸底)'],
      rotation.doc?.coverage.ofSurveyed,
    ),
    share(rotation, ['Trained of the willing, as nominated', '轮训覆盖率(按提名)'], rotation.doc?.coverage.ofNominated),
    figure(rotation, ['Rotation due on', '轮训期限'], rotation.doc?.cycle?.dueOn),
    figure(
      rotation,
      ['Rotation complete on, at this pace', '预计轮训完成日期'],
      rotation.doc?.forecast.ofSurveyed.completesOn,
    ),
    figure(batches, ['Batches closed', '已结业培训班'], batches.doc.closed, { unit: units.batches }),
    figure(batches, ['Batches under way', '在办培训班'], batches.doc.underWay, { unit: units.batches }),
    share(batches, ['Seats taken', '学额使用率'], batches.doc.seats),
    share(batches, ['Attendance', '出勤率'], batches.doc.attendance),
    share(batches, ['Completed', '结业率'], batches.doc.completed),
    figure(menu, ['Subjects asked for', '党员点菜科目'], menu.doc.requested, { unit: units.subjects }),
    share(menu, ['Of those, served', '基地上菜率'], menu.doc.served),
    figure(menu, ['Need gaps not served yet', '尚未补上的短板'], menu.doc.gapsUnmet, { unit: units.gaps }),
  ],
})

const backLeads = ({ leads, ledger }: Sources): Block => ({
  task: 'backLeads',
  title: { en: 'Back lead households', zh: '扶大户' },
  figures: [
    figure(leads, ['On the candidate list', '定向委培大户名单'], leads.doc?.listed ?? 0, { unit: units.people }),
    figure(leads, ['Recognised lead households', '已认定大户'], leads.doc?.recognised ?? 0, { unit: units.people }),
    share(leads, ['Of those, at scale', '产业达到规模的大户占比'], leads.doc?.atScale),
    share(leads, ['Of those, in a village post', '充实到村干部队伍的大户占比'], leads.doc?.inPost),
    figure(ledger, ['People supported', '获扶持人数'], ledger.doc?.support.people ?? 0, { unit: units.people }),
    money(ledger, ['Support in money', '资金扶持'], ledger.doc?.support.fundingFen ?? 0),
    figure(ledger, ['Support in policy', '政策扶持'], ledger.doc?.support.policyGrants ?? 0, { unit: units.grants }),
    figure(leads, ['Cooperatives led', '领办合作社'], leads.doc?.cooperatives ?? 0, { unit: units.cooperatives }),
    figure(leads, ['Of those, party-led', '党员领办合作社'], leads.doc?.partyLedCooperatives ?? 0, {
      unit: units.cooperatives,
    }),
  ],
})

const carryPoor = ({ mentoring, ledger, poverty }: Sources): Block => ({
  task: 'carryPoor',
  title: { en: 'Carry the poor along', zh: '带群众' },
  figures: [
    figure(mentoring, ['Mentoring agreements under way', '履行中的传帮带协议'], mentoring.doc?.active ?? 0, {
      unit: units.agreements,
    }),
    share(mentoring, ['Mentoring quota used', '帮带名额使用率'], mentoring.doc?.quotaUsed),
    figure(mentoring, ['Poor people placed', '帮带贫困群众'], mentoring.doc?.placed.people ?? 0, {
      unit: units.people,
    }),
    figure(mentoring, ['Poor households placed', '帮带贫困户'], mentoring.doc?.placed.households ?? 0, {
      unit: units.households,
    }),
    figure(mentoring, ['Visits', '走访次数'], mentoring.doc?.visits ?? 0, { unit: units.visits }),
    figure(mentoring, ['Households drawn in', '带动农户'], mentoring.doc?.farmersDrawn ?? 0, {
      unit: units.households,
    }),
    figure(mentoring, ['Out of poverty under an agreement', '协议帮带脱贫人口'], mentoring.doc?.exited.people ?? 0, {
      unit: units.people,
    }),
    figure(ledger, ['Out of poverty', '脱贫人口'], ledger.doc?.lifted.people ?? 0, { unit: units.people }),
    share(
      ledger,
      ['Out of poverty per money of support', '每万元扶持资金脱贫人数'],
      ledger.doc?.liftedPerTenThousandYuan.ofFunding,
      {
        unit: units.peoplePerTenThousandYuan,
      },
    ),
    incidence(poverty),
    share(poverty, ['Poverty incidence, summed from below', '贫困发生率(下级汇总)'], poverty.doc?.parts.incidence),
    figure(poverty, ['Divisions below still poor', '尚未退出的贫困村'], stillPoor(poverty.doc?.parts.statuses), {
      unit: units.divisions,
    }),
    figure(poverty, ['Of those, deeply poor', '其中深度贫困村'], deeplyPoor(poverty.doc?.parts.statuses), {
      unit: units.divisions,
    }),
  ],
})

const incidence = (poverty: Sources['poverty']): Figure => {
  const latest = poverty.doc?.latest
  return share(poverty, ['Poverty incidence', '贫困发生率'], latest?.incidence, {
    // a count derived from a published percentage is only about right
    ...(latest?.source === 'derivedFromRate' && { certainty: 'about' as const }),
    ...(latest && { asOf: { on: latest.on, certainty: latest.dateCertainty } }),
  })
}

const stillPoor = (statuses: Record<string, number> | undefined): number | undefined =>
  statuses && (statuses.poor ?? 0) + (statuses.deeplyPoor ?? 0)

const deeplyPoor = (statuses: Record<string, number> | undefined): number | undefined =>
  statuses && (statuses.deeplyPoor ?? 0)

const strengthenOrganisation = ({ base, batches, cadres }: Sources): Block => ({
  task: 'strengthenOrganisation',
  title: { en: 'Strengthen the organisation', zh: '强组织' },
  figures: [
    figure(base, ['Party-school plaques', '加挂党校牌子'], base.doc.plaques.length, { unit: units.plaques }),
    share(batches, ['Party spirit, of all hours', '党性教育课时占比'], batches.doc.partySpirit),
    figure(cadres, ['Party members trained', '培训党员'], cadres.doc?.partyMembersTrained ?? 0, { unit: units.people }),
    figure(cadres, ['Reserve cadres', '后备村干部'], cadres.doc?.reserve.current ?? 0, { unit: units.people }),
    share(cadres, ['Reserve cadres who took a post', '后备村干部任职率'], cadres.doc?.reserve.tookPost),
    figure(cadres, ['Village posts taken', '进入村干部队伍'], cadres.doc?.posts.taken ?? 0, { unit: units.posts }),
    figure(cadres, ['In post now', '现任村干部'], cadres.doc?.posts.inPost ?? 0, { unit: units.people }),
    share(cadres, ['Still in post after 12 months', '任职满12个月仍在岗率'], cadres.doc?.stillInPost),
  ],
})

/** Key: the baseId. */
export const fiveTasks: CompositeView<FiveTasks> = {
  name: 'fiveTasks',
  version: 1,
  division: withBase,
  schema: FiveTasks,
  keys: async function* (reading) {
    const prefix = 'base:'
    for await (const { key } of reading.list(facilityUse.name, prefix)) yield key.slice(prefix.length)
  },
  compose: async (baseId, reading) => {
    const sources = await sourcesOf(reading, baseId)
    return (
      sources && {
        baseId,
        name: sources.base.doc.name,
        today: reading.today,
        tasks: [
          buildBase(sources),
          trainPeople(sources),
          backLeads(sources),
          carryPoor(sources),
          strengthenOrganisation(sources),
        ],
      }
    )
  },
}
