import { copyFileSync } from 'node:fs'
import { defineConfig } from 'tsup'
import base from '../tooling/src/tsup.ts'

const divisions = 'divisions-wuding.csv'

/** The demo's story is bundled: it is published with the command line, and nowhere else. */
export default defineConfig(async (overrides) => {
  const common = typeof base === 'function' ? await base(overrides) : base
  return [common].flat().map((options) => ({
    ...options,
    noExternal: ['@skein/example-chadian'],
    onSuccess: async () => {
      if (typeof options.onSuccess === 'function') await options.onSuccess()
      copyFileSync(`../../examples/chadian/data/${divisions}`, `dist/${divisions}`)
    },
  }))
})
