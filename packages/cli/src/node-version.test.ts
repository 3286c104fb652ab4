import { describe, expect, it } from 'vitest'
import { nodeVersionError } from './node-version.js'

describe('Node', () => {
  it.each(['v22.14.0', 'v22.20.1', 'v24.0.0', 'v100.0.0'])('%s is supported', (version) =>
    expect(nodeVersionError(version)).toBeUndefined(),
  )
  it.each(['v20.20.2', 'v22.13.9', 'v9.0.0', 'v0.12.18'])(
    '%s is too old, and the error names the oldest supported version',
    (version) => {
      for (const text of Object.values(nodeVersionError(version) ?? {})) {
        expect(text).toContain(version)
        expect(text).toContain('22.14')
      }
      expect(nodeVersionError(version)).toBeDefined()
    },
  )
})
