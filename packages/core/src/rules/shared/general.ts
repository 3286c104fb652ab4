// Rules that every aggregate has. What differs between aggregates is passed to the conditions.
import type { Evidence, RuleMetadata } from '@skein/kernel'

export const G3: RuleMetadata = {
  id: 'G3',
  title: {
    en: 'Nothing is dated after the day on which it is recorded.',
    zh: '事项日期不得晚于登记日期。',
  },
  basis: 'own: a date in the future is a mistake; what happened later than something else is seen in the order of days',
}

/** G3: the day `on` of an event lies after the day of recording. */
export const misdated = (on: string, recordedOn: string): Evidence | undefined =>
  on > recordedOn ? { on, recordedOn } : undefined

export const G5: RuleMetadata = {
  id: 'G5',
  title: { en: 'Nothing new is recorded of what has ended.', zh: '已结束的事项不再接受新的登记。' },
  basis: 'own: reports rely on closed records',
}

export const G6: RuleMetadata = {
  id: 'G6',
  title: { en: 'A stream is opened once, before any other event.', zh: '每份档案只建立一次,且须先建立后登记。' },
  basis: 'own: nothing can be recorded of what does not exist',
}

/**
 * G6: an event comes before the one that opens its stream, or opens it a second time.
 * @param opening the type of the event that opens the stream
 * @param mayReopen whether the opening event may come again (a new engagement, a new nomination)
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

/** Every aggregate defines for its own events what must exist and fit. */
export const G7: RuleMetadata = {
  id: 'G7',
  title: {
    en: 'Everything that a command refers to exists and fits the current state.',
    zh: '所引用的对象须已存在且与当前状态相符。',
  },
  basis: 'own: no reference to something that does not exist',
}
