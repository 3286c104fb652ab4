import type { Domain } from '@skein/kernel'
import { z } from 'zod'
import { Policy, type PolicyInForce } from './policy.js'

/** The schema of the policies that bases of a domain adopt: `Policy`, or that of `extendPolicy`. */
export const policySchemaOf = ({ aggregates }: Pick<Domain, 'aggregates'>): z.ZodType<Policy> => {
  const data = aggregates.find(({ commands }) => Object.hasOwn(commands, 'AdoptPolicy'))?.commands.AdoptPolicy?.schema
    .shape.data
  const schema: unknown = data?.shape.policy
  // sound: an extended policy has all fields of `Policy`, and more
  return schema instanceof z.ZodType ? (schema as z.ZodType<Policy>) : Policy
}

/**
 * For `check`: replaces the policy in the views of a decision by another one, to find the decisions that it would have
 * refused. Fields that `other` leaves out have their defaults. Throws a `ZodError` if `other` is not a policy.
 *
 * @param schema `policySchemaOf` your domain, where `extendPolicy` added fields
 *
 * @example
 * check(domain, storage.events, { views: underPolicy({ batchSeats: 30 }) })
 */
export const underPolicy = (
  other: unknown,
  schema: z.ZodType<Policy> = Policy,
): ((views: Readonly<Record<string, unknown>>) => Record<string, unknown>) => {
  const policy = schema.parse(other)
  return (views) => {
    if (!Object.hasOwn(views, 'policy')) return { ...views }
    // sound: views of the domain have a policy in force under that name, and nothing else
    const { version } = views.policy as PolicyInForce
    return { ...views, policy: { version, policy } }
  }
}
