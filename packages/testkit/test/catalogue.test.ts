import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { domain, rules } from '@skein/core'
import { describe, expect, it } from 'vitest'
import { catalogue, cataloguePath, root } from './catalogue.js'
import { assuranceIds, byProcess, invariantIds, named, processNames, readModelNames, ruleCounts } from './names.js'

const sorted = (names: Iterable<string>): readonly string[] => [...names].sort()

describe('the domain has', () => {
  it('every aggregate', () => {
    expect(sorted(domain.aggregates.map(({ name }) => name))).toEqual(sorted(Object.keys(named)))
  })

  it.each(domain.aggregates)('every command and event of $name', ({ name, commands, events }) => {
    const recorded = Object.fromEntries(Object.entries(commands).map(([type, { records }]) => [type, records]))
    expect(recorded).toEqual(named[name])
    expect(sorted(Object.keys(events))).toEqual(sorted(Object.values(named[name] ?? {}).flat()))
    expect(sorted(Object.keys(commands).filter((type) => commands[type]?.byProcess))).toEqual(
      sorted(byProcess.filter((type) => Object.hasOwn(commands, type))),
    )
  })

  it('every rule, invariant and assurance, each in both languages', () => {
    const ids = Object.entries(ruleCounts).flatMap(([family, count]) =>
      Array.from({ length: count }, (_, at) => `${family}${at + 1}`),
    )
    expect(rules.map(({ id }) => id)).toEqual(ids)
    const of = (kind: string) => rules.filter((rule) => rule.kind === kind).map(({ id }) => id)
    expect(sorted(of('invariant'))).toEqual(sorted(invariantIds))
    expect(sorted(of('assurance'))).toEqual(sorted(assuranceIds))
    for (const { id, title, basis } of rules) {
      expect(title.en, id).toMatch(/\.$/)
      expect(title.zh, id).toMatch(/。$/)
      expect(basis, id).toMatch(/^(article|law|own): /)
    }
  })

  it('every process and read model', () => {
    expect(domain.processes.map(({ name }) => name)).toEqual(processNames)
    expect(sorted([...domain.projections, ...domain.views].map(({ name }) => name))).toEqual(sorted(readModelNames))
  })
})

it('the page that lists them is as the code is', () => {
  expect(readFileSync(join(root, cataloguePath), 'utf8'), 'run pnpm docs:catalogue').toBe(catalogue())
})
