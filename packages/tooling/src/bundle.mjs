import { build } from 'tsup'
import { removeOlder } from './dist.mjs'

/**
 * Builds a package's JavaScript, as its `tsup.config.ts` says. All packages are built in one process, which is several
 * times as fast as a process for each.
 */
export const bundle = async (/** @type {string} */ folder) => {
  // tsup reads the package from the working directory; esbuild would stay in the one where it was started
  process.chdir(folder)
  const started = Date.now()
  await build({
    esbuildOptions: (options) => {
      options.absWorkingDir = folder
    },
  })
  // after all formats: they are built at the same time
  removeOlder('dist', started, (path) => !/\.d\.c?ts(\.map)?$/.test(path))
}
