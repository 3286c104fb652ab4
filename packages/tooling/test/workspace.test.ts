import { expect, it } from 'vitest'
import { isAtLeast } from '../src/toolchain.mjs'
import { publishedPackages } from '../src/workspace.mjs'

it('orders the published packages so that each comes after what it needs', () => {
  const names = publishedPackages().map(({ manifest }) => manifest.name)
  expect(names.indexOf('@skein/kernel')).toBe(0)
  for (const { manifest } of publishedPackages())
    for (const needed of Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@skein/')))
      expect(names.indexOf(needed)).toBeLessThan(names.indexOf(manifest.name))
})

it.each([
  ['v20.20.2', false],
  ['v22.13.9', false],
  ['v22.14.0', true],
  ['v24.0.0', true],
])('compares Node versions: %s', (version, enough) => {
  expect(isAtLeast(version, [22, 14])).toBe(enough)
})
