import { builtInRules, type Domain, type Evidence, type Rejection, type Text } from '@skein/kernel'

/**
 * What a refusal by a rule of the engine is about in this case, and what to do: of an annulment or a correction (such as
 * by whom it was annulled already), of what is in the way of later entries, of a change that reaches too many streams.
 * `undefined` for other refusals. Evidence that is `null` is left out: an adapter may hide some of it.
 *
 * @example
 * const advice = refusalAdvice(rejection, domain)
 * advice?.en // 'It was annulled by clerk-7 at 2018-06-01T08:00:00.000Z (typed twice). To let it stand again, annul 0b1c….'
 */
export const refusalAdvice = (
  { rule, evidence }: Pick<Rejection, 'rule' | 'evidence'>,
  domain: Pick<Domain, 'builtInRules'>,
): Text | undefined => {
  const { amendment, laterEntries, planLimit } = { ...builtInRules, ...domain.builtInRules }
  switch (rule) {
    case amendment.id:
      return adviceOnAmendment(evidence)
    case laterEntries.id:
      return {
        en: 'Correct or annul the entries in the way first, or enter all papers of that time together.',
        zh: '请先更正或撤销相冲突的登记项,或将该时段的材料一并录入。',
      }
    case planLimit.id:
      return {
        en: `It would reach more than ${evidence.limit} streams (${evidence.streams} when planning stopped); nothing was recorded.`,
        zh: `所涉及的流超过 ${evidence.limit} 个(停止计算时已有 ${evidence.streams} 个),未作登记。`,
      }
    default:
      return undefined
  }
}

const adviceOnAmendment = (evidence: Evidence): Text | undefined => {
  const { found, annulled, enteredBy, changes, corrected, event, on, recordedOn } = evidence
  if (found === false) return { en: 'There is no such event in the stream.', zh: '流中没有该事件。' }
  if (annulled === true) return annulledAlready(evidence)
  if (typeof enteredBy === 'string') return enteredByProcess(enteredBy, evidence)
  if (changes === false) return { en: 'It says what is recorded already.', zh: '内容与已登记的相同。' }
  if (corrected === false)
    return { en: `${event} cannot be corrected: annul it.`, zh: `${event} 不能更正:请将其撤销。` }
  if (typeof event === 'string')
    return {
      en: `${event} is about another entry, and the system keeps it: annul or correct that entry.`,
      zh: `${event} 是关于另一登记项的记录,由系统维护:请撤销或更正该登记项。`,
    }
  if (typeof on === 'string' && typeof recordedOn === 'string')
    return { en: `${on} lies in the future: today is ${recordedOn}.`, zh: `${on} 尚未到来:今天是 ${recordedOn}。` }
  return undefined
}

const annulledAlready = ({ annulledBy, annulledAt, reason, annulment, replacedBy }: Evidence): Text => {
  const [en, zh] =
    typeof replacedBy === 'string'
      ? [`${replacedBy} took its place: annul or correct that one.`, `现由 ${replacedBy} 代替:请撤销或更正后者。`]
      : [`To let it stand again, annul ${annulment}.`, `如需恢复,请撤销 ${annulment}。`]
  return {
    en: `It was annulled by ${annulledBy} at ${annulledAt} (${reason}). ${en}`,
    zh: `该项已由 ${annulledBy} 于 ${annulledAt} 撤销(${reason})。${zh}`,
  }
}

const enteredByProcess = (process: string, { cause, root, rootEventId }: Evidence): Text =>
  typeof root === 'string' && typeof rootEventId === 'string'
    ? {
        en: `${process} entered it in reaction to ${cause}. What it follows from is ${root}: annul or correct that one (event ${rootEventId}).`,
        zh: `该项由 ${process} 针对 ${cause} 自动登记,其根源为 ${root}:请撤销或更正后者(事件 ${rootEventId})。`,
      }
    : {
        en: `${process} entered it: what it follows from is annulled or corrected instead.`,
        zh: `该项由 ${process} 自动登记:请撤销或更正引起它的事项。`,
      }
