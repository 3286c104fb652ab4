import { type Aggregate, commandsTo, type Extended, event, eventTypes, Misconfigured } from '@skein/kernel'
import { z } from 'zod'
import * as Base from '../base/index.js'
import type { Policy, PolicyInForce } from '../policy/policy.js'
import { policySchemaOf } from '../policy/under.js'
import { BaseId } from '../shared/value-objects.js'

type BaseAggregate<Input = never> = Aggregate<Base.Commands.Command, Base.Events.Event, Base.State, Base.Views, Input>

/** `AdoptPolicy`, as callers write it, with the fields of `Shape`. */
type AdoptPolicyInput<Shape extends z.ZodRawShape> = {
  readonly type: 'AdoptPolicy'
  readonly data: {
    readonly baseId: string
    readonly version: number
    readonly effectiveFrom: string
    readonly policy: z.input<typeof Policy> & z.input<z.ZodObject<Shape>>
    readonly on: string
  }
}

/** A policy with the fields of `Shape`; see `extendPolicy`. */
export interface PolicyExtension<Shape extends z.ZodRawShape> {
  /** The base aggregate with the extended `AdoptPolicy`, for `composeDomain`. */
  readonly aggregate: BaseAggregate<AdoptPolicyInput<Shape>> & Extended
  /** The schema of the whole policy. */
  readonly schema: z.ZodObject<typeof Policy.shape & Shape, z.core.$strict>
  /** The fields of the extension in a policy in force; their defaults where it was adopted without them. */
  of(inForce: PolicyInForce): z.output<z.ZodObject<Shape>>
}

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
 *
 * @param base the base aggregate, if you extend that too, or `aggregate` of another policy extension
 */
export const extendPolicy = <Shape extends z.ZodRawShape>(
  shape: Shape,
  base: BaseAggregate<unknown> = Base.aggregate,
): PolicyExtension<Shape> => {
  const added = z.object(shape)
  // sound: the policy is an object, also if it was extended before
  const known = (policySchemaOf({ aggregates: [base] }) as typeof Policy).shape
  assertUsable(added, known)

  const { version, effectiveFrom } = Base.Events.PolicyAdopted.shape.data.shape
  // sound: the fields of both, and no others
  const schema = z.strictObject({ ...known, ...shape })
  const PolicyAdopted = event('PolicyAdopted', { version, effectiveFrom, policy: schema })
  const AdoptPolicy = commandsTo({ baseId: BaseId }).mirror('AdoptPolicy', PolicyAdopted)
  // sound: `input` is never present
  const { input: _, ...original } = base
  const aggregate: PolicyExtension<Shape>['aggregate'] = {
    ...original,
    commands: { ...base.commands, AdoptPolicy },
    events: { ...base.events, ...eventTypes([PolicyAdopted]) },
    // sound: only compared, to find the aggregate that this one replaces
    extends: base as unknown as NonNullable<Extended['extends']>,
  }
  return {
    aggregate,
    schema,
    of: ({ policy }) => added.parse(policy, notCompiled),
  }
}

// compiling would take longer than the few small objects that are read
const notCompiled = { jitless: true }

const assertUsable = (added: z.ZodObject, known: object): void => {
  const taken = Object.keys(added.shape).filter((field) => Object.hasOwn(known, field))
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
