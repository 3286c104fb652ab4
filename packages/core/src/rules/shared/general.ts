// The rules that hold in every aggregate, as makers: an aggregate says what they are about, the condition stands here.
import { type AnyEvent, type DecisionContext, type Evidence, type Rule, ruleFor } from '@skein/kernel'

type DaysByName = Readonly<Record<string, string | undefined>>

/**
 * G3: a fact is not dated after the day it is recorded, nor before the stream's opening or a fact it rests on.
 * @param restsOn those days, each under the name that the evidence shows
 */
export const G3 = <Event extends AnyEvent, State, Facts extends DecisionContext>(
  on: readonly Event['type'][],
  restsOn: (event: Event, before: State, facts: Facts) => DaysByName,
): Rule<Event, State, Facts> => ({
  id: 'G3',
  title: {
    en: 'A fact is dated neither after the day it is recorded nor before what it rests on.',
    zh: '事实日期不得晚于登记日期,也不得早于其所依据的事实。',
  },
  basis: 'own: late entry is normal, early entry is a mistake',
  on,
  breach: (event, before, facts) => {
    const { on } = event.data
    if (on > facts.recordedOn) return { on, recordedOn: facts.recordedOn }
    for (const [restsOnFact, restsOnDay] of Object.entries(restsOn(event, before, facts)))
      if (restsOnDay !== undefined && on < restsOnDay) return { on, restsOnFact, restsOnDay }
    return undefined
  },
})

/** G6: a stream is opened once, and first. */
export const G6 = <Event extends AnyEvent, State, Facts>(
  on: readonly Event['type'][],
  opening: Event['type'],
  isOpen: (state: State) => boolean,
  /** Whether an opening event may come again on an open stream (a re-engagement, a new nomination). */
  mayReopen: (state: State) => boolean = () => false,
): Rule<Event, State, Facts> => ({
  id: 'G6',
  title: { en: 'A stream is opened once, and first.', zh: '每份档案只建立一次,且须先建立后登记。' },
  basis: 'own: nothing can be said of what is not there',
  on,
  breach: ({ type }, before) => {
    if (type === opening) return isOpen(before) && !mayReopen(before) ? { event: type, alreadyOpen: true } : undefined
    return isOpen(before) ? undefined : { event: type, opensWith: opening }
  },
})

/** G7: what an event refers to exists and fits the state. Each aggregate says what that means for its events. */
export const G7 =
  <Event extends AnyEvent, State, Facts>() =>
  <Type extends Event['type']>(
    on: readonly Type[],
    breach: (event: Extract<Event, { type: Type }>, before: State, facts: Facts) => Evidence | undefined,
  ): Rule<Event, State, Facts> =>
    ruleFor<Event, State, Facts>()({
      id: 'G7',
      title: {
        en: 'What a command refers to exists and fits the state.',
        zh: '所引用的对象须已存在且与当前状态相符。',
      },
      basis: 'own: a dangling reference would say something of nothing',
      on,
      breach,
    })

/** G5: what has ended accepts nothing more. */
export const G5 =
  <Event extends AnyEvent, State, Facts>() =>
  <Type extends Event['type']>(
    on: readonly Type[],
    breach: (event: Extract<Event, { type: Type }>, before: State, facts: Facts) => Evidence | undefined,
  ): Rule<Event, State, Facts> =>
    ruleFor<Event, State, Facts>()({
      id: 'G5',
      title: { en: 'What has ended accepts nothing more.', zh: '已结束的事项不再接受新的登记。' },
      basis: 'own: a closed record is what reports stand on',
      on,
      breach,
    })
