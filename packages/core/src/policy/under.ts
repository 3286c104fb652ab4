import { type InForce, Policy } from './policy.js'

/**
 * What a decision would have seen under another policy, whichever was in force: for `check`, to learn who would be
 * affected. What a policy leaves out stands at its default; throws a ZodError where it is no policy.
 *
 * @example
 * check(domain, storage.events, { facts: underPolicy({ batchSeats: 30 }) })
 */
export const underPolicy = (
  other: unknown,
): ((facts: Readonly<Record<string, unknown>>) => Record<string, unknown>) => {
  const policy = Policy.parse(other)
  return (facts) => {
    if (!Object.hasOwn(facts, 'policy')) return { ...facts }
    // sound: the domain's facts hold a policy in force under that name, and nothing else
    const { version } = facts.policy as InForce
    return { ...facts, policy: { version, policy } }
  }
}
