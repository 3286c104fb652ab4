// M5 and M6 are judged where a household is placed under an agreement, and again where it accepts the mentor; M6 also
// where a mentor moves to another household.
import type { Evidence, RuleMetadata } from '@skein/kernel'

export const M5: RuleMetadata = {
  id: 'M5',
  title: {
    en: 'A household has one mentor, under one agreement, at a time.',
    zh: '一户贫困户同一时间只能由一名带头人、按一份协议帮带。',
  },
  basis: 'own: one household, one who answers for it',
}

export const alreadyMentored = (
  mentor: { readonly agreementId: string; readonly mentorId: string } | undefined,
): Evidence | undefined => mentor && { mentoredBy: mentor.mentorId, underAgreement: mentor.agreementId }

export const M6: RuleMetadata = {
  id: 'M6',
  title: { en: 'Nobody mentors the own household.', zh: '带头人不得帮带本户。' },
  basis: 'own: helping oneself is no mentoring',
}

export const ownHousehold = (householdId: string | undefined, mentorsHousehold: string | undefined) =>
  householdId !== undefined && householdId === mentorsHousehold ? { householdId, mentorsHousehold } : undefined
