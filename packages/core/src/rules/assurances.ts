// G1, G2 and G4: what holds of every command, whatever it says. No command is refused with them, and no log shows that
// they were broken; the properties of `@skein/testkit` ask them of what they see happen.
import { type Evidence, isSame, type RuleMetadata } from '@skein/kernel'

interface Assurance<Seen> extends RuleMetadata {
  /** What speaks against it; `undefined` where it holds. */
  holds(seen: Seen): Evidence | undefined
}

/** A command, and the events there were before and after it. */
export interface Answered {
  readonly refused: boolean
  readonly before: number
  readonly after: number
}

/** What the same command id was answered first and then, and how many events the repeat added. */
export interface Repeated {
  readonly first: unknown
  readonly again: unknown
  readonly added: number
  /** Whether the repeat said something else under the same id. */
  readonly otherContent: boolean
  readonly refused: boolean
}

/** The same question, answered with personal data at hand and after it was erased. */
export interface Compared {
  readonly kept: unknown
  readonly erased: unknown
}

const G1: Assurance<Answered> = {
  id: 'G1',
  title: { en: 'A rejected command adds no event.', zh: '被拒绝的申请不产生任何登记。' },
  basis: 'own: what was refused did not happen',
  holds: ({ refused, before, after }) => (refused && before !== after ? { before, after } : undefined),
}

const G2: Assurance<Repeated> = {
  id: 'G2',
  title: {
    en: 'A command id that wrote events writes none again and is answered as the first time; with another content it is refused.',
    zh: '已登记的申请编号重复提交时不再登记,答复与首次相同;内容不同的,予以拒绝。',
  },
  basis: 'own: a message that is sent twice happened once',
  holds: ({ first, again, added, otherContent, refused }) => {
    if (added > 0) return { added }
    if (refused !== otherContent) return { otherContent, refused }
    return refused || isSame(first, again) ? undefined : { answeredAsTheFirstTime: false }
  },
}

const G4: Assurance<Compared> = {
  id: 'G4',
  title: {
    en: 'Erasing personal data changes no decision and no total.',
    zh: '删除个人信息不影响任何认定结果和统计数据。',
  },
  basis: 'law: Personal Information Protection Law, on erasure; own: no rule reads personal data',
  holds: ({ kept, erased }) => (isSame(kept, erased) ? undefined : { sameAfterErasure: false }),
}

export const assurances = { G1, G2, G4 } as const

/** G2 as a rejection: the engine rejects a command whose id was used for another command. */
export const reusedCommandId: Pick<RuleMetadata, 'id' | 'title'> = {
  id: G2.id,
  title: {
    en: 'This command id already recorded another command in this stream; a new command needs a new id.',
    zh: '该命令编号已在本流中登记过内容不同的命令;新命令须使用新的编号。',
  },
}
