import { Policy, type PolicyInForce } from './policy.js'

/**
 * For `check`: replaces the policy in the views of a decision by another one, to find the decisions that it would have
 * refused. Fields that `other` leaves out have their defaults. Throws a `ZodError` if `other` is not a policy.
 *
 * @example
 * check(domain, storage.events, { views: underPolicy({ batchSeats: 30 }) })
 */
export const underPolicy = (
  other: unknown,
): ((views: Readonly<Record<string, unknown>>) => Record<string, unknown>) => {
  const policy = Policy.parse(other)
  return (views) => {
    if (!Object.hasOwn(views, 'policy')) return { ...views }
    // sound: views of the domain have a policy in force under that name, and nothing else
    const { version } = views.policy as PolicyInForce
    return { ...views, policy: { version, policy } }
  }
}
