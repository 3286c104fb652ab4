// M5 and M6 are judged when a household is placed under an agreement, and again when it accepts the mentor; M6 also
// when a mentor moves to another household.
import type { Evidence, RuleMetadata } from '@skein/kernel'

export const M5: RuleMetadata = {
  id: 'M5',
  title: {
    en: 'A household has one mentor, under one agreement, at a time.',
    zh: '一户贫困户同一时间只能由一名带头人、按一份协议帮带。',
  },
  basis: 'own: one person is responsible for a household',
}

/** M5: the household has a mentor. */
export const alreadyMentored = (
  mentor: { readonly agreementId: string; readonly mentorId: string } | undefined,
): Evidence | undefined => mentor && { mentoredBy: mentor.mentorId, underAgreement: mentor.agreementId }

export const M6: RuleMetadata = {
  id: 'M6',
  title: { en: 'A mentor does not mentor their own household.', zh: '带头人不得帮带本户。' },
  basis: 'own: mentoring is help for another household',
  permission: true,
}

/** M6: the household is the mentor's own. */
export const ownHousehold = (
  householdId: string | undefined,
  mentorsHousehold: string | undefined,
): Evidence | undefined =>
  householdId !== undefined && householdId === mentorsHousehold ? { householdId, mentorsHousehold } : undefined
