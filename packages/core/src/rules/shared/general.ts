// The rules that every aggregate has. What differs from one to the next is passed to the conditions.
import type { Evidence, RuleMetadata } from '@skein/kernel'

type DaysByName = Readonly<Record<string, string | undefined>>

export const G3: RuleMetadata = {
  id: 'G3',
  title: {
    en: 'A fact is dated neither after the day it is recorded nor before what it rests on.',
    zh: '事实日期不得晚于登记日期,也不得早于其所依据的事实。',
  },
  basis: 'own: late entry is normal, early entry is a mistake',
}

/**
 * Whether a day lies after the day of recording, or before a day that it rests on.
 * @param restsOn those days, each under the name that the evidence shows
 */
export const misdated = (on: string, recordedOn: string, restsOn: DaysByName): Evidence | undefined => {
  if (on > recordedOn) return { on, recordedOn }
  for (const [restsOnFact, restsOnDay] of Object.entries(restsOn))
    if (restsOnDay !== undefined && on < restsOnDay) return { on, restsOnFact, restsOnDay }
  return undefined
}

export const G5: RuleMetadata = {
  id: 'G5',
  title: { en: 'What has ended accepts nothing more.', zh: '已结束的事项不再接受新的登记。' },
  basis: 'own: a closed record is what reports stand on',
}

export const G6: RuleMetadata = {
  id: 'G6',
  title: { en: 'A stream is opened once, and first.', zh: '每份档案只建立一次,且须先建立后登记。' },
  basis: 'own: nothing can be recorded of what does not exist',
}

/**
 * Whether an event comes before the one that opens its stream, or opens it a second time.
 * @param mayReopen whether the opening event may come again (a re-engagement, a new nomination)
 */
export const openedWrongly = (
  type: string,
  opening: string,
  isOpen: boolean,
  mayReopen = false,
): Evidence | undefined => {
  if (type === opening) return isOpen && !mayReopen ? { event: type, alreadyOpen: true } : undefined
  return isOpen ? undefined : { event: type, opensWith: opening }
}

/** What "exists and fits" means, each aggregate states for its own events. */
export const G7: RuleMetadata = {
  id: 'G7',
  title: {
    en: 'What a command refers to exists and fits the state.',
    zh: '所引用的对象须已存在且与当前状态相符。',
  },
  basis: 'own: a dangling reference would point at nothing',
}
