import type { Text } from '@skein/kernel'

/** What the engine gives as reasons of annulments; those of people are shown as they are. */
export const annulmentReasons: Readonly<Record<string, Text>> = {
  recomputed: { en: 'computed again after a change of the past', zh: '因较早日期的登记有变化而重新计算' },
  refused: { en: 'no longer possible after a change of the past', zh: '因较早日期的登记有变化而不再成立' },
  dependent: { en: 'annulled with the entry that it rests on', zh: '随其所依据的登记一并撤销' },
  withdrawn: { en: 'its cause no longer stands', zh: '其起因已不成立' },
}
