import { type CommandInputOf, commandsTo, type Extended, event, eventTypes, Misconfigured } from '@skein/kernel'
import { z } from 'zod'
import * as Base from '../base/index.js'
import { Policy, type PolicyInForce } from '../policy/policy.js'
import { BaseId } from '../shared/value-objects.js'

type BaseAggregate = typeof Base.aggregate

/**
 * A policy with more fields. `aggregate` replaces the base aggregate in `composeDomain`: its AdoptPolicy also
 * takes these fields. `of` reads them from the policy that a decision got in its views.
 *
 * Every field needs a default, for policies that were adopted before it existed; throws `Misconfigured` otherwise.
 *
 * @example
 * const training = extendPolicy({ minCertificates: z.int().min(0).default(1) })
 * composeDomain(domain, { aggregates: [training.aggregate] })
 * training.of(views.policy).minCertificates // in a rule
 */
export const extendPolicy = <Shape extends z.ZodRawShape>(shape: Shape, base: BaseAggregate = Base.aggregate) => {
  const added = z.object(shape)
  assertUsable(added)

  const { version, effectiveFrom } = Base.Events.PolicyAdopted.shape.data.shape
  // sound: the fields of both, and no others
  const schema = z.strictObject({ ...Policy.shape, ...shape })
  const PolicyAdopted = event('PolicyAdopted', { version, effectiveFrom, policy: schema })
  const AdoptPolicy = commandsTo({ baseId: BaseId }).mirror('AdoptPolicy', PolicyAdopted)
  const aggregate: BaseAggregate & Extended<CommandInputOf<typeof AdoptPolicy>> = {
    ...base,
    commands: { ...base.commands, AdoptPolicy },
    events: { ...base.events, ...eventTypes([PolicyAdopted]) },
    // sound: only compared, to find the aggregate that this one replaces
    extends: base as unknown as NonNullable<Extended<unknown>['extends']>,
  }
  return {
    aggregate,
    schema,
    /** The fields of the extension in a policy in force; their defaults where it was adopted without them. */
    of: ({ policy }: PolicyInForce): z.output<z.ZodObject<Shape>> => added.parse(policy, notCompiled),
  }
}

// compiling would take longer than the few small objects that are read
const notCompiled = { jitless: true }

const assertUsable = (added: z.ZodObject): void => {
  const taken = Object.keys(added.shape).filter((field) => Object.hasOwn(Policy.shape, field))
  const withoutDefault = added.safeParse({}).error?.issues.map(({ path }) => String(path[0])) ?? []
  const problems = [
    ...taken.map((field) => ({
      en: `The policy has the field "${field}" already. Choose another name.`,
      zh: `方案已有字段“${field}”,请另取名称。`,
    })),
    ...withoutDefault.map((field) => ({
      en: `The policy field "${field}" has no default. Policies adopted before it existed lack it: add \`.default(…)\` or \`.optional()\`.`,
      zh: `方案字段“${field}”没有默认值。在其出现之前通过的方案没有该字段:请加上 \`.default(…)\` 或 \`.optional()\`。`,
    })),
  ]
  if (problems.length > 0) throw new Misconfigured(problems)
}
