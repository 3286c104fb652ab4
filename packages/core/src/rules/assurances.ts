// G1, G2 and G4 hold for every command. They refuse no command, and a log does not show a violation; the properties of
// `@skein/testkit` test them on a running engine. G8 to G11 are the engine's own rules.
import { type BuiltInRules, type Evidence, builtInRules as engineRules, isSame, type RuleMetadata } from '@skein/kernel'
import { G7 } from './shared/general.js'

interface Assurance<Observation> extends RuleMetadata {
  /** The evidence against it; `undefined` if it holds. */
  holds(observation: Observation): Evidence | undefined
}

/** A command: whether it was refused, and the number of events in the log before and after it. */
export interface CommandObservation {
  readonly refused: boolean
  readonly before: number
  readonly after: number
}

/** A command id that was sent twice: both results, and the number of events that the second one added. */
export interface RepeatObservation {
  readonly first: unknown
  readonly again: unknown
  readonly added: number
  /** Whether the second command had other content. */
  readonly otherContent: boolean
  readonly refused: boolean
}

/** The same result, with personal data and after it was erased. */
export interface ErasureObservation {
  readonly kept: unknown
  readonly erased: unknown
}

const G1: Assurance<CommandObservation> = {
  id: 'G1',
  title: { en: 'A rejected command adds no event.', zh: '被拒绝的申请不产生任何登记。' },
  basis: 'own: a refused command has no effect',
  holds: ({ refused, before, after }) => (refused && before !== after ? { before, after } : undefined),
}

const G2: Assurance<RepeatObservation> = {
  id: 'G2',
  title: {
    en: 'A repeated command id records nothing and returns the original result; with other content it is refused.',
    zh: '重复提交已登记的申请编号时不再登记,并返回首次的结果;内容不同的,予以拒绝。',
  },
  basis: 'own: a message may be delivered twice, its effect happens once',
  holds: ({ first, again, added, otherContent, refused }) => {
    if (added > 0) return { added }
    if (refused !== otherContent) return { otherContent, refused }
    return refused || isSame(first, again) ? undefined : { answeredAsTheFirstTime: false }
  },
}

const G4: Assurance<ErasureObservation> = {
  id: 'G4',
  title: {
    en: 'Erasing personal data changes no decision and no total.',
    zh: '删除个人信息不影响任何认定结果和统计数据。',
  },
  basis: 'law: Personal Information Protection Law, on erasure; own: no rule reads personal data',
  holds: ({ kept, erased }) => (isSame(kept, erased) ? undefined : { sameAfterErasure: false }),
}

export const assurances = { G1, G2, G4 } as const

const G8: RuleMetadata = {
  id: 'G8',
  title: {
    en: 'What is entered for an earlier day leaves possible what is recorded for later days.',
    zh: '补登较早日期的事项,不得使其后已登记的事项无法成立。',
  },
  basis: 'own: paper comes late, and what was recorded in between stays true',
}

const G9: RuleMetadata = {
  id: 'G9',
  title: {
    en: 'Only an entry of a person that stands is annulled or corrected, and a correction changes something.',
    zh: '只能撤销或更正由人员登记且仍然有效的事项,且更正须有所改动。',
  },
  basis: 'own: what a process entered follows from something, which is annulled or corrected instead',
}

const G10: RuleMetadata = {
  id: 'G10',
  title: {
    en: 'What an event records beside its command is what the domain computes from the history.',
    zh: '事件中由系统计算的内容,须与按档案重新计算的结果一致。',
  },
  basis: 'own: a figure follows from the records that it rests on',
}

const G11: RuleMetadata = {
  id: 'G11',
  title: engineRules.planLimit.title,
  basis: 'own: somebody looks at so much before it is changed',
}

/** The ids under which the engine applies its own rules. */
export const builtInRules: BuiltInRules = {
  reusedCommandId: { ...engineRules.reusedCommandId, id: G2.id },
  nothingToRecord: { ...engineRules.nothingToRecord, id: G7.id },
  recordedForAnotherDay: { ...engineRules.recordedForAnotherDay, id: G7.id },
  laterEntries: G8,
  amendment: G9,
  computedFields: G10,
  planLimit: G11,
}
