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
 * For `check`: lays some fields over the policy that each decision observed, to find whom other terms would affect.
 * Fields that `other` leaves out stay as they were in force. Throws a `ZodError` if `other` does not fit a policy.
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
  const given = givenFields(other, schema)
  return (views) => {
    if (!Object.hasOwn(views, 'policy')) return { ...views }
    // sound: views of the domain have a policy in force under that name, and nothing else
    const { version, policy } = views.policy as PolicyInForce
    return { ...views, policy: { version, policy: { ...policy, ...given } } }
  }
}

/** The fields of a policy that are given, without the defaults of all others. */
const givenFields = (other: unknown, schema: z.ZodType<Policy>): Partial<Policy> => {
  const parsed = schema.parse(other)
  // sound: what the schema accepts is an object
  const fields = Object.keys(other as object)
  return Object.fromEntries(Object.entries(parsed).filter(([field]) => fields.includes(field)))
}
