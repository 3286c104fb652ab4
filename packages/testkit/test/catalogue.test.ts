import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { domain, rules } from '@skein/core'
import { describe, expect, it } from 'vitest'
import { catalogue, cataloguePath, root } from './catalogue.js'
import {
  assuranceIds,
  commandsByAggregate,
  engineRuleIds,
  invariantIds,
  processCommands,
  processNames,
  readModelNames,
  ruleCounts,
} from './names.js'

const sorted = (names: Iterable<string>): readonly string[] => [...names].sort()

describe('the domain has what its description names:', () => {
  it('all aggregates', () => {
    expect(sorted(domain.aggregates.map(({ name }) => name))).toEqual(sorted(Object.keys(commandsByAggregate)))
  })

  it.each(domain.aggregates)('all commands and events of $name', ({ name, commands, events }) => {
    const recorded = Object.fromEntries(Object.entries(commands).map(([type, { records }]) => [type, records]))
    expect(recorded).toEqual(commandsByAggregate[name])
    expect(sorted(Object.keys(events))).toEqual(sorted(Object.values(commandsByAggregate[name] ?? {}).flat()))
    expect(sorted(Object.keys(commands).filter((type) => commands[type]?.byProcess))).toEqual(
      sorted(processCommands.filter((type) => Object.hasOwn(commands, type))),
    )
  })

  it('all rules, invariants and assurances, in both languages', () => {
    const ids = Object.entries(ruleCounts).flatMap(([family, count]) =>
      Array.from({ length: count }, (_, at) => `${family}${at + 1}`),
    )
    expect(rules.map(({ id }) => id)).toEqual([...ids, ...engineRuleIds])
    const idsOf = (kind: string) => rules.filter((rule) => rule.kind === kind).map(({ id }) => id)
    expect(idsOf('engine')).toEqual(engineRuleIds)
    expect(sorted(idsOf('invariant'))).toEqual(sorted(invariantIds))
    expect(sorted(idsOf('assurance'))).toEqual(sorted(assuranceIds))
    for (const { id, title, basis } of rules) {
      expect(title.en, id).toMatch(/\.$/)
      expect(title.zh, id).toMatch(/。$/)
      expect(basis, id).toMatch(/^(article|law|own): /)
    }
  })

  it('all processes and read models', () => {
    expect(domain.processes.map(({ name }) => name)).toEqual(processNames)
    expect(sorted([...domain.projections, ...domain.views].map(({ name }) => name))).toEqual(sorted(readModelNames))
  })
})

it('docs/catalogue.md is up to date', () => {
  expect(readFileSync(join(root, cataloguePath), 'utf8'), 'run pnpm docs:catalogue').toBe(catalogue())
})
