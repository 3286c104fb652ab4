import type { Journey, Projections } from '@skein/core'
import type { Text } from '@skein/kernel'
import { type Messages, quoted, withColon } from '../../messages/messages.js'
import { annulmentReason } from '../../output/annulment-reason.js'
import { visible } from '../../output/visible.js'

type Annulled = NonNullable<Projections.JourneyTimeline['steps'][number]['annulled']>

export const journeyMessages = {
  summary: { en: "one person's history, step by step", zh: '一个人的历程' },
  details: {
    en: 'All events of a trainee, by day, each with its revision, by which `skein annul` and `skein correct` find it, and with the policy version of each decision. Personal data is left out.',
    zh: '按日期列出某学员的全部记录,附版本号(供 `skein annul` 和 `skein correct` 使用)以及每项决定所依据的政策版本。不含个人信息。',
  },
  id: { en: 'the trainee', zh: '学员编号' },
  unknown: (id: string, store: string) => ({
    en: `there is no trainee ${quoted(id)} in ${withColon(store)} check the id; \`skein worklist\` and \`skein report --json\` list some.`,
    zh: `${store} 中没有学员 ${quoted(id)}:请检查编号;\`skein worklist\` 中列有部分编号。`,
  }),
  heading: (id: string, steps: number) => ({ en: `${id}: ${steps} steps`, zh: `${id}:共 ${steps} 步` }),
  missing: (first: number) => ({
    en: `The stream has lost its events before revision ${first}: these steps are what is left. \`skein verify\` names the streams that lost events; a backup has them.`,
    zh: `该流版本 ${first} 之前的事件已丢失:以下仅为尚存的步骤。\`skein verify\` 可列出丢失事件的流;备份中有这些事件。`,
  }),
  annulled: ({ reason, rule, by, decidedBy, at }: Annulled) => ({
    en: `[annulled by ${visible(by)} at ${at}: ${visible(annulmentReason(reason, 'en'))}${rule === undefined ? '' : ` (${rule})`}${decidedBy === undefined ? '' : `; decided by ${visible(`${decidedBy.role} ${decidedBy.id}`)}`}]`,
    zh: `[已由 ${visible(by)} 于 ${at} 撤销:${visible(annulmentReason(reason, 'zh'))}${rule === undefined ? '' : `(${rule})`}${decidedBy === undefined ? '' : `;决定者:${visible(`${decidedBy.role} ${decidedBy.id}`)}`}]`,
  }),
  policy: (version: number) => ({ en: `(policy ${version})`, zh: `(政策 ${version})` }),
} satisfies Messages

/** The events of a journey, for people. */
export const stepNames: Readonly<Record<Journey.Events.Event['type'], Text>> = {
  CandidateNominated: { en: 'nominated', zh: '提名' },
  ProfileRevised: { en: 'profile revised', zh: '情况更新' },
  TraineeDetailsCorrected: { en: 'details corrected', zh: '信息更正' },
  EligibilityReviewed: { en: 'eligibility reviewed', zh: '资格审查' },
  TraineeSelected: { en: 'selected', zh: '选定' },
  CandidateRejected: { en: 'rejected', zh: '未通过' },
  CoursesRequested: { en: 'courses requested', zh: '点课' },
  TraineeEnrolled: { en: 'enrolled', zh: '入班' },
  EnrolmentEnded: { en: 'left the batch', zh: '离班' },
  TrainingCompleted: { en: 'training completed', zh: '完成培训' },
  TrainingNotCompleted: { en: 'training not completed', zh: '未完成培训' },
  LeadCandidateListed: { en: 'listed as lead candidate', zh: '列入大户名单' },
  LeadCandidateDelisted: { en: 'taken off the list', zh: '移出大户名单' },
  SupportGranted: { en: 'support granted', zh: '获得扶持' },
  ScaleRecorded: { en: 'scale recorded', zh: '登记规模' },
  ScaleThresholdReached: { en: 'scale threshold reached', zh: '达到规模标准' },
  LeadHouseholdRecognised: { en: 'recognised as lead household', zh: '认定为大户' },
  RecognitionRevoked: { en: 'recognition revoked', zh: '撤销认定' },
  CooperativeLed: { en: 'leads a cooperative', zh: '领办合作社' },
  MentoringStarted: { en: 'began mentoring', zh: '开始帮带' },
  MentoringEnded: { en: 'ended mentoring', zh: '结束帮带' },
  ReserveCadreNamed: { en: 'named reserve cadre', zh: '列为后备干部' },
  ReserveCadreRemoved: { en: 'removed as reserve cadre', zh: '移出后备干部' },
  VillagePostTaken: { en: 'took a village post', zh: '担任村干部' },
  VillagePostEnded: { en: 'left a village post', zh: '卸任村干部' },
  JourneyWithdrawn: { en: 'withdrew', zh: '退出' },
  TraineeDisqualified: { en: 'disqualified', zh: '取消资格' },
  JourneyReinstated: { en: 'reinstated', zh: '恢复资格' },
}
